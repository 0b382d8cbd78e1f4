import { describe, expect, it } from "vitest";
import {
  actingAt,
  isDoneLater,
  type Account,
  accountsIn,
  barsOf,
  busiest,
  countOf,
  heightOf,
  sayPoints,
  sayShare,
} from "./say";

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

  it("draws the line that stops a playbook, unless the bars would vanish under it", () => {
    expect(heightOf(days, 200)).toEqual({ top: 200, line: 1 });
    expect(heightOf(days, 50)).toEqual({ top: 100, line: 0.5 });
    expect(heightOf(days, 5000)).toEqual({ top: 100, line: null });
  });

  it("says a difference in points, with its sign", () => {
    const share = (value: number) => ({ value, low: 0, high: 1, n: 40 });
    const difference = { value: -0.064, low: -0.23, high: 0.07, n: 80 };
    expect(sayPoints(difference, share(0.104), share(0.168))).toBe("−7 points (−23 to +7)");
  });

  it("lists accounts of a sort, and says how many there are", () => {
    const run = {
      occurrence: "",
      since: "",
      says: "",
      status: "",
      why: "",
      next_at: null,
      ended_at: null,
      moves: [],
      left_out: [],
    };
    const of = (is: Account["is"]): Account => ({ subject: is, name: null, is, runs: [run] });
    const all = [of("acts"), of("held"), of("alone"), of("not")];
    expect(accountsIn(all, "alone")).toEqual([all[2]]);
    const counts = { acts: 426, held: 197, alone: 64, not: 2 };
    expect([countOf(counts, "held"), countOf(counts, "all")]).toEqual([197, 689]);
    expect(accountsIn(all, "all")).toBe(all);
  });
});

it("names of the playbooks at a step only those that are on", () => {
  const at = (how: string) => ({ how });
  const beside = [
    { step: "signed", playbooks: [at("off"), at("on"), at("paused"), at("draining")] },
    { step: "call", playbooks: [at("on")] },
  ];
  expect(actingAt(beside, "signed")).toEqual([at("on")]);
  expect(actingAt(beside, "use")).toEqual([]);
});

it("tells what was done a day later than it was due", () => {
  const due = "2026-09-28T11:50:00Z";
  expect(isDoneLater(due, "2026-09-29T22:00:00Z")).toBe(true);
  expect(isDoneLater(due, "2026-09-28T22:00:00Z")).toBe(false);
  expect(isDoneLater(due, null)).toBe(false);
});
