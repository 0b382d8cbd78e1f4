// What becomes of letters as the server sends it (desirepath-emails/1), and how it is drawn. Pure.

import type { Estimate } from "../lived/measured";
import { letterWords as said } from "../words/letters";

export type Channel = "email" | "in_app";

/** Numbers that are 0 are left out. */
export interface LetterDay {
  readonly on: string;
  readonly sent?: number;
  readonly young?: number;
  readonly opened?: number;
  readonly clicked?: number;
  readonly seen?: number;
}

export interface LetterRow {
  readonly key: string;
  readonly channel: Channel;
  readonly playbook: string | null;
  readonly move: string | null;
  readonly version: number | null;
  readonly template: string | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly estimates: Readonly<Record<string, Estimate>>;
  readonly days: readonly LetterDay[];
  readonly versions: readonly LetterRow[];
}

export interface LetterMeasure {
  readonly id: string;
  readonly name: string;
  readonly channel: Channel;
  readonly question: string;
  readonly formula: string;
}

export type Verdict = "differs" | "perhaps" | "not sure" | "not known";

export interface Compared {
  readonly here: { readonly key: string; readonly sent: number; readonly young: number };
  readonly there: { readonly key: string; readonly sent: number; readonly young: number };
  readonly since: string | null;
  readonly until: string | null;
  readonly cautions: readonly string[];
  readonly says: string;
  readonly differences: readonly {
    readonly measure: string;
    readonly name: string;
    readonly here: Estimate;
    readonly there: Estimate;
    readonly difference: Estimate | null;
    readonly verdict: Verdict;
    readonly more_each: number | null;
    readonly says: string;
  }[];
}

export interface Letters {
  readonly as_of: string;
  readonly within_days: number;
  readonly measures: readonly LetterMeasure[];
  readonly rows: readonly LetterRow[];
  readonly notes: readonly string[];
  readonly compared: Compared | null;
}

/** What people call a letter: its playbook's name and its move, or its template. */
export function nameOf(row: LetterRow, names: ReadonlyMap<string, string>): string {
  if (row.playbook !== null) {
    const version = row.version === null ? "" : `, ${said.version(row.version)}`;
    const move = row.move ?? "";
    const head = names.get(headKey(row.playbook, move)) ?? move.replaceAll("-", " ");
    return `${names.get(row.playbook) ?? row.playbook}: ${head}${version}`;
  }
  return row.template ?? said.others;
}

/** Under which name the first line of a move stands beside the names of playbooks. */
export function headKey(playbook: string, move: string): string {
  return `${playbook}/${move}`;
}

/** What to take home of two side by side, each by its name. */
export function sayTaken(found: Compared, here: string): string {
  const sure = found.differences.filter((one) => one.verdict === "differs");
  return sure.length === 0 ? found.says : sure.map((one) => sayOf(one.says, here)).join(" ");
}

/** What is said of the first of two, of the one of this name. */
export function sayOf(says: string, here: string): string {
  return says.replace(/^The first is/, `“${here}” is`);
}

/** The row of a key, versions too. */
export function rowOf(rows: readonly LetterRow[], key: string): LetterRow | undefined {
  return rows.flatMap((row) => [row, ...row.versions]).find((row) => row.key === key);
}

/** The measures of a channel of which anything is known of any row. */
export function knownOf(found: Letters, channel: Channel): readonly LetterMeasure[] {
  const rows = found.rows.filter((row) => row.channel === channel);
  return found.measures.filter(
    (one) => one.channel === channel && rows.some((row) => row.estimates[one.id]?.value != null),
  );
}

export interface Bucket {
  readonly since: string;
  readonly until: string;
  readonly sent: number;
  readonly came: number;
  readonly young: number;
}

const DAY = 86_400_000;

/** The days of rows added up, as at most `most` stretches of equal length; days on which nothing was sent are there. */
export function bucketsOf(
  rows: readonly LetterRow[],
  what: "opened" | "clicked" | "seen",
  most = 60,
): readonly Bucket[] {
  const days = rows.flatMap((row) => row.days);
  if (days.length === 0) return [];
  const times = days.map((day) => Date.parse(day.on));
  const first = Math.min(...times);
  const last = Math.max(...times);
  const length = (last - first) / DAY + 1;
  const step = Math.ceil(length / most);
  const found = Array.from({ length: Math.ceil(length / step) }, (_, i) => ({
    since: isoOf(first + i * step * DAY),
    until: isoOf(Math.min(first + ((i + 1) * step - 1) * DAY, last)),
    sent: 0,
    came: 0,
    young: 0,
  }));
  days.forEach((day, i) => {
    const one = found[Math.floor(((times[i] ?? first) - first) / DAY / step)];
    if (one === undefined) return;
    one.sent += day.sent ?? 0;
    one.came += day[what] ?? 0;
    one.young += day.young ?? 0;
  });
  return found;
}

/** How many days a bar stands for: the last may have fewer. */
export function daysOf(bucket: Bucket): number {
  return Math.round((Date.parse(bucket.until) - Date.parse(bucket.since)) / DAY) + 1;
}

function isoOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** Two keys at most: a third takes the place of the first that was ticked. */
export function ticked(picked: readonly string[], key: string): readonly string[] {
  return picked.includes(key) ? picked.filter((one) => one !== key) : [...picked, key].slice(-2);
}
