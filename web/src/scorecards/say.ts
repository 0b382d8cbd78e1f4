// Numbers of health as people say them.

import { sayNumber } from "../words/figures";

export function sayScore(score: number): string {
  return sayNumber(Math.round(score * 10) / 10, Math.abs(score) < 10 ? 1 : 0);
}

export function sayValue(value: number): string {
  return sayNumber(value, Math.abs(value) < 10 ? 2 : 0);
}

export function sayShare(share: number): string {
  const percent = share * 100;
  return `${sayNumber(percent, percent > 0 && percent < 10 ? 1 : 0)} %`;
}

export function sayMoved(moved: number): string {
  const size = sayScore(Math.abs(moved));
  return size === "0" ? "0" : `${moved > 0 ? "+" : "−"}${size}`;
}

export { sayDay } from "../words/figures";

/** An area under the curve as pairs out of a hundred. */
export function hits(area: number): number {
  return Math.round(area * 100);
}
