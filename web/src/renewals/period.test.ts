import { describe, expect, it } from "vitest";
import { after, choicesOf, daysOf, monthsOf } from "./period";

describe("the months of an address", () => {
  it("are both included, whatever their order", () => {
    expect(monthsOf("2026-03", "2025-11")).toEqual({ from: "2025-11", to: "2026-03" });
    expect(daysOf(monthsOf("2025-11", "2025-12"))).toEqual({ since: "2025-11-01", until: "2026-01-01" });
  });
  it("are one where one is said, and none where nothing can be read", () => {
    expect(monthsOf(undefined, "2026-02")).toEqual({ from: "2026-02", to: "2026-02" });
    expect(monthsOf("2026-13", "soon")).toBeNull();
    expect(daysOf(null)).toEqual({});
  });
});

describe("the choices", () => {
  it("are the quarters and years up to a day, the latest first", () => {
    const { quarters, years } = choicesOf("2026-02-11");
    expect(quarters.slice(0, 2)).toEqual([
      { from: "2026-01", to: "2026-03", says: "2026 Q1" },
      { from: "2025-10", to: "2025-12", says: "2025 Q4" },
    ]);
    expect(years.map((one) => one.says)).toEqual(["2026", "2025", "2024"]);
  });
  it("counts months over the turn of a year, both ways", () => {
    expect([after("2025-12", 1), after("2026-01", -1), after("2026-01", 24)]).toEqual([
      "2026-01",
      "2025-12",
      "2028-01",
    ]);
  });
});
