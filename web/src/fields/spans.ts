// Lengths of time as the map writes them (7d, 12 months); see src/desirepath/base/spans.py.

export const UNITS = ["minutes", "hours", "days", "weeks", "months", "years"] as const;
export type Unit = (typeof UNITS)[number];

const SECONDS: Readonly<Record<Unit, number>> = {
  minutes: 60,
  hours: 3600,
  days: 86_400,
  weeks: 7 * 86_400,
  months: 30 * 86_400,
  years: 365 * 86_400,
};
const BY_WORD: Readonly<Record<string, Unit>> = {
  m: "minutes",
  min: "minutes",
  minute: "minutes",
  h: "hours",
  hour: "hours",
  d: "days",
  day: "days",
  w: "weeks",
  week: "weeks",
  month: "months",
  y: "years",
  year: "years",
};

export interface Span {
  readonly number: number;
  readonly unit: Unit;
}

/** A length of time in a unit one chooses from; null for anything else (nothing, or seconds). */
export function readSpan(text: string): Span | null {
  const found = /^(\d{1,6}(?:\.\d{1,6})?) *([a-z]+)$/.exec(text.trim());
  if (!found) return null;
  const [, number = "", word = ""] = found;
  const unit = BY_WORD[word] ?? BY_WORD[word.replace(/s$/, "")];
  return unit ? { number: Number(number), unit } : null;
}

/** As the map writes it: 1 day, 12 months. */
export function writeSpan({ number, unit }: Span): string {
  return `${String(number)} ${number === 1 ? unit.slice(0, -1) : unit}`;
}

export function daysOf({ number, unit }: Span): number {
  return (number * SECONDS[unit]) / 86_400;
}
