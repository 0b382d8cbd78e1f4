// Ranks: short texts that order siblings, with always room for one more in between. The rules, and why, are
// told in src/desirepath/model/ranks.py; tests/vectors/ranks.json holds both to them.

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";
const WIDTH = 4;
const MIDDLE = "i000";
const LOWEST_WHOLE = "0001";
const RANK = /^[0-9a-z]{4}([0-9a-z]*[1-9a-z])?$/;

export class NoRank extends Error {}

export function isRank(text: string): boolean {
  return RANK.test(text);
}

/** A rank after `before` and before `after`; null stands for the open end. Throws NoRank where none fits. */
export function rankBetween(before: string | null, after: string | null): string {
  for (const rank of [before, after]) {
    if (rank !== null && !isRank(rank)) throw new NoRank(`not a rank: ${rank}`);
  }
  if (before === null && after === null) return MIDDLE;
  if (before === null && after !== null && after.slice(0, WIDTH) > LOWEST_WHOLE) {
    return plus(after.slice(0, WIDTH), -1);
  }
  const low = before ?? "0".repeat(WIDTH);
  const whole = low.slice(0, WIDTH);
  const fraction = low.slice(WIDTH);
  if (after === null) {
    return whole === "z".repeat(WIDTH) ? whole + halfWay(fraction, null) : plus(whole, 1);
  }
  if (low >= after) throw new NoRank(`no rank fits between ${before ?? "nothing"} and ${after}`);
  if (after.slice(0, WIDTH) === whole) return whole + halfWay(fraction, after.slice(WIDTH));
  const nextWhole = plus(whole, 1);
  return nextWhole < after ? nextWhole : whole + halfWay(fraction, null);
}

function plus(whole: string, step: number): string {
  return (parseInt(whole, 36) + step).toString(36).padStart(WIDTH, "0");
}

/** The shortest fraction between two; `low` may be empty (zero), `high` null (one). */
function halfWay(low: string, high: string | null): string {
  if (high !== null) {
    let shared = 0;
    while (shared < high.length && (low[shared] ?? "0") === high[shared]) shared += 1;
    if (shared > 0) return high.slice(0, shared) + halfWay(low.slice(shared), high.slice(shared));
  }
  const first = low === "" ? 0 : DIGITS.indexOf(low.charAt(0));
  const limit = high === null ? DIGITS.length : DIGITS.indexOf(high.charAt(0));
  if (limit - first > 1) return DIGITS.charAt(Math.floor((first + limit) / 2));
  if (high !== null && high.length > 1) return high.charAt(0);
  return DIGITS.charAt(first) + halfWay(low.slice(1), null);
}
