import { describe, expect, it } from "vitest";
import { livedWords } from "../words/lived";
import { type Estimate, sayStanding } from "./measured";
import measures from "./measures.json";
import { tipOf } from "./tips";

function estimate(change: Partial<Estimate>): Estimate {
  return {
    measure: "reach",
    value: 0.725,
    low: 0.57,
    high: 0.84,
    n: 40,
    censored: 11,
    unit: "share",
    method: "wilson",
    reason: null,
    ...change,
  };
}

describe("a tip", () => {
  it("says first what the number is and of whom, then how sure", () => {
    const [first, sure] = tipOf(estimate({})).split("\n");
    expect(first).toBe("29 of the 40 who set out came to this step: 73 %");
    expect(sure).toContain("between 57 % and 84 %");
  });

  it("keeps the words of the trade for its last line", () => {
    for (const measure of Object.keys(measures)) {
      const lines = tipOf(estimate({ measure }), "more").split("\n");
      expect(lines.slice(0, -1).join(" ")).not.toMatch(/Kaplan|Aalen|[Cc]ensored|Holm|Wilson/);
      expect(lines.at(-1)).toMatch(/^How it is worked out: /);
    }
  });

  it("names the way's real denominator", () => {
    expect(tipOf(estimate({ measure: "detour", value: 0.525 }))).toMatch(
      /^21 of the 40 who set out went this way at least once: 53 %/,
    );
  });
});

describe("who was at a step last", () => {
  it("is there now only where the data are fresh", () => {
    const now = Date.parse("2026-11-25T21:00:00Z");
    expect(sayStanding(11, "2026-11-25T08:00:00Z", now)).toBe("11 here now");
    expect(sayStanding(11, "2026-06-29T12:00:00Z", now)).toBe("11 here on 29 June");
    expect(sayStanding(11, "2025-06-29T12:00:00Z", now)).toContain("29 June 2025");
  });
});

describe("the sums of the beliefs", () => {
  it("add up, and do not multiply what is of different people", () => {
    expect(livedWords.sums(15, 2, 4, 9, 0)).toBe(
      "15 beliefs: 6 tested (2 contradicted, 4 not), 9 not enough yet (fewer than 30), 0 not testable.",
    );
    expect(livedWords.waysMultiply(36, 27, 29)).toContain("9 who had not been there");
  });
});
