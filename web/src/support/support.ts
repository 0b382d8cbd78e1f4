// Support moments as the server sends them (desirepath-support/1).

import type { Estimate } from "../lived/measured";

export interface SupportPlace {
  readonly step: string;
  readonly name: string;
  readonly tickets: number;
  readonly subjects: number;
  readonly per_visits: Estimate;
  readonly elsewhere: Estimate;
  readonly stands_out: boolean;
  readonly reach: Estimate;
  readonly reopened: Estimate;
  readonly slow: Estimate;
  /** Until when a slow one waited: where the data hold no answers, until it was solved. */
  readonly slow_until: "answered" | "solved";
  readonly poor: Estimate;
  readonly need: Estimate;
  /** Places in the list of topics, with their tickets here. */
  readonly topics: readonly (readonly [number, number])[];
}

export interface ChannelTimes {
  readonly channel: string | null;
  readonly tickets: number;
  /** Those of which the data tell what became of them. */
  readonly followed: number;
  readonly open: number | null;
  /** Half, three in four, nine in ten. */
  readonly response: readonly Estimate[];
  readonly resolution: readonly Estimate[];
  readonly reopened: Estimate;
  readonly stands_out: boolean;
  readonly is_faster: boolean | null;
}

export type Knowledge = "missing" | "not read" | "does not help" | "read by some" | "not known";

export interface Topic {
  /** The most typical ticket, or the words where none can be shown. */
  readonly title?: string;
  readonly words: readonly string[];
  readonly tickets: number;
  readonly subjects: number;
  readonly lately: number;
  readonly before: number;
  readonly share: Estimate;
  readonly reopened: Estimate;
  readonly resolution: Estimate;
  readonly examples: readonly string[];
  readonly steps: readonly (readonly [string, number])[];
  readonly knowledge: Knowledge;
  readonly articles: readonly string[];
  readonly read_before: Estimate;
}

export interface Support {
  readonly as_of: string;
  readonly of: string;
  readonly tickets: number;
  readonly nobodys: number;
  readonly says: readonly string[];
  readonly places: readonly SupportPlace[];
  readonly whole: ChannelTimes;
  readonly channels: readonly ChannelTimes[];
  readonly topics: readonly Topic[];
  readonly with_words: number;
  readonly in_topics: number;
  readonly names: Readonly<Record<string, string>>;
}

/** What to call a topic: as customers put it. */
export function nameOf(topic: Topic | undefined): string {
  return topic?.title ?? topic?.words.join(", ") ?? "";
}

/** A length of time in the unit that fits it. */
export function sayTime(seconds: number): string {
  const [size, unit] =
    seconds >= 86_400
      ? [86_400, "d"]
      : seconds >= 3600
        ? [3600, "h"]
        : seconds >= 60
          ? [60, "min"]
          : [1, "s"];
  const value = seconds / size;
  return `${value >= 10 ? Math.round(value) : Math.round(value * 10) / 10} ${unit}`;
}

/** Between what a length of time lies; empty where that is not known. */
export function sayTimes(one: Estimate): string {
  if (one.low === null || one.high === null) return "";
  return `${sayTime(one.low)} to ${sayTime(one.high)}`;
}

/** How long each bar of moments is, as a share of the greatest need; null where no need is known. */
export function barsOf(places: readonly SupportPlace[]): readonly (number | null)[] {
  const most = Math.max(0, ...places.map((one) => one.need.value ?? 0));
  return places.map((one) => (one.need.value === null ? null : most === 0 ? 0 : one.need.value / most));
}
