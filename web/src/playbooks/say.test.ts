import { describe, expect, it } from "vitest";
import { barsOf, busiest, lineAt, sayShare } from "./say";

const days = [
  { on: "2026-01-01", began: 0, messages: 0 },
  { on: "2026-01-02", began: 100, messages: 3 },
  { on: "2026-01-03", began: 1, messages: 0 },
];

describe("a simulation in pictures and words", () => {
  it("shows every day on which something began, however little", () => {
    const bars = barsOf(days, 300, 50);
    expect(bars.map((bar) => bar.height)).toEqual([0, 50, 2]);
    expect(bars[2]?.x).toBe(200);
    expect(barsOf([], 300, 50)).toEqual([]);
  });

  it("names the busiest day, and none where nothing began", () => {
    expect(busiest(days)?.on).toBe("2026-01-02");
    expect(busiest(days.slice(0, 1))).toBeNull();
  });

  it("says a share with its interval, and that nothing is known", () => {
    expect(sayShare({ value: 0.1, low: 0.04, high: 0.24, n: 39 })).toBe("10 % (4 to 24, n = 39)");
    expect(sayShare({ value: null, low: null, high: null, n: 0 })).toBe("not known");
  });

  it("finds the place of a line", () => {
    expect(lineAt("a\nbcd\ne", 2)).toEqual([2, 5]);
  });
});
