// What the tip of a number says: the value, its interval, of how many, who is not counted, and what it means.

import { livedWords as words } from "../words/lived";
import { type Estimate, say } from "./measured";
import measures from "./measures.json";

interface Meaning {
  readonly name: string;
  readonly question: string;
  readonly formula: string;
}

const MEANINGS = measures as Readonly<Record<string, Meaning>>;
const BESIDE: Readonly<Record<string, Meaning>> = {
  detour: { name: words.detours, question: words.detourMeans, formula: "" },
};

export function meaningOf(measure: string): Meaning | undefined {
  return MEANINGS[measure] ?? BESIDE[measure];
}

export function nameOf(measure: string): string {
  return meaningOf(measure)?.name ?? measure.replaceAll("_", " ");
}

/** The lines of a tip: the first is the number, the rest is what one must know to believe it. */
export function tipOf(estimate: Estimate, ...more: readonly string[]): string {
  const meaning = meaningOf(estimate.measure);
  const name = meaning?.name ?? nameOf(estimate.measure);
  const { value, low, high, unit } = estimate;
  const bounds =
    low !== null && high !== null
      ? words.interval(say(low, unit), say(high, unit))
      : low !== null
        ? words.orMore(say(low, unit))
        : high !== null
          ? words.orLess(say(high, unit))
          : "";
  const of = [
    words.nIs(estimate.n),
    ...(estimate.n < 30 ? [words.small] : []),
    ...(estimate.censored > 0 ? [words.notDecided(estimate.censored)] : []),
  ].join("; ");
  return [
    value === null ? `${name}: ${estimate.reason ?? words.notMeasured}` : `${name}: ${say(value, unit)}`,
    ...(value !== null && bounds !== "" ? [bounds] : []),
    of,
    ...more.filter((line) => line !== ""),
    ...(meaning ? [meaning.question] : []),
    ...(meaning && meaning.formula !== "" ? [`= ${meaning.formula}`] : []),
  ].join("\n");
}
