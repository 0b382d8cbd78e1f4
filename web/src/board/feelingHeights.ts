// Where on the lane's height a feeling stands, and which feeling a height is: +2 at the top, -2 at the bottom.

export const FEELING_HEIGHT = 132;
const PADDING = 20;

export function yOf(feeling: number): number {
  return PADDING + ((2 - feeling) / 4) * (FEELING_HEIGHT - 2 * PADDING);
}

/** The feeling at a height, in tenths. */
export function feelingAt(y: number): number {
  const feeling = 2 - ((y - PADDING) / (FEELING_HEIGHT - 2 * PADDING)) * 4;
  return Math.round(Math.max(-2, Math.min(2, feeling)) * 10) / 10;
}
