// What the tip of a number says: what it is, of whom and how sure, in plain words; last and small, how it is
// worked out.

import { livedWords as words } from "../words/lived";
import { type Estimate, say } from "./measured";
import measures from "./measures.json";
import { sayCount } from "../words/figures";

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

/** What a number says, of whom, in one plain sentence. */
function plainOf(estimate: Estimate, value: number): string {
  const { measure, unit, n } = estimate;
  const of = sayCount(n);
  const said = say(value, unit);
  const counted = words.plain[measure];
  if (counted) {
    const k = sayCount(Math.round(unit === "share" ? value * n : value));
    return unit === "share" ? `${counted(k, of)}: ${said}` : counted(k, of);
  }
  return (
    words.plainValues[measure]?.(said, of) ?? `${meaningOf(measure)?.question ?? nameOf(measure)} ${said}`
  );
}

/** A number in one sentence, with its interval; the reason where there is none. */
export function sayPlainly(estimate: Estimate): string {
  const { measure, value, low, high, unit } = estimate;
  if (value === null) return `${nameOf(measure)}: ${estimate.reason ?? words.notMeasured}`;
  const bounds = low === null || high === null ? "" : ` (${say(low, unit)} to ${say(high, unit)})`;
  return `${plainOf(estimate, value)}${bounds}`;
}

/** The lines of a tip: the first is the number in words, then how sure it is; last, how it is worked out. */
export function tipOf(estimate: Estimate, ...more: readonly string[]): string {
  const meaning = meaningOf(estimate.measure);
  const name = meaning?.name ?? nameOf(estimate.measure);
  const { measure, value, low, high, unit } = estimate;
  const bounds =
    low !== null && high !== null
      ? words.interval(say(low, unit), say(high, unit))
      : low !== null
        ? words.orMore(say(low, unit))
        : high !== null
          ? words.orLess(say(high, unit))
          : "";
  const saysOfWhom = measure in words.plain || measure === "dwell" || measure === "feeling";
  const sure = [
    ...(value !== null && bounds !== "" ? [bounds] : []),
    ...(saysOfWhom || value === null ? [] : [words.ofSoMany(estimate.n)]),
    ...(estimate.n < 30 && value !== null ? [words.small] : []),
  ].join(" ");
  return [
    value === null ? `${name}: ${estimate.reason ?? words.notMeasured}` : plainOf(estimate, value),
    sure,
    ...(estimate.censored > 0 ? [words.notDecided(estimate.censored)] : []),
    ...more,
    ...(meaning && meaning.formula !== "" ? [words.howWorkedOut(meaning.formula)] : []),
  ]
    .filter((line) => line !== "")
    .join("\n");
}
