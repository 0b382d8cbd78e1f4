import { afterEach, describe, expect, it } from "vitest";
import type { StepColumn } from "../map/board";
import { tellIn } from "../words/figures";
import type { Apart, Estimate, MeasuredMap, MeasuredSide } from "./measured";
import { sayNames } from "./sayView";
import { isSure, sayApart, stepBefore, tipOfApart } from "./sides";

afterEach(() => {
  tellIn(undefined);
});

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
  it("differ by points, times and scores: the first from the second", () => {
    expect(sayApart(apart(0.152, "share", 0.01))).toBe("15 points more");
    expect(sayApart(apart(-0.042, "share", 0.2))).toBe("4.2 points less ?");
    expect(sayApart(apart(-0.01, "share", 0.01))).toBe("1 point less");
    expect(sayApart(apart(-0.0001, "share", 1))).toBe("nearly the same ?");
    expect(sayApart(apart(0, "seconds", 1))).toBe("the same");
    expect(sayApart(apart(-2 * 86400, "seconds", 1))).toBe("2 days less ?");
    expect(sayApart(apart(0.5, "feeling", 1))).toBe("0.5 more ?");
  });

  it("differ for sure only after the correction", () => {
    const names = { here: "Everybody", there: "plan is team" };
    expect([0.049, 0.05, null].map((p) => isSure(apart(0.1, "share", p)))).toEqual([true, false, false]);
    expect(tipOfApart(apart(-0.1, "share", 0.2), names)).toBe(
      [
        "Everybody: 10 points less than plan is team",
        "Chance alone can make it.",
        "How sure: between 12 points less and 8 points less; in 95 of 100 such cases the truth is in there.",
      ].join("\n"),
    );
  });

  it("are called by whom they are of, and by their days where those differ", () => {
    const side = (segment: string | null, since: string | null, until: string | null) =>
      ({ segment, period: { since, until } }) as MeasuredSide;
    const beside = (here: MeasuredSide, there: MeasuredSide) =>
      sayNames({ ...here, against: there } as MeasuredMap);
    const team = 'traits.plan == "team"';
    expect(beside(side(team, null, null), side("always", null, null))).toEqual({
      here: "plan is team",
      there: "Everybody",
    });
    const summers = {
      UTC: side(null, "2026-07-03T00:00:00Z", "2026-10-01T00:00:00Z"),
      "Europe/Berlin": side(null, "2026-07-02T22:00:00Z", "2026-09-30T22:00:00Z"),
      "America/New_York": side(null, "2026-07-03T04:00:00Z", "2026-10-01T04:00:00Z"),
    };
    for (const [zone, summer] of Object.entries(summers)) {
      tellIn(zone);
      expect(beside(side(null, null, null), summer)).toEqual({
        here: "Everybody, at any time",
        there: "Everybody, 3 July 2026 to 30 September 2026",
      });
    }
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
