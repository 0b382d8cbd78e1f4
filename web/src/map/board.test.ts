import { expect, test } from "vitest";
import { makeBoard } from "./board";
import type { MapNode, MapNodes } from "./nodes";

function node(id: string, parent: string | null, properties: MapNode["properties"] = {}): MapNode {
  const kind = id.split(":", 1)[0] as MapNode["kind"];
  return { id, kind, parent, rank: id, properties };
}

const NODES: readonly MapNode[] = [
  node("map", null, { title: "Coffee" }),
  node("stage:early", "map"),
  node("step:pour", "stage:early"),
  node("step:wake", "stage:early"),
  node("card:1", "step:wake", { lane: "doing", text: "Looks for the cup" }),
  node("card:2", "step:wake", { lane: "thinking", text: "Where?" }),
];

function mapOf(nodes: readonly MapNode[]): MapNodes {
  return { nodes: new Map(nodes.map((one) => [one.id, one])), revision: 1 };
}

test("a map that did not change is the same board", () => {
  const before = makeBoard(mapOf(NODES), null);
  expect(makeBoard(mapOf(NODES), before)).toBe(before);
});

test("a card that changed changes its list and its column, and nothing beside", () => {
  const before = makeBoard(mapOf(NODES), null);
  const changed = NODES.map((one) =>
    one.id === "card:1" ? { ...one, properties: { ...one.properties } } : one,
  );
  const after = makeBoard(mapOf(changed), before);
  expect(after?.steps[0]).toBe(before?.steps[0]);
  expect(after?.steps[1]).not.toBe(before?.steps[1]);
  expect(after?.steps[1]?.cards.get("doing")).not.toBe(before?.steps[1]?.cards.get("doing"));
  expect(after?.steps[1]?.cards.get("thinking")).toBe(before?.steps[1]?.cards.get("thinking"));
  expect(after?.lanes).toBe(before?.lanes);
});

test("a stage that lost its last step is another board", () => {
  const before = makeBoard(mapOf(NODES), null);
  const emptied = [...NODES.filter((one) => one.kind !== "step"), node("stage:late", "map")];
  const both = makeBoard(mapOf([...NODES, node("stage:late", "map")]), before);
  expect(both?.slots).toHaveLength(3);
  expect(makeBoard(mapOf(emptied), both)?.slots).toEqual([null, null]);
});
