// Renewals and revenue as the server sends them (desirepath-renewals/1, -revenue/1, -first-days/1), and how their
// numbers are said.

import type { Estimate } from "../lived/measured";
import { sayDay, sayMoney, sayNumber as numberOf, sayShare } from "../words/figures";
export type Call = "committed" | "likely" | "at risk" | "lost";
export const CALLS: readonly Call[] = ["committed", "likely", "at risk", "lost"];

export interface Term {
  readonly subject: string;
  /** What the account is called; null: nobody has said. */
  readonly name?: string | null;
  /** Who looks after it; null: nobody. */
  readonly owner?: string | null;
  readonly due: string;
  readonly state: "renewed" | "lost" | "open" | "overdue";
  /** What it costs a month, in whole cents; null where that cannot be said (`gap`). */
  readonly cents: number | null;
  readonly gap: string | null;
  readonly kept_cents: number | null;
  readonly level: string | null;
  readonly call: Call;
  readonly likelihood: Estimate | null;
  /** When it was renewed or cancelled, which may be long before it is due. */
  readonly settled?: string | null;
  /** What speaks most against it, where it is open. */
  readonly reason?: { readonly text: string; readonly tells: boolean } | null;
}

export interface Forecast {
  readonly due: number;
  readonly committed: number;
  readonly likely: number;
  readonly at_risk: number;
  readonly lost: number;
  readonly expected: number;
  readonly least: number;
  readonly most: number;
  readonly terms: number;
  readonly excluded: Readonly<Record<string, number>>;
}

export interface Renewals {
  readonly as_of: string;
  readonly since: string;
  readonly until: string;
  readonly currency: string;
  readonly scorecard: string | null;
  readonly levels: readonly string[];
  /** Levels whose likelihoods do not differ by more than chance. */
  readonly alike?: readonly (readonly [string, string])[];
  /** Whether health tells who renews; null: too few terms are decided to say so. */
  readonly health_tells?: boolean | null;
  /** The levels that are at risk, as history says. */
  readonly risk?: readonly string[];
  /** How well each signal told by itself, the clearest first. */
  readonly signals?: readonly {
    readonly signal: string;
    readonly name: string;
    readonly worst: Estimate;
    readonly others: Estimate;
    readonly tells: boolean;
  }[];
  readonly likelihoods: readonly { readonly level: string | null; readonly likelihood: Estimate }[];
  readonly overdue: readonly Term[];
  readonly months: readonly {
    readonly month: string;
    readonly forecast: Forecast;
    readonly renewals: readonly Term[];
  }[];
  readonly total: Forecast;
  /** What runs without a word for when it ends, and so comes up in no month; with what it was told to cost. */
  readonly untimed?: { readonly subscriptions: number; readonly cents: Readonly<Record<string, number>> };
}

export const NUMBERS = [
  "mrr_start",
  "mrr_new",
  "mrr_expansion",
  "mrr_contraction",
  "mrr_churn",
  "mrr_reactivation",
  "mrr_end",
  "grr",
  "nrr",
  "logo_churn",
] as const;
export type RevenueNumber = (typeof NUMBERS)[number];
export const MONEY: readonly RevenueNumber[] = NUMBERS.slice(0, 7);
const SIGN: Partial<Record<RevenueNumber, number>> = {
  mrr_new: 1,
  mrr_expansion: 1,
  mrr_contraction: -1,
  mrr_churn: -1,
  mrr_reactivation: 1,
};

export interface RevenueRow {
  readonly kind: "all" | "stretch" | "segment" | "cohort";
  readonly label: string | null;
  readonly since: string;
  readonly until: string;
  readonly accounts: number;
  readonly measures: Readonly<Record<RevenueNumber, Estimate>>;
  readonly excluded: Readonly<Record<string, number>>;
}

export interface Revenue {
  readonly as_of: string;
  readonly since: string;
  readonly until: string;
  readonly currency: string;
  readonly by: "month" | "quarter";
  readonly split: string | null;
  readonly traits: readonly string[];
  readonly total: RevenueRow;
  readonly stretches: readonly RevenueRow[];
  readonly segments: readonly RevenueRow[];
  readonly cohorts: readonly RevenueRow[];
  readonly ages: readonly {
    readonly label: string;
    readonly size: number;
    readonly ages: readonly { readonly months: number; readonly net: Estimate }[];
  }[];
}

export type MilestoneState = "reached" | "late" | "missed" | "to come" | "no date";

export interface FirstDays {
  readonly as_of: string;
  readonly travels: string;
  readonly days: number;
  readonly is_by_moments: boolean;
  readonly milestones: readonly {
    readonly step: string;
    readonly name: string;
    readonly due_days: number | null;
    readonly basis: "map" | "data";
    readonly in_time: Estimate;
  }[];
  readonly newcomers: readonly {
    readonly subject: string;
    readonly name?: string | null;
    readonly owner?: string | null;
    readonly began: string;
    readonly age_days: number;
    readonly has_left: boolean;
    readonly missed: number;
    readonly milestones: readonly {
      readonly state: MilestoneState;
      readonly at: string | null;
      readonly due: string | null;
      readonly by: string | null;
    }[];
  }[];
}

/** The interval of a share without its unit; empty where there is none. */
export function sayInterval(one: Estimate): string {
  if (one.low === null || one.high === null) return "";
  const [low, high] = [one.low, one.high].map((side) => sayShare(side).replace(" %", ""));
  if (low !== high || one.low === one.high) return `${low ?? ""} to ${high ?? ""}`;
  // Rounded they would be the same: finer, so that they are told apart.
  const most = one.high < 0.01 || one.low > 0.99 ? 2 : 1;
  return `${numberOf(one.low * 100, most)} to ${numberOf(one.high * 100, most)}`;
}

/** The value of any number of revenue. */
export function sayNumber(one: Estimate, currency: string): string {
  if (one.value === null) return "–";
  return one.unit === "share" ? sayShare(one.value) : sayMoney(Math.round(one.value * 100), currency);
}

/** A period from one instant to before another, which seldom is the beginning of a day. */
export function sayPeriod(since: string, until: string): string {
  return `${sayDay(since)} to ${sayDay(Date.parse(until) - 1)}`;
}

export { sayCents, sayDay, sayMoney, sayMonth, sayShare } from "../words/figures";

export interface Bar {
  readonly number: RevenueNumber;
  /** Whole cents: where the bar begins and ends; the first and the last begin at 0. */
  readonly from: number;
  readonly to: number;
}

/** The bars of a waterfall: each begins where the one before it ended. Empty where the sums are not known. */
export function waterfall(row: RevenueRow): readonly Bar[] {
  const cents = (number: RevenueNumber) => Math.round((row.measures[number].value ?? NaN) * 100);
  if (MONEY.some((number) => row.measures[number].value === null)) return [];
  let level = cents("mrr_start");
  const bars: Bar[] = [{ number: "mrr_start", from: 0, to: level }];
  for (const number of MONEY) {
    const sign = SIGN[number];
    if (sign === undefined) continue;
    const next = level + sign * cents(number);
    bars.push({ number, from: level, to: next });
    level = next;
  }
  return [...bars, { number: "mrr_end", from: 0, to: cents("mrr_end") }];
}

/** How far one looks ahead: so many days, to the end of that month; or the next quarter. */
export const SPANS = ["3-months", "6-months", "12-months", "quarter"] as const;
/** One of these, or a calendar quarter such as 2027-Q1. */
export type Span = (typeof SPANS)[number] | (string & {});
const DAYS: Readonly<Record<string, number>> = {
  "3-months": 90,
  "6-months": 180,
  "12-months": 365,
  quarter: 180,
};
export const ORDERS = ["due", "mrr", "owner"] as const;
export type Order = (typeof ORDERS)[number];

export interface Chosen {
  readonly month: string | null;
  readonly call: Call | null;
}

/** What the server is asked for a span. */
export function askedOf(span: Span): { readonly ahead_days: number; readonly quarter?: string } {
  const quarter = span === "quarter" ? "next" : isQuarter(span) ? span : undefined;
  return { ahead_days: DAYS[span] ?? 180, ...(quarter === undefined ? {} : { quarter }) };
}

export function isQuarter(text: string): boolean {
  return /^(19|20)\d\d-Q[1-4]$/.test(text);
}

/** The quarter in which a day lies, the one before it and those that come after it, for a year. */
export function quartersAround(day: string): readonly string[] {
  const now = Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);
  return [-1, 0, 1, 2, 3, 4].map((later) => {
    const one = now + later;
    return `${String(Math.floor(one / 4))}-Q${String((one % 4) + 1)}`;
  });
}

/** What was cancelled already comes up for renewal no more: what it cost a month, in whole cents. */
export function cancelledOf(terms: readonly Term[]): number {
  return terms.reduce((sum, one) => (one.state === "lost" ? sum + (one.cents ?? 0) : sum), 0);
}

function isDecided({ state }: Term): boolean {
  return state === "renewed" || state === "lost";
}

/** How many of the terms with an amount were cancelled already. */
export function cancelledCount(terms: readonly Term[]): number {
  return terms.filter((one) => one.state === "lost" && one.cents !== null).length;
}

/** The renewals that are meant, by when they are due (what is decided comes after what is not) or the largest first;
 * overdue ones belong to no month. */
export function termsOf(found: Renewals, chosen: Chosen, order: Order = "due"): readonly Term[] {
  const months = found.months.filter((one) => chosen.month === null || one.month === chosen.month);
  const terms = months.flatMap((one) => one.renewals);
  const all = chosen.month === null ? [...found.overdue, ...terms] : terms;
  return all
    .filter((one) => chosen.call === null || one.call === chosen.call)
    .sort((one, other) => {
      const byMoney = (other.cents ?? -1) - (one.cents ?? -1);
      const byDay = Date.parse(one.due) - Date.parse(other.due);
      if (order === "owner") return (one.owner ?? "\uffff").localeCompare(other.owner ?? "\uffff") || byDay;
      const byWork = Number(isDecided(one)) - Number(isDecided(other));
      return order === "due" ? byWork || byDay || byMoney : byMoney || byDay;
    });
}
