import { describe, expect, it } from "vitest";
import { ARCS_HEIGHT, arcsOf } from "./arcs";
import type { Detour, Estimate } from "./measured";

function detour(kind: string, from: string | null, to: string, share: number): Detour {
  const estimate: Estimate = {
    measure: "detour",
    value: share,
    low: share,
    high: share,
    n: 100,
    censored: 0,
    unit: "share",
    method: "",
    reason: null,
  };
  return { kind, from, to, n: share * 100, share: estimate };
}

const PLACES = new Map([
  ["a", 100],
  ["b", 300],
  ["c", 500],
]);

describe("the arcs of detours", () => {
  it("are the most travelled, the widest the thickest", () => {
    const all = [
      detour("skip", "a", "c", 0.4),
      detour("return", "c", "b", 0.1),
      detour("skip", null, "b", 0.05),
    ];
    const arcs = arcsOf(all, PLACES, 2);
    expect(arcs.map((arc) => arc.detour.to)).toEqual(["c", "b"]);
    expect(arcs[0]?.width).toBe(9);
    expect(arcs[1]?.width).toBeLessThan(4);
  });

  it("begin at the edge where the journey begins with them, and stay in their row", () => {
    const [arc] = arcsOf([detour("skip", null, "c", 0.2)], PLACES, 5);
    expect(arc?.path.startsWith(`M8 ${ARCS_HEIGHT - 6}`)).toBe(true);
    const high = arcsOf([detour("skip", "a", "c", 0.2)], new Map([...PLACES].reverse()), 5);
    for (const { path } of high) {
      for (const y of path.matchAll(/ (-?[\d.]+)(?= |$)/g)) expect(Number(y[1])).toBeLessThanOrEqual(700);
    }
  });

  it("are none where a step is not on the board any more", () => {
    expect(arcsOf([detour("skip", "a", "gone", 0.2)], PLACES, 5)).toEqual([]);
  });
});
