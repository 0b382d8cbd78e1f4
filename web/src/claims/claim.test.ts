import { describe, expect, it } from "vitest";
import { applyEdit } from "../map/edits";
import { type MapNode, nodesFromJson } from "../map/nodes";
import { freshnessOf, knownAt, reviewOf, setKnown } from "./claim";

const step: MapNode = {
  id: "step:a",
  kind: "step",
  parent: "stage:s",
  rank: "V",
  properties: { name: "A", goal: "Be live", feeling: { value: 1, basis: "evidence", confidence: 0.8 } },
};
const nodes = nodesFromJson({
  revision: 0,
  nodes: [
    { id: "map", kind: "map", parent: null, rank: "V", properties: { review: { every: "6 months" } } },
    { id: "stage:s", kind: "stage", parent: "map", rank: "V", properties: {} },
    step,
  ],
});
const after = (changes: ReturnType<typeof setKnown>) =>
  applyEdit(nodes, { id: "e", by: "ana", changes }, 1).nodes.nodes.get("step:a")?.properties;

describe("what is known of a claim", () => {
  it("is written out when there is something to say, and bare again when there is not", () => {
    const goal = { node: step, property: "goal" };
    const said = after(setKnown(nodes, goal, { basis: "evidence", confidence: 0.5 }));
    expect(said?.goal).toEqual({ text: "Be live", basis: "evidence", confidence: 0.5 });
    const feeling = { node: step, property: "feeling" };
    const bare = after(setKnown(nodes, feeling, { basis: undefined, confidence: undefined }));
    expect(bare?.feeling).toBe(1);
    expect(setKnown(nodes, { node: step, property: "success" }, { basis: "evidence" })).toEqual([]);
  });

  it("fades as src/desirepath/model/evidence.py says", () => {
    const known = { ...knownAt({ node: step, property: "feeling" }), isEvidence: true };
    const at = (confirmedOn: string | null, confidence: number | null) =>
      freshnessOf({ ...known, confirmedOn, confidence }, "2026-11-01", 360);
    expect(at("2026-11-01", 1).weight).toBe(1);
    expect(at("2025-11-06", 0.8).weight).toBeCloseTo(0.4);
    expect(at(null, null)).toEqual({ weight: 0.25, isStale: false, hasDay: false });
    expect(at("2025-11-05", 1).isStale).toBe(true);
    expect(at("2026-12-24", 1).weight).toBe(1);
  });

  it("fades by half with every review", () => {
    expect(reviewOf(nodes)).toEqual({ every: "6 months", days: 180 });
    expect(reviewOf(nodesFromJson({ revision: 0, nodes: [] })).days).toBe(360);
  });
});
