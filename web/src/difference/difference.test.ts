import { describe, expect, it } from "vitest";
import { applyEdit, invertEdit } from "../map/edits";
import { rankBetween } from "../map/ranks";
import { childrenOf, type MapNode, type MapNodes } from "../map/nodes";
import { type Belief, byPlace, keyOf, ofVerdict, worstOf } from "./beliefs";
import { mend } from "./mending";

function node(
  id: string,
  parent: string | null,
  rank: string,
  properties: MapNode["properties"] = {},
): MapNode {
  return { id, kind: (id.split(":")[0] ?? "map") as MapNode["kind"], parent, rank, properties };
}

const FIRST = rankBetween(null, null);
const SECOND = rankBetween(FIRST, null);
const NODES: MapNodes = {
  revision: 4,
  nodes: new Map(
    [
      node("map", null, "", { title: "M" }),
      node("stage:a", "map", FIRST),
      node("step:one", "stage:a", FIRST, { name: "One", feeling: 1 }),
      node("step:two", "stage:a", SECOND, { name: "Two" }),
    ].map((one) => [one.id, one]),
  ),
};

function belief(change: Partial<Belief>): Belief {
  return {
    kind: "feeling",
    step: "one",
    lane: "feeling",
    verdict: "contradicted",
    believes: "You believe",
    lived: "they say",
    says: "You believe; they say.",
    estimate: {
      measure: "feeling",
      value: 0,
      low: -1,
      high: 1,
      n: 40,
      censored: 0,
      unit: "feeling",
      method: "",
      reason: null,
    },
    touched: 40,
    off: 0.25,
    weight: 10,
    adjusted_p: 0.01,
    change: null,
    ...change,
  };
}

describe("the difference", () => {
  it("stands at its cell, at the head of the step where there is no such lane", () => {
    const found = {
      as_of: "",
      segment: null,
      beliefs: [
        belief({}),
        belief({ kind: "time", lane: "within", verdict: "holds" }),
        belief({ kind: "skip", lane: null, verdict: "not_enough" }),
        belief({ kind: "success", step: null, lane: null }),
      ],
    };
    const places = byPlace(found, new Set(["feeling", "goal"]));
    expect([...places.keys()]).toEqual(["step:one.feeling", "step:one"]);
    expect(worstOf(places.get("step:one") ?? [])).toBe("not_enough");
    expect(ofVerdict(found, "contradicted").length).toBe(2);
    expect(new Set(found.beliefs.map(keyOf)).size).toBe(4);
  });

  it("is mended by one edit that can be undone", () => {
    const value = { value: -0.2, basis: "evidence", sources: [{ kind: "survey", n: 40 }] };
    const changes = mend(NODES, { step: "one", property: "feeling", value, after: null });
    const edit = { id: "e", by: "me", changes };
    const after = applyEdit(NODES, edit, 5);
    expect(after.refused).toEqual([]);
    expect(after.nodes.nodes.get("step:one")?.properties.feeling).toEqual(value);
    const back = applyEdit(after.nodes, invertEdit(NODES, edit), 6);
    expect(back.nodes.nodes.get("step:one")?.properties.feeling).toBe(1);
  });

  it.each([
    ["one", ["step:one", "new", "step:two"]],
    ["two", ["step:one", "step:two", "new"]],
    [null, ["new", "step:one", "step:two"]],
  ])("a missing step comes after %s", (after, order) => {
    const value = { name: "guide.read", when: [{ activity: "guide.read" }] };
    const changes = mend(NODES, { step: null, property: "step", value, after });
    const done = applyEdit(NODES, { id: "e", by: "me", changes }, 5);
    expect(done.refused).toEqual([]);
    const names = (childrenOf(done.nodes).get("stage:a") ?? []).map((one) =>
      NODES.nodes.has(one.id) ? one.id : "new",
    );
    expect(names).toEqual(order);
  });

  it("mends nothing where the step is gone", () => {
    expect(mend(NODES, { step: "gone", property: "feeling", value: 1, after: null })).toEqual([]);
    expect(mend(NODES, { step: null, property: "step", value: {}, after: "gone" })).toEqual([]);
  });
});
