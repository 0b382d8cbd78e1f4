import { describe, expect, it } from "vitest";
import { EVER, lastDayOf, periodOf, presetOf, PRESETS, untilAfter } from "./periods";

describe("a period", () => {
  it("is seen from the last day of the data", () => {
    expect(periodOf("days30", "2026-09-29")).toEqual({ since: "2026-08-31", until: "2026-09-30" });
    expect(periodOf("quarter", "2026-09-29")).toEqual({ since: "2026-07-01", until: "2026-09-30" });
    expect(periodOf("lastQuarter", "2026-02-10")).toEqual({ since: "2025-10-01", until: "2026-01-01" });
    expect(periodOf("ever", "2026-02-10")).toEqual(EVER);
  });

  it("is known again by its days", () => {
    for (const one of PRESETS) {
      if (one !== "custom") expect(presetOf(periodOf(one, "2026-09-29"), "2026-09-29")).toBe(one);
    }
    expect(presetOf({ since: "2026-01-02", until: "" }, "2026-09-29")).toBe("custom");
    expect(presetOf({ since: "2026-01-02", until: "" }, "")).toBe("custom");
  });

  it("is said by its last day", () => {
    expect(lastDayOf({ since: "", until: "2026-03-01" })).toBe("2026-02-28");
    expect(untilAfter("2024-02-28")).toBe("2024-02-29");
    expect(lastDayOf(EVER) + untilAfter("")).toBe("");
  });
});
