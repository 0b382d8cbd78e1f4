// A segment and a period in plain words.

import type { Condition, Scalar } from "../rules/rule";
import { segmentWords as words } from "../words/segments";
import { readSegment } from "./expression";
import { lastDayOf, type Period, sayDay } from "./periods";
import { sayCount } from "../words/figures";

/** plan is team and seats at least 5; the expression itself where it says more than can be clicked. */
export function saySegment(expression: string): string {
  if (expression === "") return words.none;
  const segment = readSegment(expression);
  if (!segment) return expression;
  return segment.conditions.map(sayCondition).join(` ${words[segment.join]} `);
}

/** From when to when; of no bounds: the empty text. */
export function sayPeriod(period: Period): string {
  const first = period.since === "" ? "" : sayDay(period.since);
  const last = period.until === "" ? "" : sayDay(lastDayOf(period));
  if (first !== "" && last !== "") return words.between(first, last);
  if (first !== "") return words.since(first);
  return last === "" ? "" : words.before(last);
}

function sayCondition({ name, form, values }: Condition): string {
  const trait = name.slice("traits.".length).replaceAll("_", " ");
  if (form === "exists") return `${trait} ${values[0] === false ? words.isNotKnown : words.isKnown}`;
  return `${trait} ${words.said[form] ?? form} ${values.map(sayValue).join(` ${words.or} `)}`;
}

function sayValue(value: Scalar): string {
  if (typeof value === "boolean") return value ? words.yes : words.no;
  return typeof value === "number" ? sayCount(value) : value;
}
