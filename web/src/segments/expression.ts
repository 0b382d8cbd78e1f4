// A segment as a person clicks it together, and as the expression that the house reads
// (src/desirepath/model/expression.py). What cannot be clicked stays an expression.

import type { Condition, Form, Scalar } from "../rules/rule";

export type Join = "and" | "or";

export interface Segment {
  readonly join: Join;
  readonly conditions: readonly Condition[];
}

const PLAIN_KEY = /^[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_][\p{L}\p{N}_-]*)*$/u;
const MARKS: readonly (readonly [Form, string])[] = [
  ["is", "=="],
  ["is_not", "!="],
  ["at_least", ">="],
  ["at_most", "<="],
  ["more_than", ">"],
  ["less_than", "<"],
];
const TOKEN =
  /\s+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_.])|[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_][\p{L}\p{N}_-]*)*|[=!<>]=|[<>[\],]/uy;

/** Whether a condition says enough to be asked. */
export function isComplete(condition: Condition): boolean {
  return condition.name.startsWith("traits.") && condition.name.length > 7 && condition.values.length > 0;
}

/** The expression; of nothing that is complete: the empty text, which is everybody. */
export function writeSegment(segment: Segment): string {
  return segment.conditions.filter(isComplete).map(writeCondition).join(` ${segment.join} `);
}

/** The segment that an expression says; null where it says more than can be clicked together. */
export function readSegment(text: string): Segment | null {
  if (text.trim() === "") return { join: "and", conditions: [] };
  const tokens = readTokens(text);
  if (!tokens) return null;
  const conditions: Condition[] = [];
  const joins = new Set<Join>();
  let at = 0;
  for (;;) {
    const read = readCondition(tokens, at);
    if (!read) return null;
    conditions.push(read.condition);
    at = read.next;
    const join = tokens[at];
    if (join === undefined) break;
    if (join !== "and" && join !== "or") return null;
    joins.add(join);
    at += 1;
  }
  // "a and b or c" groups: more than a flat list says.
  if (joins.size > 1) return null;
  return { join: joins.has("or") ? "or" : "and", conditions };
}

function writeCondition({ name, form, values }: Condition): string {
  const key = name.slice("traits.".length);
  const written = PLAIN_KEY.test(key) ? `traits.${key}` : `traits[${JSON.stringify(key)}]`;
  const value = JSON.stringify(values[0]);
  if (form === "one_of") return `${written} in [${values.map((one) => JSON.stringify(one)).join(", ")}]`;
  if (form === "contains") return `${written} contains ${JSON.stringify(String(values[0]))}`;
  if (form === "exists") return `${written} ${values[0] === false ? "==" : "!="} null`;
  return `${written} ${MARKS.find(([one]) => one === form)?.[1] ?? "=="} ${value}`;
}

function readTokens(text: string): readonly string[] | null {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (!found) return null;
    if (found[0].trim() !== "") tokens.push(found[0]);
  }
  return tokens;
}

function readCondition(
  tokens: readonly string[],
  start: number,
): { readonly condition: Condition; readonly next: number } | null {
  let at = start;
  let name = tokens[at] ?? "";
  if (name === "traits" && tokens[at + 1] === "[" && tokens[at + 3] === "]") {
    const key = readLiteral(tokens[at + 2]);
    if (typeof key !== "string") return null;
    name = `traits.${key}`;
    at += 3;
  } else if (!name.startsWith("traits.")) return null;
  const mark = tokens[at + 1];
  at += 2;
  const done = (form: Form, values: readonly Scalar[]) => ({
    condition: { key: crypto.randomUUID(), name, form, values },
    next: at,
  });
  if (mark === "in") {
    if (tokens[at] !== "[") return null;
    const values: Scalar[] = [];
    for (at += 1; tokens[at] !== "]"; at += 1) {
      const value = readLiteral(tokens[at]);
      if (value === undefined || value === null) return null;
      values.push(value);
      if (tokens[at + 1] === ",") at += 1;
      else if (tokens[at + 1] !== "]") return null;
    }
    at += 1;
    return values.length > 0 ? done("one_of", values) : null;
  }
  const value = readLiteral(tokens[at]);
  at += 1;
  if (value === undefined) return null;
  if (mark === "contains") return typeof value === "string" ? done("contains", [value]) : null;
  const form = MARKS.find(([, one]) => one === mark)?.[0];
  if (!form) return null;
  if (value === null) return form === "is" || form === "is_not" ? done("exists", [form === "is_not"]) : null;
  return done(form, [value]);
}

/** A literal's value, null for `null`; undefined where it is none. */
function readLiteral(token: string | undefined): Scalar | null | undefined {
  if (token === undefined) return undefined;
  if (token === "null") return null;
  if (token === "true" || token === "false") return token === "true";
  if (token.startsWith('"') || token.startsWith("'")) return unquote(token);
  return /^[+-.\d]/.test(token) ? Number(token) : undefined;
}

function unquote(token: string): string {
  return token.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, escape: string) => {
    if (escape.length === 5) return String.fromCharCode(parseInt(escape.slice(1), 16));
    return { n: "\n", t: "\t", r: "\r" }[escape] ?? escape;
  });
}
