import { describe, expect, it } from "vitest";
import type { StepColumn } from "../map/board";
import type { Apart, Estimate } from "./measured";
import { isSure, sayApart, stepBefore, tipOfApart } from "./sides";

function apart(value: number, unit: string, adjusted_p: number | null): Apart {
  const difference: Estimate = {
    measure: "reach",
    value,
    low: value - 0.02,
    high: value + 0.02,
    n: 100,
    censored: 0,
    unit,
    method: "",
    reason: null,
  };
  return { step: "a", measure: "reach", here: difference, there: difference, difference, adjusted_p };
}

describe("two sides", () => {
  it("differ by points, times and scores, with a sign", () => {
    expect(sayApart(apart(0.152, "share", 0.01))).toBe("+15 points");
    expect(sayApart(apart(-0.01, "share", 0.01))).toBe("−1 point");
    expect(sayApart(apart(-0.001, "share", 1))).toBe("±0 points ?");
    expect(sayApart(apart(0, "seconds", 1))).toBe("the same");
    expect(sayApart(apart(-2 * 86400, "seconds", 1))).toBe("−2 days ?");
    expect(sayApart(apart(0.5, "feeling", 1))).toBe("+0.5 ?");
  });

  it("differ for sure only after the correction", () => {
    expect([0.049, 0.05, null].map((p) => isSure(apart(0.1, "share", p)))).toEqual([true, false, false]);
    expect(tipOfApart(apart(0.1, "share", 0.2))).toBe(
      "+10 points (+8 points to +12 points): chance alone can make it",
    );
  });
});

describe("the step before", () => {
  const column = (id: string, properties: object) => ({ node: { id, properties } }) as unknown as StepColumn;
  const rule = [{ activity: "x" }];
  const steps = [
    column("a", { when: rule }),
    column("b", { when: rule, optional: true }),
    column("c", {}),
    column("d", { when: rule }),
  ];
  it("is the nearest with a rule that is not optional", () => {
    expect(steps.map((step) => stepBefore(steps, step)?.node.id ?? null)).toEqual([null, "a", "a", "a"]);
  });
});
