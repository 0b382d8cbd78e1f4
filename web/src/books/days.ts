// Days away: people say whole days, the server keeps instants, up to before the last one.

import { sayDay } from "../words/figures";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The first instant of a day such as `2026-01-31`, where the browser is. */
export function beginOf(day: string): string {
  return local(day, 0).toISOString();
}

/** The first instant after a day. */
export function endOf(day: string): string {
  return local(day, 1).toISOString();
}

/** The last day that is wholly or partly before an instant, in words. */
export function lastDay(until: string): string {
  return sayDay(new Date(new Date(until).getTime() - 1));
}

/** The day of an instant, in words. */
export function firstDay(since: string): string {
  return sayDay(new Date(since));
}

/** A day as fields for dates have it, so many days from an instant. */
export function dayFrom(now: Date, days: number): string {
  const at = new Date(now.getTime() + days * DAY_MS);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

function local(day: string, more: number): Date {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(year ?? 0, (month ?? 1) - 1, (date ?? 1) + more);
}
