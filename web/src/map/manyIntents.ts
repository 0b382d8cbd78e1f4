// What a person means to do with several things at once, as the changes of one edit: one undo takes it back.

import type { Change } from "./edits";
import { cardsIn, newId, remove, set } from "./intents";
import type { LaneView } from "./lanes";
import { childrenOf, type MapNode, type MapNodes, ROOT } from "./nodes";
import { rankBetween } from "./ranks";
import type { Json } from "./valueMerge";

type Properties = Readonly<Record<string, Json>>;

/** `count` ranks in a row for a place among siblings. Where two share a rank there is no room: then after both. */
export function ranksAt(siblings: readonly MapNode[], index: number, count: number): readonly string[] {
  let before = siblings[index - 1]?.rank ?? null;
  let after = siblings[index]?.rank ?? null;
  if (before !== null && after !== null && before >= after) {
    const low = before;
    after = siblings.slice(index).find((one) => one.rank > low)?.rank ?? null;
  }
  const ranks: string[] = [];
  for (let i = 0; i < count; i += 1) {
    before = rankBetween(before, after);
    ranks.push(before);
  }
  return ranks;
}

function placeOf(siblings: readonly MapNode[], before: MapNode | null): number {
  const index = before ? siblings.indexOf(before) : -1;
  return index < 0 ? siblings.length : index;
}

/** Cards come to one place, in the order given: before `before`, or at the end of the cell. */
export function moveCards(
  nodes: MapNodes,
  cards: readonly MapNode[],
  step: MapNode,
  lane: LaneView,
  before: MapNode | null,
): Change[] {
  const all = cardsIn(nodes, step.id, lane.field);
  // What stands behind the moved ones, where they are dropped before one of themselves.
  const anchor = before && all.slice(all.indexOf(before)).find((one) => !cards.includes(one));
  const siblings = all.filter((one) => !cards.includes(one));
  const ranks = ranksAt(siblings, placeOf(siblings, anchor ?? null), cards.length);
  return cards.flatMap((card, i): Change[] => [
    { do: "move", node: card.id, parent: step.id, rank: ranks[i] ?? card.rank },
    ...set(nodes, card, "lane", lane.field),
  ]);
}

/** Steps or stages come before another of their kind, in the order given, or to the end of `parent`. */
export function moveNodes(
  nodes: MapNodes,
  moved: readonly MapNode[],
  parent: string,
  before: MapNode | null,
): Change[] {
  const all = childrenOf(nodes).get(parent) ?? [];
  const anchor = before && all.slice(all.indexOf(before)).find((one) => !moved.includes(one));
  const siblings = all.filter((one) => !moved.includes(one));
  const ranks = ranksAt(siblings, placeOf(siblings, anchor ?? null), moved.length);
  return moved.map((node, i): Change => ({
    do: "move",
    node: node.id,
    parent,
    rank: ranks[i] ?? node.rank,
  }));
}

/** New steps of these names in a stage, before `before` or at its end. */
export function addSteps(
  nodes: MapNodes,
  stage: MapNode,
  names: readonly string[],
  before: MapNode | null,
): readonly (Change & { readonly do: "create" })[] {
  const siblings = childrenOf(nodes).get(stage.id) ?? [];
  const ranks = ranksAt(siblings, placeOf(siblings, before), names.length);
  return names.map((name, i) => ({
    do: "create",
    node: newId("step"),
    kind: "step",
    parent: stage.id,
    rank: ranks[i] ?? "i000",
    properties: { name },
  }));
}

/** New cards with these properties in a cell, after `after` or at its end. */
export function addCards(
  nodes: MapNodes,
  step: string,
  lane: LaneView,
  cards: readonly Properties[],
  after: MapNode | null = null,
): Change[] {
  const siblings = cardsIn(nodes, step, lane.field);
  const index = after ? siblings.indexOf(after) + 1 : siblings.length;
  const ranks = ranksAt(siblings, index, cards.length);
  return cards.map((properties, i): Change => ({
    do: "create",
    node: newId("card"),
    kind: "card",
    parent: step,
    rank: ranks[i] ?? "i000",
    properties: { ...withoutIdentity(properties), lane: lane.field },
  }));
}

export function removeAll(nodes: readonly MapNode[]): Change[] {
  return nodes.flatMap((node) => remove(node));
}

/** A copy of a step behind it, with its cards. It gets no rule: what counts as being there is the first one's. */
export function duplicateStep(nodes: MapNodes, step: MapNode, name: string): Change[] {
  const siblings = childrenOf(nodes).get(step.parent ?? ROOT) ?? [];
  const [rank] = ranksAt(siblings, siblings.indexOf(step) + 1, 1);
  return copyOfStep(nodes, step, { name, parent: step.parent ?? ROOT, rank: rank ?? step.rank });
}

/** A copy of a stage behind it, with its steps and their cards. */
export function duplicateStage(nodes: MapNodes, stage: MapNode, name: string): Change[] {
  const children = childrenOf(nodes);
  const siblings = children.get(ROOT) ?? [];
  const [rank] = ranksAt(siblings, siblings.indexOf(stage) + 1, 1);
  const node = newId("stage");
  const properties = { ...withoutIdentity(stage.properties), name };
  const steps = children.get(stage.id) ?? [];
  return [
    { do: "create", node, kind: "stage", parent: ROOT, rank: rank ?? stage.rank, properties },
    ...steps.flatMap((step) =>
      copyOfStep(nodes, step, { name: nameOf(step), parent: node, rank: step.rank }),
    ),
  ];
}

function copyOfStep(
  nodes: MapNodes,
  step: MapNode,
  as: { readonly name: string; readonly parent: string; readonly rank: string },
): Change[] {
  const node = newId("step");
  const { when: _, ...rest } = withoutIdentity(step.properties);
  const cards = childrenOf(nodes).get(step.id) ?? [];
  return [
    {
      do: "create",
      node,
      kind: "step",
      parent: as.parent,
      rank: as.rank,
      properties: { ...rest, name: as.name },
    },
    ...cards.map((card): Change => ({
      do: "create",
      node: newId("card"),
      kind: "card",
      parent: node,
      rank: card.rank,
      properties: withoutIdentity(card.properties),
    })),
  ];
}

/** What a copy may have of the original: not its id, and not the comments of its file. */
function withoutIdentity(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).filter(([name]) => name !== "id" && !name.startsWith("#")),
  );
}

function nameOf(node: MapNode): string {
  return typeof node.properties.name === "string" ? node.properties.name : "";
}
