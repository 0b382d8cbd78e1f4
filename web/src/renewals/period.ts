// Of which months revenue is told: two months of the calendar, both included, as the address keeps them.

export interface Months {
  /** A month such as 2026-01. */
  readonly from: string;
  readonly to: string;
}

export interface PeriodChoice extends Months {
  readonly says: string;
}

const QUARTERS = 8;
const YEARS = 3;

/** The months that an address asks for; null: none, or none that can be read, and it is the year up to the end of
 *  the data. One that is missing is the other; the wrong way round they are turned. */
export function monthsOf(from: string | undefined, to: string | undefined): Months | null {
  const known = [from, to]
    .filter((one) => one !== undefined && isMonth(one))
    .map(String)
    .sort();
  const [first, last = first] = known;
  return first === undefined || last === undefined ? null : { from: first, to: last };
}

export function isMonth(text: string): boolean {
  return /^(19|20)\d\d-(0[1-9]|1[0-2])$/.test(text);
}

/** What the server is asked: from the first day of the first month to before the day after the last. */
export function daysOf(months: Months | null): { readonly since?: string; readonly until?: string } {
  return months === null ? {} : { since: `${months.from}-01`, until: `${after(months.to, 1)}-01` };
}

/** The quarters and years one mostly asks for, the latest first, seen from a day. */
export function choicesOf(day: string): {
  readonly quarters: readonly PeriodChoice[];
  readonly years: readonly PeriodChoice[];
} {
  const year = Number(day.slice(0, 4));
  const quarter = Math.floor((Number(day.slice(5, 7)) - 1) / 3);
  const begins = `${day.slice(0, 4)}-${two(quarter * 3 + 1)}`;
  const quarters = Array.from({ length: QUARTERS }, (_, back) => {
    const from = after(begins, -3 * back);
    const says = `${from.slice(0, 4)} Q${Math.ceil(Number(from.slice(5)) / 3)}`;
    return { from, to: after(from, 2), says };
  });
  const years = Array.from({ length: YEARS }, (_, back) => {
    const says = String(year - back);
    return { from: `${says}-01`, to: `${says}-12`, says };
  });
  return { quarters, years };
}

/** The month so many months later. */
export function after(month: string, months: number): string {
  const all = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months;
  return `${Math.floor(all / 12)}-${two((all % 12) + 1)}`;
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}
