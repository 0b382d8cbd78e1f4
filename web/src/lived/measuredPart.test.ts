import { expect, test } from "vitest";
import { type MapNode, type MapNodes, nodesFromJson } from "../map/nodes";
import { measuredPart } from "./measuredPart";

const step = (properties: MapNode["properties"], more: Partial<MapNode> = {}): MapNode => ({
  id: "step:a",
  kind: "step",
  parent: "stage:s",
  rank: "m",
  properties,
  ...more,
});
const of = (...nodes: readonly MapNode[]): MapNodes => nodesFromJson({ revision: 1, nodes });
const rule = [{ activity: "call.held" }];

test("words and cards are not measured", () => {
  const card: MapNode = {
    id: "card:1",
    kind: "card",
    parent: "step:a",
    rank: "m",
    properties: { text: "x" },
  };
  expect(measuredPart(of(step({ name: "A", when: rule }), card))).toBe(
    measuredPart(of(step({ name: "B", when: rule }))),
  );
});

test("a rule, a flag, the order and a removal are", () => {
  const before = measuredPart(of(step({ when: rule })));
  expect(measuredPart(of(step({ when: [{ activity: "used" }] })))).not.toBe(before);
  expect(measuredPart(of(step({ when: rule, optional: true })))).not.toBe(before);
  expect(measuredPart(of(step({ when: rule }, { rank: "n" })))).not.toBe(before);
  expect(measuredPart(of(step({ when: rule }, { removed: { revision: 2, by: "1" } })))).not.toBe(before);
});

test("what is undone is as it was", () => {
  const before = of(step({ when: rule }));
  expect(measuredPart(of(step({ when: rule, goal: "other" })))).toBe(measuredPart(before));
});
