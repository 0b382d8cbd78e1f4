// Three-way merge of one property's value; see src/desirepath/model/value_merge.py. A value that is not there
// is `undefined`.

import { mergeText } from "./textMerge";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Value = Json | undefined;

export interface MergedValue {
  readonly value: Value;
  readonly isClean: boolean;
}

/** Properties, and keys inside them, that people type sentences into. */
const PROSE: ReadonlySet<string> = new Set([
  "title",
  "description",
  "scenario",
  "name",
  "text",
  "goal",
  "success",
  "note",
]);
const LONGEST_TEXT = 10_000;

type Mapping = Readonly<Record<string, Json>>;

/** Merge two changes of the property `name`; where they clash, the value has mine and `isClean` is false. */
export function mergeValues(name: string, base: Value, mine: Value, theirs: Value): MergedValue {
  if (same(mine, theirs) || same(base, theirs)) return { value: mine, isClean: true };
  if (same(base, mine)) return { value: theirs, isClean: true };
  if (typeof base === "string" && typeof mine === "string" && typeof theirs === "string" && PROSE.has(name)) {
    const merged = mergeText(base, mine, theirs);
    if (merged.isClean && merged.text.trim() !== "" && Array.from(merged.text).length <= LONGEST_TEXT) {
      return { value: merged.text, isClean: true };
    }
  } else if (isMapping(base) && isMapping(mine) && isMapping(theirs)) {
    return mergeMappings(base, mine, theirs);
  } else if (isListOfTexts(base) && isListOfTexts(mine) && isListOfTexts(theirs)) {
    return mergeLists(base, mine, theirs);
  }
  return { value: mine, isClean: false };
}

/** Whether two values are the same; the order of keys does not matter. */
export function same(one: Value, other: Value): boolean {
  if (isMapping(one) && isMapping(other)) {
    const keys = Object.keys(one);
    return (
      keys.length === Object.keys(other).length &&
      keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]))
    );
  }
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((entry, i) => same(entry, other[i]));
  }
  return one === other;
}

function mergeMappings(base: Mapping, mine: Mapping, theirs: Mapping): MergedValue {
  const value: Record<string, Json> = {};
  let isClean = true;
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const merged = mergeValues(key, own(base, key), own(mine, key), own(theirs, key));
    isClean &&= merged.isClean;
    if (merged.value !== undefined) value[key] = merged.value;
  }
  return { value, isClean };
}

/** Everything both kept or either added; in the order of the side that put old entries into another order. */
function mergeLists(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): MergedValue {
  let frame = mine;
  let other = theirs;
  if (!same(kept(base, theirs), kept(theirs, base))) {
    if (!same(kept(base, mine), kept(mine, base))) return { value: mine, isClean: false };
    [frame, other] = [theirs, mine];
  }
  const value = frame.filter((entry) => other.includes(entry) || !base.includes(entry));
  const added = other.filter((entry) => !base.includes(entry) && !frame.includes(entry));
  return { value: [...value, ...added], isClean: true };
}

function kept(entries: readonly string[], among: readonly string[]): string[] {
  return entries.filter((entry) => among.includes(entry));
}

function own(mapping: Mapping, key: string): Value {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}

function isList(value: Value): value is readonly Json[] {
  return Array.isArray(value);
}

export function isMapping(value: Value): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isListOfTexts(value: Value): value is readonly string[] {
  return isList(value) && value.every((entry) => typeof entry === "string");
}
