// What a simulation says, as the page shows it: bars of days, shares in words. Pure.

import { playbookWords as said } from "../words/playbooks";

export interface Share {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

export interface Day {
  readonly on: string;
  readonly began: number;
  readonly messages: number;
}

export interface Simulated {
  readonly id: string;
  readonly name: string;
  readonly of: string;
  readonly occurred: number;
  readonly began: number;
  readonly subjects: number;
  readonly held_out: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly done: Readonly<Record<string, number>>;
  readonly people: number;
  readonly left_out: Readonly<Record<string, number>>;
  readonly days: readonly Day[];
  readonly asks: string | null;
  readonly proof: {
    readonly within: string;
    readonly meant: Share;
    readonly held_out: Share;
    readonly smallest: number | null;
  } | null;
}

export interface Simulation {
  readonly since: string;
  readonly until: string;
  readonly playbooks: readonly Simulated[];
}

export interface Bar {
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly day: Day;
}

/** The days as bars in a picture of this size, each at least a hair high where anything began. */
export function barsOf(days: readonly Day[], width: number, height: number): readonly Bar[] {
  const most = Math.max(1, ...days.map((day) => day.began));
  const step = width / Math.max(1, days.length);
  return days.map((day, number) => ({
    x: number * step,
    width: Math.max(1, step - (step > 3 ? 1 : 0)),
    height: day.began === 0 ? 0 : Math.max(2, (day.began / most) * height),
    day,
  }));
}

/** The day on which most began; null where none did. */
export function busiest(days: readonly Day[]): Day | null {
  const found = days.reduce<Day | null>(
    (best, day) => (best === null || day.began > best.began ? day : best),
    null,
  );
  return found !== null && found.began > 0 ? found : null;
}

/** A share with its interval, in whole per cents. */
export function sayShare(share: Share): string {
  if (share.value === null || share.low === null || share.high === null) return said.notKnown;
  return said.share(
    percent(share.value),
    (share.low * 100).toFixed(0),
    (share.high * 100).toFixed(0),
    share.n,
  );
}

function percent(value: number): string {
  return `${(value * 100).toFixed(0)} %`;
}

/** A length of time as files write it, in words: 30d. */
export function saySpan(span: string): string {
  const days = /^(\d+) ?d$/.exec(span)?.[1];
  return days === undefined ? span : said.overDays(Number(days));
}

export function sayDate(on: string): string {
  return new Date(on).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
}

export function sayMoment(at: string): string {
  return new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
}

/** Where the line of a text begins and ends, to show it: from 1, as problems count. */
export function lineAt(text: string, line: number): readonly [number, number] {
  const lines = text.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return [start, start + (lines[line - 1] ?? "").length];
}
