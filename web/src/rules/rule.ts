// A step's rules as a person changes them, one clause after the other, and back as the map keeps them.
// What a rule may say is said in src/desirepath/model/rule.py.

import { isMapping, type Json, same, type Value } from "../map/valueMerge";

export type Scalar = string | number | boolean;

export const FORMS = [
  "is",
  "one_of",
  "is_not",
  "at_least",
  "at_most",
  "more_than",
  "less_than",
  "contains",
  "exists",
] as const;
export type Form = (typeof FORMS)[number];

/** One comparison of a rule's `where`. Without values it is not finished. */
export interface Condition {
  readonly key: string;
  readonly name: string;
  readonly form: Form;
  readonly values: readonly Scalar[];
}

/** One rule: all it names must hold. */
export interface Clause {
  readonly key: string;
  readonly activity: string;
  readonly channel: string;
  readonly source: string;
  readonly conditions: readonly Condition[];
  /** What the map says beside, and keeps (its `x-` fields). */
  readonly rest: Readonly<Record<string, Json>>;
  /** What cannot be shown by clicking, as text; null where everything can. */
  readonly text: string | null;
  /** What the map says of it: written back as it was where nothing changed. */
  readonly was: Json | undefined;
}

export interface Wrong {
  readonly clause: string;
  readonly condition: string | null;
  readonly says: "nothing" | "no_name" | "no_value" | "twice" | "no_text" | "impossible";
}

/** The interaction's own fields, which `where` may name. */
export const OWN_FIELDS = ["score", "amount", "direction", "actor", "solicited"] as const;

export function emptyClause(): Clause {
  return {
    key: newKey(),
    activity: "",
    channel: "",
    source: "",
    conditions: [],
    rest: {},
    text: null,
    was: undefined,
  };
}

export function emptyCondition(): Condition {
  return { key: newKey(), name: "", form: "is", values: [] };
}

/** The clauses that a map's list of rules says. */
export function readClauses(rules: Value): readonly Clause[] {
  return Array.isArray(rules) ? (rules as readonly Json[]).map(readClause) : [];
}

/** The rules that the clauses say; what is not finished is left out, and what is text is what it says. */
export function writeRules(clauses: readonly Clause[]): Json[] {
  return clauses.map(writeRule);
}

export function readClause(rule: Json): Clause {
  const asText: Clause = { ...emptyClause(), text: JSON.stringify(rule), was: rule };
  if (!isMapping(rule)) return asText;
  const { activity = "", channel = "", source = "", where = {}, ...rest } = rule;
  if (typeof activity !== "string" || typeof channel !== "string" || typeof source !== "string")
    return asText;
  if (!isMapping(where) || Object.keys(rest).some((name) => !name.startsWith("x-"))) return asText;
  const conditions: Condition[] = [];
  for (const [name, wanted] of Object.entries(where)) {
    const read = readConditions(name, wanted);
    if (read === null) return asText;
    conditions.push(...read);
  }
  return { ...asText, text: null, activity, channel, source, conditions, rest };
}

function readConditions(name: string, wanted: Json): Condition[] | null {
  const one = (form: Form, values: readonly Scalar[]): Condition => ({ key: newKey(), name, form, values });
  if (isScalar(wanted)) return [one("is", [wanted])];
  if (Array.isArray(wanted)) {
    const items = wanted as readonly Json[];
    return items.every(isScalar) ? [one("one_of", items)] : null;
  }
  if (!isMapping(wanted)) return null;
  const found: Condition[] = [];
  for (const [form, value] of Object.entries(wanted)) {
    if (form === "is" || !isForm(form)) return null;
    const values: readonly Json[] = Array.isArray(value) && form === "one_of" ? value : [value];
    if (!values.every(isScalar)) return null;
    found.push(one(form, values));
  }
  return found.length > 0 ? found : null;
}

function writeRule(clause: Clause): Json {
  if (clause.text !== null) return readText(clause.text) ?? clause.was ?? {};
  const where: Record<string, Json> = {};
  const byName = new Map<string, Condition[]>();
  for (const condition of clause.conditions) {
    if (condition.name.trim() === "" || condition.values.length === 0) continue;
    byName.set(condition.name, [...(byName.get(condition.name) ?? []), condition]);
  }
  for (const [name, conditions] of byName) where[name] = writeConditions(conditions);
  const rule: Json = {
    ...(clause.activity === "" ? {} : { activity: clause.activity }),
    ...(clause.channel === "" ? {} : { channel: clause.channel }),
    ...(clause.source === "" ? {} : { source: clause.source }),
    ...(byName.size === 0 ? {} : { where }),
    ...clause.rest,
  };
  return clause.was !== undefined && same(writeRuleOf(clause.was), rule) ? clause.was : rule;
}

/** What the map's own words would be written as now, to see whether anything changed. */
function writeRuleOf(was: Json): Json {
  const read = readClause(was);
  return read.text === null ? writeRule({ ...read, was: undefined }) : was;
}

function writeConditions(conditions: readonly Condition[]): Json {
  const [first] = conditions;
  if (first && conditions.length === 1) {
    if (first.form === "is") return first.values[0] ?? "";
    if (first.form === "one_of") return [...first.values];
  }
  const mapping: Record<string, Json> = {};
  for (const { form, values } of conditions) {
    if (form === "is") mapping.one_of = [...values];
    else mapping[form] = form === "one_of" ? [...values] : (values[0] ?? "");
  }
  return mapping;
}

/** What is not finished, or cannot be. Everything else the server judges. */
export function wrongIn(clauses: readonly Clause[]): readonly Wrong[] {
  return clauses.flatMap((clause): Wrong[] => {
    const at = (says: Wrong["says"], condition: string | null = null): Wrong => ({
      clause: clause.key,
      condition,
      says,
    });
    if (clause.text !== null) return readText(clause.text) === null ? [at("no_text")] : [];
    const { activity, channel, source, conditions } = clause;
    if (activity === "" && channel === "" && source === "" && conditions.length === 0) return [at("nothing")];
    const seen = new Set<string>();
    return conditions.flatMap((condition): Wrong[] => {
      if (condition.name.trim() === "") return [at("no_name", condition.key)];
      if (condition.values.length === 0) return [at("no_value", condition.key)];
      const form = condition.form === "is" ? "one_of" : condition.form;
      const isTwice = seen.has(`${condition.name}\n${form}`);
      seen.add(`${condition.name}\n${form}`);
      if (isTwice) return [at("twice", condition.key)];
      return isImpossible(condition, conditions) ? [at("impossible", condition.key)] : [];
    });
  });
}

/** Whether a lower bound lies above an upper bound of the same name. */
function isImpossible(condition: Condition, all: readonly Condition[]): boolean {
  const low = condition.values[0];
  if (condition.form !== "at_least" && condition.form !== "more_than") return false;
  return all.some((other) => {
    const high = other.values[0];
    if (other.name !== condition.name || typeof low !== "number" || typeof high !== "number") return false;
    if (other.form === "less_than") return low >= high;
    return other.form === "at_most" && (condition.form === "more_than" ? low >= high : low > high);
  });
}

/** The rule that a text says, as JSON; null where it says none. */
export function readText(text: string): Json | null {
  try {
    const read = JSON.parse(text) as Json;
    return isMapping(read) ? read : null;
  } catch {
    return null;
  }
}

/** All rules as text, a line each: for what is quicker to type than to click. */
export function writeText(clauses: readonly Clause[]): string {
  return writeRules(clauses)
    .map((rule) => JSON.stringify(rule))
    .join("\n");
}

/** The clauses that a text says, a rule a line (empty lines aside); or the number of the line that says none. */
export function readLines(text: string): readonly Clause[] | number {
  const clauses: Clause[] = [];
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const rule = readText(line);
    if (rule === null) return i + 1;
    clauses.push(readClause(rule));
  }
  return clauses;
}

/** What somebody typed, as the sort of value that the log has there: the number 5 is not the text "5". */
export function readScalar(typed: string, sort: string, form: Form): Scalar {
  const isBound = form === "at_least" || form === "at_most" || form === "more_than" || form === "less_than";
  const asNumber = Number(typed.replace(",", "."));
  const looksLikeNumber = typed.trim() !== "" && Number.isFinite(asNumber) && !/^0\d/.test(typed.trim());
  if (looksLikeNumber && (sort === "number" || (sort !== "text" && form !== "contains") || isBound)) {
    return isBound && sort === "text" ? typed : asNumber;
  }
  if (sort === "yes_no" && (typed === "true" || typed === "false")) return typed === "true";
  return typed.trim();
}

export function isForm(text: string): text is Form {
  return (FORMS as readonly string[]).includes(text);
}

function isScalar(value: Json | undefined): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function newKey(): string {
  return crypto.randomUUID();
}
