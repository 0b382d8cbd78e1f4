import { describe, expect, it } from "vitest";
import {
  type CardData,
  cardOf,
  directionOf,
  freeId,
  inSegment,
  join,
  lineOf,
  rangesOf,
  rankOf,
  split,
  sumOfWeights,
  withoutSignal,
  withSignal,
} from "./card";

const RANGES = [
  { at_least: 22, points: 0, says: "three weeks" },
  { less_than: 8, points: 100 },
  { at_least: 8, less_than: 22, points: 50 },
];

describe("ranges on a line", () => {
  it("are put in order, and go back as they came", () => {
    const line = lineOf(RANGES);
    expect(line?.edges).toEqual([
      { value: 8, isAfter: true },
      { value: 22, isAfter: true },
    ]);
    expect(line?.cells.map((cell) => cell.points)).toEqual([100, 50, 0]);
    expect(line && rangesOf(line, RANGES)).toEqual(RANGES);
  });

  it("are no line where they leave a gap, overlap or say an edge twice", () => {
    expect(
      lineOf([
        { less_than: 1, points: 0 },
        { at_least: 2, points: 1 },
      ]),
    ).toBeNull();
    expect(
      lineOf([
        { at_most: 1, points: 0 },
        { at_least: 1, points: 1 },
      ]),
    ).toBeNull();
    expect(
      lineOf([
        { less_than: 1, points: 0 },
        { more_than: 1, points: 1 },
      ]),
    ).toBeNull();
    expect(lineOf([{ points: 0 }, { points: 1 }])).toBeNull();
    expect(lineOf([])).toBeNull();
  });

  it("keep an edge on the side it was given", () => {
    const ranges = [
      { at_most: 1, points: 0 },
      { more_than: 1, points: 1 },
    ];
    const line = lineOf(ranges);
    expect(line?.edges).toEqual([{ value: 1, isAfter: false }]);
    expect(line && rangesOf(line, ranges)).toEqual(ranges);
  });

  it("can be cut anywhere and joined again without a gap", () => {
    const line = lineOf(RANGES);
    if (!line) throw new Error("no line");
    for (let at = 0; at < line.cells.length; at += 1) {
      const cut = split(line, at);
      expect(lineOf(rangesOf(cut, RANGES))?.cells).toHaveLength(4);
      expect(join(cut, at + 1)).toEqual(line);
      const joined = join(line, at);
      expect(lineOf(rangesOf(joined, RANGES))?.cells).toHaveLength(2);
    }
  });

  it("say which way is better", () => {
    const line = lineOf(RANGES);
    expect(line && directionOf(line)).toBe("less is better");
    const even = lineOf([{ points: 1 }]);
    expect(even && directionOf(even)).toBe("neither");
  });
});

const CARD: CardData = {
  id: "c",
  name: "C",
  levels: [{ name: "poor" }, { name: "good", at_least: 50 }],
  signals: [
    { id: "a", name: "A", takes: "count", scores: RANGES, weight: 3 },
    { id: "b", name: "B", takes: "count", scores: RANGES },
  ],
  segments: [{ id: "s", name: "S", when: "traits.x > 1", signals: [{ id: "a", weight: 0 }] }],
};

describe("a card", () => {
  it("counts by segment what it says there, else what is said everywhere", () => {
    const segment = CARD.segments?.[0] ?? null;
    expect([sumOfWeights(CARD, null), sumOfWeights(CARD, segment)]).toEqual([4, 1]);
    const changed = withSignal(CARD, "b", { weight: 5 }, "s");
    expect(changed.segments?.[0]?.signals).toEqual([
      { id: "a", weight: 0 },
      { id: "b", weight: 5 },
    ]);
    expect(changed.signals).toBe(CARD.signals);
    const b = CARD.signals[1];
    expect(b && inSegment(b, segment).own).toBeNull();
  });

  it("forgets what is not said any more, and a signal everywhere", () => {
    expect(withSignal(CARD, "a", { weight: undefined }).signals[0]).not.toHaveProperty("weight");
    expect(withoutSignal(CARD, "a").segments?.[0]?.signals).toEqual([]);
  });

  it("is none where the file has not its shape", () => {
    expect(cardOf({ levels: [], signals: "x" })).toBeNull();
    expect(cardOf(null)).toBeNull();
    expect(cardOf(CARD)).toBe(CARD);
  });

  it("ranks scores by levels, and finds free ids", () => {
    expect([0, 49.9, 50].map((score) => rankOf(CARD.levels, score))).toEqual([0, 0, 1]);
    expect(freeId("A b!", ["a-b"])).toBe("a-b-2");
  });
});
