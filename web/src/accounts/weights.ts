// How much each line of a health score counts, in words that add up.

import { accountWords as said } from "../words/accounts";

export interface Weighed {
  readonly points: number | null;
  readonly weight: number;
  readonly adds: number;
}

/** What a line counts for: of a weighted mean its share of a hundred, and of what has data today where that is
 * another; of added points what it adds; of the worst whether it is the one that decides. */
export function sayWeight(line: Weighed, all: readonly Weighed[], combine: string | null): string {
  if (line.weight === 0) return said.countsNothing;
  if (combine === "points") return line.points === null ? said.addsNothing : said.adds(signed(line.adds));
  if (combine === "worst")
    return line.points !== null && line.points === Math.min(...all.flatMap(pointsOf))
      ? said.decides
      : said.doesNotDecide;
  const of = share(line, all);
  const now = share(
    line,
    all.filter((one) => one.points !== null),
  );
  if (line.points === null) return said.wouldCount(of);
  return now === of ? said.counts(of) : said.countsNow(of, now);
}

function pointsOf(line: Weighed): number[] {
  return line.points !== null && line.weight > 0 ? [line.points] : [];
}

function share(line: Weighed, among: readonly Weighed[]): number {
  const total = among.reduce((sum, one) => sum + one.weight, 0);
  return total > 0 ? Math.round((100 * line.weight) / total) : 0;
}

function signed(by: number): string {
  return `${by > 0 ? "+" : by < 0 ? "−" : "±"}${Math.abs(by).toFixed(0)}`;
}
