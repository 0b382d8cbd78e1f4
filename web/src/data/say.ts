// Numbers and instants in words.

import type { ConnectionOut } from "../api/generated/types.gen";
import { dataWords as words } from "../words/data";

export function percent(share: number): string {
  return `${String(Math.floor(100 * (Number.isFinite(share) ? share : 0)))} %`;
}

export function seconds(n: number): string {
  if (n < 0.95) return "under a second";
  return n < 90 ? `${String(Math.round(n))} s` : `${String(Math.round(n / 60))} min`;
}

export function bytes(n: number): string {
  if (n < 1000) return `${String(n)} bytes`;
  if (n < 1_000_000) return `${String(Math.round(n / 1000))} kB`;
  return n < 1e9 ? `${(n / 1e6).toFixed(1)} MB` : `${(n / 1e9).toFixed(1)} GB`;
}

const LETTERS: Record<string, string> = {
  "%d": "day",
  "%m": "month",
  "%Y": "year",
  "%y": "year",
  "%H": "hour",
  "%I": "hour",
  "%M": "minute",
  "%S": "second",
  "%p": "am/pm",
};

/** What the reader of files says, without the words that only a mapping file needs. */
export function plainly(message: string): string {
  return message
    .replace(/; declare format and zone of the column in the mapping/g, "")
    .replace(/; declare zone for its column/g, "")
    .replace(/; mend the cell or the mapping/g, "")
    .replace(/ with the decimal sign "[.,]"/g, "")
    .replace(/%[dmYyHIMSp]/g, (letters) => LETTERS[letters] ?? letters);
}

/** Whether the reason of a refused row is about this cell: it names its column, or quotes what stands in it. */
export function isNamed(why: string, column: string, cell: string): boolean {
  return why.includes(`"${column}"`) || (cell !== "" && why.includes(`"${cell}"`));
}

/** The fields of a fact, those of its properties and ids among them. */
export function flat(fields: Record<string, unknown>): [string, string][] {
  return Object.entries(fields).flatMap(([name, value]): [string, string][] =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value).map(([inner, one]) => [inner, cellText(one)])
      : [[name, cellText(value)]],
  );
}

export function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What a connection's light says: a product's pages ask for messages, all others send events. */
export function sayLight(one: Pick<ConnectionOut, "light" | "needs">): string {
  return (one.needs === "both" ? words.lightsOfPages[one.light] : undefined) ?? words.lights[one.light] ?? "";
}
