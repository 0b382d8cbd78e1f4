// Days away: people say whole days, the server keeps instants, up to before the last one.

import { beginOfDay, daysAfter, sayDay } from "../words/figures";

/** The first instant of a day such as `2026-01-31`, where the workspace is. */
export function beginOf(day: string): string {
  return new Date(beginOfDay(day)).toISOString();
}

/** The first instant after a day. */
export function endOf(day: string): string {
  return beginOf(daysAfter(day, 1));
}

/** The last day that is wholly or partly before an instant, in words. */
export function lastDay(until: string): string {
  return sayDay(Date.parse(until) - 1);
}
