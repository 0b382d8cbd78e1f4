// Numbers, money, days and times as every page writes them: one shape for each purpose, the same as in the reports of
// the command line. The words are English, so are these, whatever a computer's own settings say. A house test refuses
// any other way.

const ENGLISH = "en";

// ---- numbers

const numbers = new Map<number, Intl.NumberFormat>();

/** A number with its thousands apart, and at most so many decimals. */
export function sayNumber(value: number, most = 2): string {
  let format = numbers.get(most);
  if (!format) {
    format = new Intl.NumberFormat(ENGLISH, { maximumFractionDigits: most });
    numbers.set(most, format);
  }
  return format.format(value);
}

/** How many: 1,234. */
export function sayCount(n: number): string {
  return sayNumber(n, 3);
}

/** How many of what: 1 account, 1,234 accounts. */
export function countOf(n: number, one: string, many = `${one}s`): string {
  return `${sayCount(n)} ${n === 1 ? one : many}`;
}

/** A share (0 to 1) as whole per cents; never 0 % or 100 % of what is not nothing or all. */
export function sayShare(share: number): string {
  if (share > 0 && share < 0.005) return "<1 %";
  if (share > 0.995 && share < 1) return ">99 %";
  return `${sayNumber(share * 100, 0)} %`;
}

// ---- money

const monies = new Map<string, Intl.NumberFormat>();

/** Money, of whole cents: €6,120; below a hundred with its cents, where it has any. */
export function sayMoney(cents: number, currency: string): string {
  return inMoney(cents, currency, Math.abs(cents) < 10_000 && cents % 100 !== 0 ? 2 : 0);
}

/** Money to the cent: €6,120.00. */
export function sayCents(cents: number, currency: string): string {
  return inMoney(cents, currency, 2);
}

function inMoney(cents: number, currency: string, digits: 0 | 2): string {
  const key = `${currency}${digits}`;
  let format = monies.get(key);
  if (!format) {
    const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    format = new Intl.NumberFormat(ENGLISH, { style: "currency", currency, ...fraction });
    monies.set(key, format);
  }
  return format.format(cents / 100);
}

// ---- days and times: a text such as 2026-09-29 is a day of the calendar, in no zone; all else are instants, told in
// the zone that is named, else in the workspace's, wherever this computer stands

export type When = string | number | Date;

let workspaceZone: string | undefined;

/** From now on instants are told in this zone, the workspace's. A browser that does not know it, or that nobody told,
 *  tells them as its computer does. */
export function tellIn(zone: string | undefined): void {
  workspaceZone = zone !== undefined && isZone(zone) ? zone : undefined;
}

/** The zone in which instants are told. */
export function zoneTold(): string {
  return workspaceZone ?? zoneHere();
}

/** Whether this browser knows a time zone of that name. */
export function isZone(name: string): boolean {
  try {
    clockOf(name);
    return true;
  } catch {
    return false;
  }
}

/** A day: 29 September 2026. */
export function sayDay(when: When, zone?: string): string {
  const { date, month, year } = partsOf(when, zone);
  return `${date} ${month} ${year}`;
}

/** A day of a year that everybody has in mind: 29 September. */
export function sayDayOfYear(when: When, zone?: string): string {
  const { date, month } = partsOf(when, zone);
  return `${date} ${month}`;
}

/** The same with its weekday: Tuesday 29 September. */
export function sayWeekday(when: When, zone?: string): string {
  return `${partsOf(when, zone).weekday} ${sayDayOfYear(when, zone)}`;
}

/** A day at the edge of a picture, where there is no room: 29 Sep. */
export function sayShortDay(when: When, zone?: string): string {
  const { date, month } = partsOf(when, zone);
  return `${date} ${month.slice(0, 3)}`;
}

/** The month of a day or of an instant, or a month such as 2026-09: September 2026. */
export function sayMonth(when: When, zone?: string): string {
  const { month, year } = partsOf(typeof when === "string" && when.length === 7 ? `${when}-01` : when, zone);
  return `${month} ${year}`;
}

/** A time of the day: 14:34. */
export function sayClock(when: When, zone?: string): string {
  const { hour, minute } = partsOf(when, zone);
  return `${hour}:${minute}`;
}

/** A time of the day to the second: 14:34:05. */
export function saySecond(when: When, zone?: string): string {
  return `${sayClock(when, zone)}:${partsOf(when, zone).second}`;
}

/** A day and a time: 29 September 2026, 14:34. */
export function sayMoment(when: When, zone?: string): string {
  return `${sayDay(when, zone)}, ${sayClock(when, zone)}`;
}

/** An instant, as people say when: today's by the clock, others by the day. */
export function sayWhen(when: When, now: When = Date.now()): string {
  return isoDay(when) === isoDay(now) ? sayClock(when) : sayDay(when);
}

/** A day as fields and addresses have it: 2026-09-29. */
export function isoDay(when: When, zone?: string): string {
  const { date, month, year } = partsOf(when, zone);
  const two = (text: string) => text.padStart(2, "0");
  return `${year.padStart(4, "0")}-${two(String(MONTHS.indexOf(month) + 1))}-${two(date)}`;
}

/** A day (2026-01-31) so many days later, by the calendar: no clock, no zone. */
export function daysAfter(day: string, days: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10);
}

/** The instant at which a day (2026-01-31) begins, in milliseconds since 1970: midnight, or where clocks leave midnight
 *  out the first moment after it. */
export function beginOfDay(day: string, zone?: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const shown = (at: number) => Date.parse(`${isoDay(at, zone)}T${saySecond(at, zone)}Z`);
  const ahead = (at: number) => shown(at) - at;
  const near = midnight - ahead(midnight);
  // By how far clocks are ahead before it, and after it, where they are changed about then.
  const [before, after] = [midnight - ahead(near - THREE_HOURS), midnight - ahead(near + THREE_HOURS)];
  return shown(before) !== midnight && shown(after) === midnight ? after : before;
}

const THREE_HOURS = 3 * 60 * 60 * 1000;

/** By how many minutes the clocks of a zone are ahead of those of another, at an instant. */
export function minutesAhead(zone: string, than: string, at: number): number {
  const shown = (where: string) => Date.parse(`${isoDay(at, where)}T${sayClock(at, where)}Z`);
  return (shown(zone) - shown(than)) / 60_000;
}

/** The city that a zone is named after, as people say it: New York of America/New_York. */
export function cityOf(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

/** The zone of this computer. */
export function zoneHere(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

type Part = "weekday" | "date" | "month" | "year" | "hour" | "minute" | "second";

const CALENDAR_DAY = /^\d{4}-\d{2}-\d{2}$/;
const clocks = new Map<string, Intl.DateTimeFormat>();

function partsOf(when: When, zone: string | undefined): Readonly<Record<Part, string>> {
  const isDay = typeof when === "string" && CALENDAR_DAY.test(when);
  const at = isDay ? new Date(`${when}T00:00:00Z`) : new Date(when);
  const found = new Map<Intl.DateTimeFormatPartTypes, string>();
  if (!Number.isNaN(at.getTime()))
    for (const one of clockOf(isDay ? "UTC" : (zone ?? workspaceZone)).formatToParts(at))
      found.set(one.type, one.value);
  const part = (type: Intl.DateTimeFormatPartTypes) => found.get(type) ?? "?";
  return {
    weekday: part("weekday"),
    date: part("day"),
    month: part("month"),
    year: part("year"),
    hour: part("hour"),
    minute: part("minute"),
    second: part("second"),
  };
}

function clockOf(zone: string | undefined): Intl.DateTimeFormat {
  const known = clocks.get(zone ?? "");
  if (known) return known;
  const clock = new Intl.DateTimeFormat(ENGLISH, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  clocks.set(zone ?? "", clock);
  return clock;
}

const MONTHS: readonly string[] = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
