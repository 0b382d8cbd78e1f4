// Periods: when a journey began. Days are the workspace's; since is included, until is not.

import { daysAfter } from "../words/figures";

export interface Period {
  /** A day such as 2026-01-31; empty: unbounded. */
  readonly since: string;
  readonly until: string;
}

export const EVER: Period = { since: "", until: "" };
export const PRESETS = ["ever", "days30", "days90", "quarter", "lastQuarter", "year", "custom"] as const;
export type Preset = (typeof PRESETS)[number];

/** The period that a preset means, seen from the last day of the data. */
export function periodOf(preset: Exclude<Preset, "custom">, lastDay: string): Period {
  const after = daysAfter(lastDay, 1);
  if (preset === "days30") return { since: daysAfter(lastDay, -29), until: after };
  if (preset === "days90") return { since: daysAfter(lastDay, -89), until: after };
  if (preset === "year") return { since: daysAfter(lastDay, -364), until: after };
  const last = new Date(`${lastDay}T00:00:00Z`);
  const quarter = Math.floor(last.getUTCMonth() / 3);
  const begins = (back: number) =>
    new Date(Date.UTC(last.getUTCFullYear(), (quarter - back) * 3, 1)).toISOString().slice(0, 10);
  if (preset === "quarter") return { since: begins(0), until: after };
  if (preset === "lastQuarter") return { since: begins(1), until: begins(0) };
  return EVER;
}

/** Which preset a period is, seen from the last day of the data. */
export function presetOf(period: Period, lastDay: string): Preset {
  if (period.since === "" && period.until === "") return "ever";
  const found = PRESETS.find((one) => {
    if (one === "custom" || lastDay === "") return false;
    const meant = periodOf(one, lastDay);
    return meant.since === period.since && meant.until === period.until;
  });
  return found ?? "custom";
}

/** The last day that is in a period, for people: until is not in it. */
export function lastDayOf(period: Period): string {
  return period.until === "" ? "" : daysAfter(period.until, -1);
}

/** The period up to and with this last day. */
export function untilAfter(lastDay: string): string {
  return lastDay === "" ? "" : daysAfter(lastDay, 1);
}

export { sayDay } from "../words/figures";
