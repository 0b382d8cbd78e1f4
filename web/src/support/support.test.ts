import { describe, expect, it } from "vitest";
import type { Estimate } from "../lived/measured";
import { barsOf, sayTime, sayTimes, type SupportPlace } from "./support";

function estimate(value: number | null, low: number | null = null, high: number | null = null): Estimate {
  return { measure: "", value, low, high, n: 1, censored: 0, unit: "", method: "", reason: null };
}

describe("times", () => {
  it("are said in the unit that fits", () => {
    expect([45, 90, 5400, 43_200, 900_000].map(sayTime)).toEqual([
      "45 s",
      "1.5 min",
      "1.5 h",
      "12 h",
      "10 d",
    ]);
    expect(sayTimes(estimate(60, 30, 7200))).toBe("30 s to 2 h");
    expect(sayTimes(estimate(60, 30))).toBe("");
  });
});

describe("the bars of moments", () => {
  const place = (need: number | null) => ({ need: estimate(need) }) as SupportPlace;
  it("are held against the greatest need, and missing is not nothing", () => {
    expect(barsOf([place(8), place(2), place(null), place(0)])).toEqual([1, 0.25, null, 0]);
    expect(barsOf([place(0)])).toEqual([0]);
  });
});
