// What a board shows, made of the nodes: stages, steps, cells. Parts that did not change stay the same object,
// so that what shows them need not be drawn again.

import { childrenOf, type MapNode, type MapNodes, ROOT } from "./nodes";
import { type LaneView, lanesOf, lineOfVisibility } from "./lanes";
import { isMapping, type Value } from "./valueMerge";

export interface StepColumn {
  readonly node: MapNode;
  readonly stage: MapNode;
  readonly cards: ReadonlyMap<string, readonly MapNode[]>;
  readonly isFirst: boolean;
  readonly number: number;
}

export interface StageHead {
  readonly node: MapNode;
  readonly number: number;
  readonly steps: readonly StepColumn[];
}

export interface Board {
  readonly map: MapNode;
  readonly stages: readonly StageHead[];
  readonly steps: readonly StepColumn[];
  /** The columns: every step, and an empty one (null) for a stage without steps. */
  readonly slots: readonly (StepColumn | null)[];
  readonly lanes: readonly LaneView[];
  readonly allLanes: readonly LaneView[];
  readonly visibilityBefore: string | null;
}

const NO_CARDS: ReadonlyMap<string, readonly MapNode[]> = new Map();

/** The board of these nodes; `before` is the board shown until now. Null while there is no map. */
export function makeBoard(nodes: MapNodes, before: Board | null): Board | null {
  const map = nodes.nodes.get(ROOT);
  if (!map) return null;
  const children = childrenOf(nodes);
  const known = new Map(before?.steps.map((step) => [step.node.id, step]));
  const stages: StageHead[] = [];
  const steps: StepColumn[] = [];
  for (const stage of children.get(ROOT) ?? []) {
    const columns = (children.get(stage.id) ?? []).map((node, i): StepColumn => {
      const old = known.get(node.id);
      const made: StepColumn = {
        node,
        stage,
        cards: cardsByLane(children.get(node.id), old?.cards ?? NO_CARDS),
        isFirst: i === 0,
        number: steps.length + i + 1,
      };
      return old && isSameColumn(old, made) ? old : made;
    });
    steps.push(...columns);
    stages.push({ node: stage, number: stages.length + 1, steps: columns });
  }
  if (before && before.map === map && isSameList(before.steps, steps) && areSameStages(before.stages, stages))
    return before;
  const allLanes =
    before && before.map.properties.lanes === map.properties.lanes
      ? before.allLanes
      : lanesOf(map.properties.lanes);
  const line = lineOfVisibility(allLanes);
  const lanes = allLanes.filter((lane) => !lane.hidden);
  return {
    map,
    stages,
    steps,
    slots: stages.flatMap(
      (stage) => (stage.steps.length > 0 ? stage.steps : [null]) as readonly (StepColumn | null)[],
    ),
    allLanes,
    lanes: before && before.allLanes === allLanes ? before.lanes : lanes,
    visibilityBefore: line === null ? null : (allLanes[line]?.id ?? null),
  };
}

function cardsByLane(
  cards: readonly MapNode[] | undefined,
  before: StepColumn["cards"],
): ReadonlyMap<string, readonly MapNode[]> {
  if (!cards) return NO_CARDS;
  const lanes = new Map<string, MapNode[]>();
  for (const card of cards) {
    const lane = textOf(card.properties.lane);
    const found = lanes.get(lane);
    if (found) found.push(card);
    else lanes.set(lane, [card]);
  }
  return new Map(
    [...lanes].map(([lane, now]) => {
      const was = before.get(lane);
      return [lane, was && isSameList(was, now) ? was : now];
    }),
  );
}

function isSameList<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === other.length && one.every((each, i) => each === other[i]);
}

function areSameStages(one: readonly StageHead[], other: readonly StageHead[]): boolean {
  return (
    one.length === other.length &&
    one.every((stage, i) => stage.node === other[i]?.node && stage.steps.length === other[i].steps.length)
  );
}

function isSameColumn(one: StepColumn, other: StepColumn): boolean {
  if (one.node !== other.node || one.stage !== other.stage) return false;
  if (one.isFirst !== other.isFirst || one.number !== other.number || one.cards.size !== other.cards.size) {
    return false;
  }
  return [...one.cards].every(([lane, cards]) => other.cards.get(lane) === cards);
}

/** A text for people of a property that may be a text or a mapping with one (`{text, basis, ...}`). */
export function textOf(value: Value): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (isMapping(value)) {
    const text = value.text ?? value.name;
    return typeof text === "string" || typeof text === "number" ? String(text) : "";
  }
  return "";
}

/** Whether a claim (a card's properties, or a property of the long form) says that it is proved. */
export function isEvidence(value: Value): boolean {
  return isMapping(value) && value.basis === "evidence";
}

/** The believed feeling of a step, -2 to +2; null where none is said. */
export function feelingOf(step: MapNode): number | null {
  const value = step.properties.feeling;
  const score = isMapping(value) ? value.value : value;
  return typeof score === "number" ? Math.max(-2, Math.min(2, score)) : null;
}
