import { describe, expect, it } from "vitest";
import { isCompared, questionOf, readSearch, searchOf, type View, viewOf, whoseQuestion } from "./view";

const VIEWS: readonly View[] = [
  { whose: { segment: "", period: { since: "", until: "" } }, against: null },
  {
    whose: { segment: 'traits.plan == "team"', period: { since: "2026-01-01", until: "2026-04-01" } },
    against: { by: "segment", segment: 'traits.plan == "pro"' },
  },
  {
    whose: { segment: 'traits.plan == "team"', period: { since: "", until: "" } },
    against: { by: "segment", segment: "" },
  },
  {
    whose: { segment: "", period: { since: "2026-04-01", until: "" } },
    against: { by: "period", period: { since: "2026-01-01", until: "2026-04-01" } },
  },
];

describe("a view", () => {
  it("is the same when read from its address", () => {
    for (const view of VIEWS) expect(viewOf(searchOf(view))).toEqual(view);
  });

  it("asks the server for everybody by an expression that is always so", () => {
    expect(VIEWS[2] && questionOf(VIEWS[2]).against).toBe("always");
    expect(VIEWS[1] && whoseQuestion(VIEWS[1].whose)).toEqual({
      segment: 'traits.plan == "team"',
      since: "2026-01-01",
      until: "2026-04-01",
    });
  });

  it("compares nobody with themselves", () => {
    const [everybody] = VIEWS;
    if (!everybody) throw new Error("no view");
    const begun: View = { ...everybody, against: { by: "segment", segment: "" } };
    expect([isCompared(begun), questionOf(begun)]).toEqual([false, {}]);
    expect(VIEWS.slice(1).every(isCompared)).toBe(true);
  });

  it("takes nothing from an address that is no text", () => {
    expect(readSearch({ look: "lived", segment: 5, since: "", other: "x" })).toEqual({ look: "lived" });
  });
});
