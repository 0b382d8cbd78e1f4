// A scorecard as plain data, and the changes a hand makes to it. Whatever the file says beside stays in it.

export interface RangeData {
  readonly at_least?: number;
  readonly more_than?: number;
  readonly at_most?: number;
  readonly less_than?: number;
  readonly points: number;
  readonly says?: string;
}

export type Missing = "ignore" | "poor" | "neutral" | "block";
export const MISSING: readonly Missing[] = ["ignore", "poor", "neutral", "block"];
export const COMBINES = ["weighted mean", "points", "worst"] as const;
export type Combine = (typeof COMBINES)[number];
export const TAKES = [
  "count",
  "people",
  "days",
  "days_since",
  "growth",
  "mean",
  "latest",
  "sum",
  "trait",
  "position",
  "pace",
] as const;
export type Takes = (typeof TAKES)[number];

export interface SignalData {
  readonly id: string;
  readonly name: string;
  readonly takes: Takes;
  readonly of?: readonly Readonly<Record<string, unknown>>[];
  readonly value?: string;
  readonly per?: string;
  readonly within?: string;
  readonly weight?: number;
  readonly scores: readonly RangeData[];
  readonly when_missing?: Missing;
  readonly why?: string;
}

export interface AdjustedData {
  readonly id: string;
  readonly weight?: number;
  readonly scores?: readonly RangeData[];
  readonly when_missing?: Missing;
}

export interface SegmentData {
  readonly id: string;
  readonly name: string;
  readonly when: string;
  readonly signals: readonly AdjustedData[];
}

export interface LevelData {
  readonly name: string;
  readonly at_least?: number;
}

export interface CardData {
  readonly id: string;
  readonly name: string;
  readonly of?: string;
  readonly segment?: string;
  readonly map?: string;
  readonly combine?: Combine;
  readonly lowest?: number;
  readonly highest?: number;
  readonly when_missing?: Missing;
  readonly levels: readonly LevelData[];
  readonly signals: readonly SignalData[];
  readonly segments?: readonly SegmentData[];
}

/** The data as a card, where they have its shape; null where one should mend the file first. */
export function cardOf(data: unknown): CardData | null {
  if (typeof data !== "object" || data === null) return null;
  const { levels, signals, segments } = data as Record<string, unknown>;
  const isWhole =
    Array.isArray(levels) &&
    Array.isArray(signals) &&
    signals.every(hasScores) &&
    (segments === undefined || Array.isArray(segments));
  return isWhole ? (data as CardData) : null;
}

function hasScores(signal: unknown): boolean {
  return typeof signal === "object" && signal !== null && Array.isArray((signal as SignalData).scores);
}

/** Ranges as they lie on the line: cells, and between two of them an edge that belongs to one of the two. */
export interface Line {
  readonly cells: readonly Cell[];
  readonly edges: readonly Edge[];
}

export interface Cell {
  /** Its place in the file. */
  readonly place: number;
  readonly points: number;
  readonly says: string;
}

export interface Edge {
  readonly value: number;
  /** Whether the value itself is in the cell after it. */
  readonly isAfter: boolean;
}

function beginOf(one: RangeData): number {
  return one.at_least ?? one.more_than ?? -Infinity;
}

/** The ranges in order; null where they leave a gap, overlap, or say an edge twice. */
export function lineOf(ranges: readonly RangeData[]): Line | null {
  const ordered = ranges
    .map((one, place) => ({ one, place }))
    .toSorted(
      (a, b) =>
        beginOf(a.one) - beginOf(b.one) ||
        Number(a.one.more_than !== undefined) - Number(b.one.more_than !== undefined),
    );
  const edges: Edge[] = [];
  for (const [i, { one }] of ordered.entries()) {
    if (one.at_least !== undefined && one.more_than !== undefined) return null;
    if (one.at_most !== undefined && one.less_than !== undefined) return null;
    const begin = one.at_least ?? one.more_than;
    const end = one.at_most ?? one.less_than;
    if ((begin === undefined) !== (i === 0) || (end === undefined) !== (i === ordered.length - 1))
      return null;
    if (begin !== undefined) {
      const isAfter = one.at_least !== undefined;
      const before = ordered[i - 1]?.one;
      const meets = isAfter ? before?.less_than : before?.at_most;
      if (meets !== begin) return null;
      edges.push({ value: begin, isAfter });
    }
  }
  const cells = ordered.map(({ one, place }) => ({ place, points: one.points, says: one.says ?? "" }));
  return cells.length > 0 ? { cells, edges } : null;
}

const OF_A_RANGE = ["at_least", "more_than", "at_most", "less_than", "points", "says"];

/** The ranges that a line says, in the order of the file: those that are new stand at the end. */
export function rangesOf(line: Line, before: readonly RangeData[]): readonly RangeData[] {
  return line.cells
    .map((cell, i) => {
      const begin = line.edges[i - 1];
      const end = line.edges[i];
      const rest = Object.fromEntries(
        Object.entries(before[cell.place] ?? {}).filter(([field]) => !OF_A_RANGE.includes(field)),
      );
      const range: RangeData = {
        ...(begin ? { [begin.isAfter ? "at_least" : "more_than"]: begin.value } : {}),
        ...(end ? { [end.isAfter ? "less_than" : "at_most"]: end.value } : {}),
        points: cell.points,
        ...(cell.says === "" ? {} : { says: cell.says }),
        ...rest,
      };
      return { range, place: cell.place };
    })
    .toSorted((a, b) => a.place - b.place)
    .map(({ range }) => range);
}

/** A cell cut in two, both worth the same until one says otherwise. */
export function split(line: Line, at: number): Line {
  const before = line.edges[at - 1]?.value;
  const after = line.edges[at]?.value;
  const value =
    before !== undefined && after !== undefined
      ? (before + after) / 2
      : before !== undefined
        ? before + Math.max(1, Math.abs(before))
        : after !== undefined
          ? after - Math.max(1, Math.abs(after))
          : 1;
  const cell = line.cells[at];
  if (!cell) return line;
  const place = Math.max(...line.cells.map((one) => one.place)) + 1;
  return {
    cells: line.cells.toSpliced(at + 1, 0, { ...cell, place, says: "" }),
    edges: line.edges.toSpliced(at, 0, { value, isAfter: true }),
  };
}

/** A cell taken out: the one before it (of the first: the one after) takes its values. */
export function join(line: Line, at: number): Line {
  if (line.cells.length < 2) return line;
  return { cells: line.cells.toSpliced(at, 1), edges: line.edges.toSpliced(Math.max(0, at - 1), 1) };
}

export type Direction = "more is better" | "less is better" | "neither";

/** Whether points only rise, only fall, or do both along the line. */
export function directionOf(line: Line): Direction {
  const points = line.cells.map((cell) => cell.points);
  const steps = points.slice(1).map((one, i) => one - (points[i] ?? 0));
  if (steps.some((one) => one > 0) && steps.every((one) => one >= 0)) return "more is better";
  if (steps.some((one) => one < 0) && steps.every((one) => one <= 0)) return "less is better";
  return "neither";
}

/** What a signal counts and is worth in a segment (null: everywhere), and whether the segment says so itself. */
export function inSegment(
  signal: SignalData,
  segment: SegmentData | null,
): { readonly weight: number; readonly scores: readonly RangeData[]; readonly own: AdjustedData | null } {
  const own = segment?.signals.find((one) => one.id === signal.id) ?? null;
  return { weight: own?.weight ?? signal.weight ?? 1, scores: own?.scores ?? signal.scores, own };
}

export function sumOfWeights(card: CardData, segment: SegmentData | null): number {
  return card.signals.reduce((sum, signal) => sum + inSegment(signal, segment).weight, 0);
}

/** What becomes different about a signal; undefined: it is not said any more. */
export type SignalChange = { readonly [Field in keyof SignalData]?: SignalData[Field] | undefined };

/** The card with something else about one signal: everywhere, or in one segment alone. */
export function withSignal(
  card: CardData,
  id: string,
  change: SignalChange,
  segment: string | null = null,
): CardData {
  if (segment === null)
    return { ...card, signals: card.signals.map((one) => (one.id === id ? merged(one, change) : one)) };
  return withSegment(card, segment, (one) => {
    const before = one.signals.find((known) => known.id === id) ?? { id };
    const { weight, scores, when_missing } = { ...before, ...change };
    const mine: AdjustedData = {
      id,
      ...(weight === undefined ? {} : { weight }),
      ...(scores === undefined ? {} : { scores }),
      ...(when_missing === undefined ? {} : { when_missing }),
    };
    const isSame = Object.keys(mine).length === 1;
    const others = one.signals.filter((known) => known.id !== id);
    if (isSame) return { ...one, signals: others };
    return {
      ...one,
      signals:
        others.length === one.signals.length
          ? [...one.signals, mine]
          : one.signals.map((known) => (known.id === id ? mine : known)),
    };
  });
}

/** What is undefined is not said any more. */
function merged(signal: SignalData, change: SignalChange): SignalData {
  const all: Record<string, unknown> = { ...signal, ...change };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined),
  ) as unknown as SignalData;
}

export function withSegment(
  card: CardData,
  id: string,
  change: (segment: SegmentData) => SegmentData,
): CardData {
  return {
    ...card,
    segments: (card.segments ?? []).map((one) => (one.id === id ? change(one) : one)),
  };
}

/** The card without a signal, wherever it is spoken of. */
export function withoutSignal(card: CardData, id: string): CardData {
  const kept = { ...card, signals: card.signals.filter((one) => one.id !== id) };
  if (!card.segments) return kept;
  return {
    ...kept,
    segments: card.segments.map((one) => ({ ...one, signals: one.signals.filter((each) => each.id !== id) })),
  };
}

export function freeId(base: string, taken: readonly string[]): string {
  const plain =
    base
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "") || "new";
  let id = plain;
  for (let n = 2; taken.includes(id); n += 1) id = `${plain}-${n}`;
  return id;
}

/** Where a score lies among the levels: 0 is the lowest. */
export function rankOf(levels: readonly { readonly at_least?: number | null }[], score: number): number {
  const reached = levels.filter((one) => one.at_least == null || score >= one.at_least);
  return Math.max(0, reached.length - 1);
}

/** How good points are on the scale, 0 to 1; of points that are added up by their sign. */
export function goodness(card: CardData, points: number): number {
  if (card.combine === "points") return points > 0 ? 1 : points < 0 ? 0 : 0.5;
  const low = card.lowest ?? 0;
  const high = card.highest ?? 100;
  return high === low ? 0.5 : Math.min(1, Math.max(0, (points - low) / (high - low)));
}
