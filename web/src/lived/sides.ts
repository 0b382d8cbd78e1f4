// Two sides of a step, and what a step's share is a share of.

import type { StepColumn } from "../map/board";
import { ownId } from "../map/nodes";
import { livedWords as words } from "../words/lived";
import { type Apart, type Estimate, type MeasuredMap, say, sayTime } from "./measured";

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

/** A difference with its sign: +15 points, −2 days; with a question mark where chance alone can make it, where there
 * is one. */
export function sayApart(apart: Apart): string {
  const { value, unit } = apart.difference;
  if (value === null) return "";
  if (value === 0) return words.same;
  return `${signed(value, unit)}${isSure(apart) ? "" : " ?"}`;
}

/** The same with its interval and how sure it is, for the tip. */
export function tipOfApart(apart: Apart): string {
  const { value, low, high, unit } = apart.difference;
  const bounds = low === null || high === null ? "" : ` (${signed(low, unit)} to ${signed(high, unit)})`;
  const says = value === null ? "" : value === 0 ? words.same : signed(value, unit);
  return `${says}${bounds}: ${isSure(apart) ? words.surely : words.perhaps}`;
}

function signed(value: number, unit: string): string {
  const size = sizeOf(Math.abs(value), unit);
  const sign = /^0\b(?!\.)/.test(size) ? "±" : value < 0 ? "−" : "+";
  return `${sign}${size}`;
}

function sizeOf(size: number, unit: Estimate["unit"]): string {
  if (unit === "share") return words.points(Math.round(size * 100));
  if (unit === "seconds") return sayTime(size);
  return say(size, unit).replace(/^\+/, "");
}
