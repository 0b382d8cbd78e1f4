// What the wizard decides: a plan for a table, the questions that are open in it, and what is sent of it.
// Data in, data out.

import type { ColumnOut, HowIn, LookOut, PlanIn, TimesOut } from "../api/generated/types.gen";

export interface Plan extends Required<
  Omit<PlanIn, "missing" | "lower" | "numbers" | "means" | "spellings">
> {
  readonly missing: string[];
  readonly lower: string[];
  readonly numbers: string[];
  readonly means: Readonly<Record<string, string>>;
  /** Of a column, the spellings of words that are kept as another one. */
  readonly spellings: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const ROLES = [
  "occurred_at",
  "clock",
  "customer",
  "account",
  "activity",
  "score",
  "text",
  "amount",
  "currency",
  "channel",
  "key",
  "name",
  "plan",
] as const;
/** Those of them that are known of somebody, and kept under a word that lists and boards read. */
export const KNOWN_AS = ["name", "plan"];
export const OBJECTS = [
  "ticket",
  "order",
  "conversation",
  "subscription",
  "session",
  "invoice",
  "contract",
  "product",
  "device",
].map((one) => `object:${one}`);
export const SCALES = ["0..10", "1..10", "1..7", "1..5", "5..1", "thumbs"];

/** How a file is read: by a mapping saved before, a tool's, as it is, or column by column. */
export type Way = "saved" | "ready" | "plain" | "plan";

export interface Decided {
  readonly way: Way;
  readonly ready: string;
  readonly plan: Plan | null;
  /** The zone of times that name none, where no plan says it. */
  readonly zone: string;
  /** What somebody has answered, so that it stays visible. */
  readonly answered: readonly string[];
}

export type About = "time" | "order" | "zone" | "whose" | "activity" | "scale" | "currency" | "decimal";

export interface Question {
  readonly about: About;
  readonly column: string;
  readonly example: string;
  readonly isOpen: boolean;
}

/** Where the wizard begins: with what was decided before, with a tool's own mapping, or with the proposal. */
export function begin(look: LookOut): Decided {
  const plan = look.plan ? ({ ...look.plan } as Plan) : null;
  const way: Way = look.saved
    ? "saved"
    : look.ready.length > 0
      ? "ready"
      : look.has_own_names || !plan
        ? "plain"
        : "plan";
  return { way, ready: look.ready[0]?.name ?? "", plan, zone: "", answered: [] };
}

/** The same, with the workspace's zone for the times of a table that name none, until somebody says another. */
export function withUsualZone(decided: Decided, look: LookOut, usual: string): Decided {
  const { plan } = decided;
  if (usual === "" || !plan || plan.zone || !timesOf(look, columnOf(plan, "occurred_at"))?.without_zone)
    return decided;
  return { ...decided, plan: { ...plan, zone: usual } };
}

/** Whose the traits of a table are: the customer's, else the account's; and, where a customer has an account
 * beside, the column of where they belong. As the server decides it. */
export function whoseTraits(plan: Plan): { of: string; isAccount: boolean; belongsTo?: string } | null {
  const customer = columnOf(plan, "customer");
  const account = columnOf(plan, "account");
  if (customer !== undefined)
    return { of: customer, isAccount: false, ...(account === undefined ? {} : { belongsTo: account }) };
  return account === undefined ? null : { of: account, isAccount: true };
}

export function columnOf(plan: Plan, role: string): string | undefined {
  return Object.keys(plan.roles).find((name) => plan.roles[name] === role);
}

/** The plan in which a column has a role; of most roles there is one, and the column before becomes a detail. */
export function withRole(plan: Plan, column: string, role: string, columns: readonly ColumnOut[]): Plan {
  const isSingle = (ROLES as readonly string[]).includes(role) || role.startsWith("object:");
  const roles = Object.fromEntries(
    Object.entries(plan.roles).map(([name, own]) => [name, isSingle && own === role ? "property" : own]),
  );
  roles[column] = role;
  const found = columns.find((one) => one.name === column);
  let next: Plan = { ...plan, roles };
  if (role === "occurred_at") {
    const formats = found?.times?.formats ?? [];
    next = { ...next, time_format: formats.length === 1 ? (formats[0] ?? null) : null };
  }
  if (role === "clock") next = { ...next, clock_format: found?.clock || null };
  if (role === "score") next = { ...next, scale: null };
  if (role === "activity") next = { ...next, activity: null, means: found?.means ?? {} };
  if (role === "currency") next = { ...next, currency: null };
  if (role === "amount" && found) next = { ...next, currency: found.currency || null };
  if ((role === "customer" || role === "account") && found?.cells.some((cell) => cell.includes("@")))
    next = { ...next, lower: [...new Set([...next.lower, column])] };
  return next;
}

/** Whether a column says what is known of somebody, and not of what happened. */
export function isKnown(plan: Plan, column: string): boolean {
  const role = plan.roles[column] ?? "property";
  return role === "trait" || (plan.is_traits && role === "property");
}

/** Words of a column that are the same but for capitals, blanks, hyphens and doubled letters. */
export function spellings(column: ColumnOut): string[][] {
  const groups = new Map<string, string[]>();
  for (const word of column.words) {
    const letters = word.toLocaleLowerCase().replaceAll(/[\s_-]+/g, "");
    const plain = letters.replaceAll(/(\p{L})\1/gu, "$1");
    groups.set(plain, [...(groups.get(plain) ?? []), word]);
  }
  return [...groups.values()].filter((one) => one.length > 1);
}

/** Those of them that the plan counts as different things, and those that it keeps as their first. */
export function toldApart(plan: Plan, column: ColumnOut): { apart: string[][]; asOne: string[][] } {
  const means = plan.roles[column.name] === "activity" ? plan.means : {};
  const kept = plan.spellings[column.name] ?? {};
  const meant = (word: string) => {
    const one = kept[word] ?? word;
    return means[one] ?? one;
  };
  const groups = spellings(column);
  return {
    apart: groups.filter((some) => new Set(some.map(meant)).size > 1),
    asOne: groups.filter((some) => some.some((word) => kept[word] !== undefined)),
  };
}

/** The plan that keeps each of these words in its first spelling; and the one that keeps them as they are. */
export function asOneWord(plan: Plan, column: string, groups: readonly string[][]): Plan {
  const kept = Object.fromEntries(
    groups.flatMap(([first = "", ...others]) => others.map((word) => [word, first])),
  );
  return { ...plan, spellings: { ...plan.spellings, [column]: { ...plan.spellings[column], ...kept } } };
}

export function asSpelled(plan: Plan, column: string): Plan {
  const { [column]: _, ...rest } = plan.spellings;
  return { ...plan, spellings: rest };
}

/** The plan in which numbers have this decimal sign. The other sets thousands apart, unless a cell proves that
 * it does not: then what cannot be read is refused, and not read wrongly. */
export function withDecimal(plan: Plan, decimal: string, columns: readonly ColumnOut[]): Plan {
  const signed = columns.filter((one) => one.signs.length > 0);
  const counted = signed.filter(
    ({ name }) => isKnown(plan, name) || ["amount", "score"].includes(plan.roles[name] ?? ""),
  );
  const fits = counted.every((one) => one.signs.includes(decimal));
  return {
    ...plan,
    decimal,
    thousands: fits ? (decimal === "," ? "." : ",") : null,
    numbers: signed.filter((one) => one.signs.includes(decimal)).map((one) => one.name),
  };
}

/** Everything that the rows do not say, whether it is answered by now or not. */
export function questionsOf(look: LookOut, decided: Decided): Question[] {
  const { plan, answered } = decided;
  if (decided.way !== "plan" || !plan) return [];
  const found: Question[] = [];
  const ask = (about: About, isOpen: boolean, column = "", example = "") => {
    if (isOpen || answered.includes(about)) found.push({ about, column, example, isOpen });
  };
  const time = columnOf(plan, "occurred_at");
  ask("time", time === undefined);
  const times = timesOf(look, time);
  if (time !== undefined && times && times.formats.length > 1)
    found.push({ about: "order", column: time, example: times.example, isOpen: !plan.time_format });
  if (time !== undefined && times?.without_zone)
    found.push({ about: "zone", column: time, example: times.without_zone, isOpen: !plan.zone });
  const isSomebodys = Object.values(plan.roles).some(
    (role) => role === "customer" || role === "account" || role.startsWith("object:"),
  );
  ask("whose", !isSomebodys);
  if (!plan.is_traits) {
    const hasColumn = columnOf(plan, "activity") !== undefined;
    ask("activity", !hasColumn && !plan.activity);
    const score = columnOf(plan, "score");
    if (score !== undefined) found.push({ about: "scale", column: score, example: "", isOpen: !plan.scale });
    const amount = columnOf(plan, "amount");
    if (amount !== undefined && columnOf(plan, "currency") === undefined) {
      const sign = look.columns.find((one) => one.name === amount)?.currency ?? "";
      if (sign !== "") found.push({ about: "currency", column: amount, example: "", isOpen: !plan.currency });
      else ask("currency", !plan.currency, amount);
    }
  }
  const decimal = look.questions.find((one) => one.about === "decimal");
  if (decimal && Object.values(plan.roles).some((role) => role === "amount" || role === "score"))
    found.push({
      about: "decimal",
      column: decimal.column,
      example: cellWithSign(look, decimal.column) || decimal.example,
      isOpen: !plan.decimal,
    });
  return found;
}

export function timesOf(look: LookOut, column: string | undefined): TimesOut | null {
  return look.columns.find((one) => one.name === column)?.times ?? null;
}

/** Scales of a column: those first that all its numbers fit on (with an outlier, the right one may not be). */
export function scalesFor(column: ColumnOut | undefined): string[] {
  const fitting = SCALES.toSorted((a, b) => Number(fits(b, column)) - Number(fits(a, column)));
  if (!/ces|effort|aufwand/i.test(column?.name ?? "")) return fitting;
  const hard = fitting.filter((one) => one !== "thumbs" && one !== "5..1").map((one) => `${one} hard`);
  return [...hard, ...fitting];
}

/** What is sent; null while something is open. */
export function howOf(look: LookOut, decided: Decided): HowIn | null {
  const zone = decided.zone === "" ? {} : { zone: decided.zone };
  switch (decided.way) {
    case "saved":
      return look.saved ? { saved: look.saved.id, ...zone } : null;
    case "ready":
      return decided.ready === "" ? null : { ready: decided.ready, ...zone };
    case "plain":
      return zone;
    case "plan":
      if (!decided.plan || questionsOf(look, decided).some((one) => one.isOpen)) return null;
      return { plan: { ...decided.plan } };
  }
}

/** Whether all numbers of a column are on a scale. */
export function fits(scale: string, column: ColumnOut | undefined): boolean {
  const { low, high } = column ?? {};
  if (low === null || high === null || low === undefined || high === undefined) return true;
  if (scale === "thumbs") return low >= 0 && high <= 1;
  const ends = scale.replace(" hard", "").split("..").map(Number);
  return Math.min(...ends) <= low && high <= Math.max(...ends);
}

function cellWithSign(look: LookOut, column: string): string {
  return look.columns.find((one) => one.name === column)?.cells.find((cell) => /[.,]/.test(cell)) ?? "";
}
