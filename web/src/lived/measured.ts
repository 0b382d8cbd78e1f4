// The measured map as the server sends it (desirepath-measure/1), and how its numbers are said.

import { timeNow } from "../app/clock";
import { livedWords } from "../words/lived";
import { isoDay, sayCount, sayDay, sayDayOfYear, sayNumber } from "../words/figures";

export interface Estimate {
  readonly measure: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  readonly censored: number;
  readonly unit: string;
  readonly method: string;
  readonly reason: string | null;
}

export interface MeasuredStep {
  readonly id: string;
  readonly name: string;
  readonly stage: string;
  readonly [measure: string]: unknown;
}

export interface Detour {
  readonly kind: string;
  /** Null: from the start of the journey. */
  readonly from: string | null;
  readonly to: string;
  readonly n: number;
  readonly share: Estimate;
}

export interface Passages {
  readonly subjects: number;
  readonly started: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly expired: number;
  readonly open: number;
}

/** One side of a measured map: of one segment and period. */
export interface MeasuredSide {
  readonly as_of: string;
  readonly period: { readonly since: string | null; readonly until: string | null };
  readonly segment: string | null;
  readonly log_interactions: number | null;
  readonly notes: readonly string[];
  readonly passages: Passages;
  readonly overall: Readonly<Record<string, Estimate>>;
  readonly steps: readonly MeasuredStep[];
  readonly detours: readonly Detour[];
}

/** One number on two sides: here less there. */
export interface Apart {
  readonly step: string | null;
  readonly measure: string;
  readonly here: Estimate;
  readonly there: Estimate;
  readonly difference: Estimate;
  readonly adjusted_p: number | null;
}

export interface MeasuredMap extends MeasuredSide {
  readonly format: string;
  /** The other side; null: nothing is compared. */
  readonly against: MeasuredSide | null;
  readonly differences: readonly Apart[];
  /** Whether two periods are seen at one age; null: no two periods are compared. */
  readonly same_age: boolean | null;
}

/** A step's estimate; null where this measure was not asked of it. */
export function estimateOf(step: MeasuredStep | undefined, measure: string): Estimate | null {
  const found = step?.[measure];
  return typeof found === "object" && found !== null && "value" in found ? (found as Estimate) : null;
}

/** A value in its unit, as people say it: 91 %, 11 days, +0.4. */
export function say(value: number, unit: string): string {
  if (unit === "share") return value > 0.995 && value < 1 ? ">99 %" : `${round(value * 100)} %`;
  if (unit === "seconds") return sayTime(value);
  if (unit === "feeling") return signed(value);
  if (unit === "points") return signed(Math.round(value));
  if (unit === "count") return sayCount(Math.round(value));
  return Math.abs(value) < 1 ? sayNumber(value, 2) : round(value);
}

/** An estimate with its interval and n, in one line; the reason where there is no value. */
export function sayEstimate(estimate: Estimate): string {
  if (estimate.value === null) return estimate.reason ?? "not known";
  const { low, high, unit, n } = estimate;
  const interval = low === null || high === null ? "" : ` (${say(low, unit)} to ${say(high, unit)})`;
  const small = n < 30 ? ", a small number" : "";
  const open = estimate.censored > 0 ? `, ${sayCount(estimate.censored)} not decided yet` : "";
  return `${say(estimate.value, unit)}${interval}, n ${sayCount(n)}${small}${open}`;
}

export function sayTime(seconds: number): string {
  const units: readonly [string, number][] = [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
    ["second", 1],
  ];
  const [name, length] = units.find(([, one]) => seconds >= one) ?? ["second", 1];
  const count = round(seconds / length);
  return `${count} ${name}${count === "1" ? "" : "s"}`;
}

function round(value: number): string {
  const digits = Math.abs(value) < 10 && !Number.isInteger(value) ? 1 : 0;
  return sayNumber(value, digits);
}

function signed(value: number): string {
  const text = round(Math.abs(value));
  return Number(text) === 0 ? "0" : `${value > 0 ? "+" : "−"}${text}`;
}

const FRESH_MS = 2 * 86_400_000;

/** Who was at a step last: now, where the data are of today or yesterday; else at the end of the data. */
export function sayStanding(count: number, asOf: string, now = timeNow()): string {
  const end = new Date(asOf);
  if (now - end.getTime() < FRESH_MS) return livedWords.standHere(count);
  const isThisYear = isoDay(end).slice(0, 4) === isoDay(now).slice(0, 4);
  const day = isThisYear ? sayDayOfYear(end) : sayDay(end);
  return livedWords.stoodHere(count, day);
}
