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

  it("leave the step they come from and end at the one they go to, each as thick as its share", () => {
    const all = [
      detour("skip", "a", "c", 0.6),
      detour("return", "c", "a", 0.3),
      detour("skip", null, "b", 0.15),
      detour("return", "b", "a", 0),
    ];
    const arcs = arcsOf(all, PLACES, 4);
    expect(arcs.map((arc) => arc.detour)).toEqual(all);
    for (const { detour: one, path, head } of arcs) {
      const [begins = NaN, ends = NaN] = [/^M([\d.]+)/, /([\d.]+) [\d.]+$/].map((part) =>
        Number(part.exec(path)?.[1]),
      );
      const tip = Number(/L([\d.]+) [\d.]+ Z$/.exec(head)?.[1]);
      const from = one.from === null ? 8 : (PLACES.get(one.from) ?? NaN);
      const to = PLACES.get(one.to) ?? NaN;
      expect(Math.abs(begins - from)).toBeLessThanOrEqual(10);
      expect(Math.abs(ends - to)).toBeLessThanOrEqual(10);
      expect(tip).toBe(ends);
      // A step's own arcs do not lie on one another: what comes from the left ends left of its middle.
      expect(Math.sign(ends - to)).toBe(Math.sign(begins - ends));
    }
    const [widest = 0, half = 0, quarter = 0, none = 0] = arcs.map((arc) => arc.width);
    expect((half - none) / (widest - none)).toBeCloseTo(0.5);
    expect((quarter - none) / (widest - none)).toBeCloseTo(0.25);
  });

  it("are none where a step is not on the board any more", () => {
    expect(arcsOf([detour("skip", "a", "gone", 0.2)], PLACES, 5)).toEqual([]);
  });
});
