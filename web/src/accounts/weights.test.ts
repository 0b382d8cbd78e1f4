import { expect, test } from "vitest";
import { sayWeight, type Weighed } from "./weights";

const line = (weight: number, points: number | null, adds = 0): Weighed => ({ weight, points, adds });

test("in a weighted mean the weights are shares of a hundred", () => {
  const all = [line(3, 100), line(6, 50), line(1, 0)];
  expect(all.map((one) => sayWeight(one, all, "weighted mean"))).toEqual([
    "counts for 30 of 100",
    "counts for 60 of 100",
    "counts for 10 of 100",
  ]);
});

test("where a line has no data the others count for more, and it says so", () => {
  const all = [line(3, 100), line(1, null), line(0, 5)];
  expect(all.map((one) => sayWeight(one, all, "weighted mean"))).toEqual([
    "counts for 75 of 100, now for 100: others have no data",
    "would count for 25 of 100",
    "is shown, and counts for nothing",
  ]);
});

test("added points say what they add, the worst says which line decides", () => {
  const all = [line(1, -20, -20), line(1, 10, 10)];
  expect(all.map((one) => sayWeight(one, all, "points"))).toEqual(["adds −20", "adds +10"]);
  expect(all.map((one) => sayWeight(one, all, "worst"))).toEqual(["decides the score", "is not the worst"]);
});
