import { describe, expect, it } from "vitest";
import type { CardData } from "./card";
import { goneOf, isTaken, splitLevel, withoutLevel } from "./levels";

const CARD: CardData = {
  id: "c",
  name: "C",
  levels: [{ name: "poor" }, { name: "average", at_least: 40 }, { name: "good", at_least: 71 }],
  signals: [],
};

describe("levels", () => {
  it("are cut in two in the middle, the better half new and called as nobody else", () => {
    const twice = splitLevel(splitLevel(CARD, 2, "new") ?? CARD, 0, "new");
    expect(twice?.levels).toEqual([
      { name: "poor" },
      { name: "new 2", at_least: 20 },
      { name: "average", at_least: 40 },
      { name: "good", at_least: 71 },
      { name: "new", at_least: 86 },
    ]);
  });
  it("are not cut where there is no room", () => {
    expect(splitLevel({ ...CARD, lowest: 40 }, 0, "new")).toBeNull();
  });
  it("leave their scores to the one before, the lowest to the one after", () => {
    expect(withoutLevel(CARD, 1).levels).toEqual([{ name: "poor" }, { name: "good", at_least: 71 }]);
    expect(withoutLevel(CARD, 0).levels).toEqual([{ name: "average" }, { name: "good", at_least: 71 }]);
    const one = { ...CARD, levels: CARD.levels.slice(0, 1) };
    expect(withoutLevel(one, 0)).toBe(one);
  });
  it("are told apart by their names, and those that are gone are said", () => {
    expect([isTaken(CARD, 0, "good"), isTaken(CARD, 2, "good")]).toEqual([true, false]);
    expect(goneOf(["poor", "fair"], CARD)).toEqual(["fair"]);
  });
});
