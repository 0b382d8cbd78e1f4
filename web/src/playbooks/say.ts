// What a simulation and a proof say, as pages show them: bars of days, shares in words. Pure.

import { playbookWords as said } from "../words/playbooks";
import { sayDay } from "../words/figures";

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

export interface ProofData {
  readonly within: string;
  readonly meant: Share;
  readonly held_out: Share;
  readonly difference: Share;
  readonly smallest: number | null;
  readonly waiting: number;
  readonly verdict: "nobody left alone" | "too few" | "chance" | "more" | "fewer";
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
  /** What messages show and is not known of so many of their receivers. */
  readonly missing: readonly {
    readonly move: string;
    readonly name: string;
    readonly missing: number;
    readonly of: number;
  }[];
  readonly days: readonly Day[];
  /** More within a day, and it stops and asks. */
  readonly most_a_day: number;
  readonly asks: string | null;
  readonly proof: ProofData | null;
}

export interface SimulatedRun {
  readonly occurrence: string;
  readonly since: string;
  readonly says: string;
  readonly status: string;
  readonly why: string;
  readonly next_at: string | null;
  readonly ended_at: string | null;
  readonly moves: readonly {
    readonly move: string;
    readonly kind: string;
    readonly person: string | null;
    readonly person_name?: string | null;
    readonly at: string;
  }[];
  readonly left_out: readonly {
    readonly move: string;
    readonly person: string | null;
    readonly person_name?: string | null;
    readonly at: string;
    readonly why: string;
    readonly limit: boolean;
  }[];
}

export const FILTERS = ["all", "acts", "held", "alone", "not"] as const;
export type Filter = (typeof FILTERS)[number];
type Sort = Exclude<Filter, "all">;
export type Counts = Readonly<Record<Sort, number>>;

export interface Account {
  readonly subject: string;
  /** What became of them, in one word: the most that happened in any run. */
  readonly is: Sort;
  readonly name: string | null;
  readonly runs: readonly SimulatedRun[];
}

export interface Simulation {
  readonly since: string;
  readonly until: string;
  readonly playbooks: readonly Simulated[];
  readonly account_counts: Counts;
  /** Of each sort only so many. */
  readonly accounts: readonly Account[];
}

/** The playbooks that begin something at a step now: one that is off, paused or finishing begins nothing. */
export function actingAt<T extends { readonly how: string }>(
  beside: readonly { readonly step: string; readonly playbooks: readonly T[] }[],
  step: string,
): readonly T[] {
  return beside
    .filter((one) => one.step === step)
    .flatMap((one) => one.playbooks.filter((book) => book.how === "on"));
}

const DAY_MS = 86_400_000;

/** Whether something was done more than a day later than it was due: its playbook was turned on with the days before. */
export function isDoneLater(due: string, done: string | null): boolean {
  return done !== null && Date.parse(done) - Date.parse(due) > DAY_MS;
}

/** How many there are of a sort: the accounts listed may be fewer. */
export function countOf(counts: Counts, filter: Filter): number {
  return filter === "all" ? counts.acts + counts.held + counts.alone + counts.not : counts[filter];
}

export function accountsIn(accounts: readonly Account[], filter: Filter): readonly Account[] {
  return filter === "all" ? accounts : accounts.filter((one) => one.is === filter);
}

export const ORDERS = ["since", "name"] as const;
export type Order = (typeof ORDERS)[number];

/** In order of what first happened to each, or of what they are called. */
export function ordered(accounts: readonly Account[], order: Order): readonly Account[] {
  const called = (one: Account) => one.name ?? one.subject;
  const since = (one: Account) => one.runs[0]?.since ?? "";
  return accounts.toSorted((a, b) =>
    order === "name"
      ? called(a).localeCompare(called(b), "en", { numeric: true })
      : Date.parse(since(a)) - Date.parse(since(b)) || called(a).localeCompare(called(b), "en"),
  );
}

/** How high a chart of days is, in runs, and where in it the line is that stops the playbook (0 to 1); null: so far
 *  above that the bars would vanish. */
export function heightOf(
  days: readonly Day[],
  mostADay: number,
): { readonly top: number; readonly line: number | null } {
  const most = Math.max(1, ...days.map((day) => day.began));
  if (mostADay > 5 * most) return { top: most, line: null };
  const top = Math.max(most, mostADay);
  return { top, line: mostADay / top };
}

export interface Bar {
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly day: Day;
}

/** The days as bars in a picture of this size, each at least a hair high where anything began. */
export function barsOf(
  days: readonly Day[],
  width: number,
  height: number,
  top = Math.max(1, ...days.map((day) => day.began)),
): readonly Bar[] {
  const step = width / Math.max(1, days.length);
  return days.map((day, number) => ({
    x: number * step,
    width: Math.max(1, step - (step > 3 ? 1 : 0)),
    height: day.began === 0 ? 0 : Math.max(2, (day.began / top) * height),
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

export function sayDate(on: string): string {
  return sayDay(on);
}

export { sayMoment } from "../words/figures";

/** A difference of two shares in points, with its interval: +12 points (−3 to 27). It is that of the whole per cents
 *  which are shown beside it. */
export function sayPoints(share: Share, of: Share, than: Share): string {
  const points = (value: number | null) => (value === null ? "?" : said.points(Math.round(value * 100)));
  const whole = (one: Share) => Math.round((one.value ?? 0) * 100);
  const value = share.value === null ? null : (whole(of) - whole(than)) / 100;
  return said.pointsBetween(points(value), points(share.low), points(share.high));
}
