// Two sides of a step, and what a step's share is a share of.

import type { StepColumn } from "../map/board";
import { ownId } from "../map/nodes";
import { livedWords as words } from "../words/lived";
import { type Apart, type Estimate, type MeasuredMap, say, sayTime } from "./measured";
import type { Names } from "./sayView";

const SURE = 0.05;

/** The step that a conversion is a share of: the nearest earlier one with a rule that is not optional. Null: the
 * start of the journey. */
export function stepBefore(steps: readonly StepColumn[], column: StepColumn): StepColumn | null {
  const index = steps.indexOf(column);
  return (
    steps
      .slice(0, Math.max(0, index))
      .reverse()
      .find(({ node }) => {
        const rules = node.properties.when;
        return Array.isArray(rules) && rules.length > 0 && node.properties.optional !== true;
      }) ?? null
  );
}

/** The difference of one number at a step between the two sides; null where nothing is compared. */
export function apartAt(measured: MeasuredMap, node: string, measure: string): Apart | null {
  const step = ownId(node);
  return measured.differences.find((one) => one.step === step && one.measure === measure) ?? null;
}

export function isSure(apart: Apart): boolean {
  return apart.adjusted_p !== null && apart.adjusted_p < SURE;
}

/** By how much the first side is more or less than the second: 15 points more, 2 days less; with a question mark
 * where chance alone can make it. */
export function sayApart(apart: Apart): string {
  const { value, unit } = apart.difference;
  if (value === null) return "";
  return `${howFar(value, unit)}${value === 0 || isSure(apart) ? "" : " ?"}`;
}

/** The same with both names, its interval and how sure it is, for the tip. */
export function tipOfApart(apart: Apart, { here, there }: Names): string {
  const { value, low, high, unit } = apart.difference;
  if (value === null) return "";
  const bounds = low === null || high === null ? "" : words.interval(howFar(low, unit), howFar(high, unit));
  const sure = isSure(apart) ? words.surely : words.perhaps;
  return [words.apart(here, howFar(value, unit), there, value === 0), sure, bounds]
    .filter(Boolean)
    .join("\n");
}

function howFar(value: number, unit: string): string {
  const size = sizeOf(Math.abs(value), unit);
  if (value === 0 || /^0\b(?!\.)/.test(size)) return value === 0 ? words.same : words.nearlySame;
  return value < 0 ? words.less(size) : words.moreBy(size);
}

/** Points with a decimal where they are few: 58 % and 63 % may be 4.2 points apart. */
function sizeOf(size: number, unit: Estimate["unit"]): string {
  if (unit === "share") {
    const points = size * 100;
    return words.points(points < 9.95 ? Math.round(points * 10) / 10 : Math.round(points));
  }
  if (unit === "seconds") return sayTime(size);
  return say(size, unit).replace(/^\+/, "");
}
