// What a key or a drop means for all that is picked, as changes of one edit. Pure: tested without a page.

import { type Board, type StepColumn, textOf } from "../map/board";
import type { Change } from "../map/edits";
import * as intents from "../map/intents";
import type { LaneView } from "../map/lanes";
import { addCards, duplicateStage, duplicateStep, moveCards, moveNodes, removeAll } from "../map/manyIntents";
import { type MapNode, type MapNodes, ROOT } from "../map/nodes";
import { boardWords } from "../words/board";
import type { Things } from "./picked";
import type { Direction } from "./selection";

export function clearedAll(nodes: MapNodes, things: Things): Change[] {
  return [
    ...removeAll([...things.stages, ...things.steps, ...things.cards]),
    ...things.cells.flatMap(({ step, lane }) => intents.set(nodes, step, lane.field, undefined)),
  ];
}

export function duplicatedAll(nodes: MapNodes, lanes: readonly LaneView[], things: Things): Change[] {
  const named = (node: MapNode) => boardWords.copyOf(textOf(node.properties.name));
  return [
    ...things.stages.flatMap((stage) => duplicateStage(nodes, stage, named(stage))),
    ...things.steps.flatMap((step) => duplicateStep(nodes, step, named(step))),
    ...things.cards.flatMap((card) => {
      const lane = lanes.find((one) => one.field === card.properties.lane);
      return lane && card.parent !== null ? addCards(nodes, card.parent, lane, [card.properties], card) : [];
    }),
  ];
}

/** Alt and an arrow, for everything that is picked. Nothing at an edge. */
export function shiftedAll(
  board: Board,
  nodes: MapNodes,
  lanes: readonly LaneView[],
  things: Things,
  to: Direction,
): Change[] {
  if (things.stages.length > 0) return shiftedStages(board, nodes, things.stages, to);
  if (things.steps.length > 0) return shiftedSteps(board, nodes, things.steps, to);
  if (to === "up" || to === "down") return shiftedInCell(board, nodes, lanes, things.cards, to);
  const by = to === "left" ? -1 : 1;
  const columnOf = (id: string | null) => board.steps.findIndex((step) => step.node.id === id);
  const targets = [...things.cards.map((card) => card.parent), ...things.cells.map(({ step }) => step.id)];
  if (targets.some((id) => board.steps[columnOf(id) + by] === undefined)) return [];
  const cards = groupedBy(things.cards, (card) => `${card.parent ?? ""} ${textOf(card.properties.lane)}`);
  return [
    ...cards.flatMap((group) => {
      const other = board.steps[columnOf(group[0]?.parent ?? null) + by];
      const lane = lanes.find((one) => one.field === group[0]?.properties.lane);
      return other && lane ? moveCards(nodes, group, other.node, lane, null) : [];
    }),
    ...groupedBy(things.cells, (cell) => cell.lane.id).flatMap((row) => {
      const columns = row.map(({ step }) => columnOf(step.id)).sort((one, two) => one - two);
      const lane = row[0]?.lane;
      return lane ? swapped(board, nodes, lane, columns, by) : [];
    }),
  ];
}

/** A row of properties goes on by one step; what stood in its way comes to its other end. */
function swapped(
  board: Board,
  nodes: MapNodes,
  lane: LaneView,
  columns: readonly number[],
  by: 1 | -1,
): Change[] {
  const [first, last] = [columns[0] ?? 0, columns.at(-1) ?? 0];
  const places = by === -1 ? [first - 1, ...range(first, last)] : [...range(first, last), last + 1];
  const steps = places.flatMap((place) => board.steps[place]?.node ?? []);
  const values = steps.map((step) => step.properties[lane.field]);
  const moved = by === -1 ? [...values.slice(1), values[0]] : [values.at(-1), ...values.slice(0, -1)];
  return steps.flatMap((step, i) => intents.set(nodes, step, lane.field, moved[i]));
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function groupedBy<T>(all: readonly T[], key: (one: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  return [...groups.values()];
}

function shiftedStages(board: Board, nodes: MapNodes, moved: readonly MapNode[], to: Direction): Change[] {
  if (to === "up" || to === "down") return [];
  const others = board.stages.map((stage) => stage.node);
  const index = others.findIndex((stage) => stage === moved[0]);
  const other = others[to === "left" ? index - 1 : index + moved.length];
  if (!other) return [];
  const before = to === "left" ? other : (others[index + moved.length + 1] ?? null);
  return moveNodes(nodes, moved, ROOT, before);
}

/** A step at the edge of its stage goes over the edge first: there it is the last, or the first. */
function shiftedSteps(board: Board, nodes: MapNodes, moved: readonly MapNode[], to: Direction): Change[] {
  if (to === "up" || to === "down") return [];
  const edge = to === "left" ? moved[0] : moved.at(-1);
  const stage = board.stages.findIndex((one) => one.steps.some((step) => step.node === edge));
  const here = board.stages[stage];
  if (!here || !edge) return [];
  const index = here.steps.findIndex((step) => step.node === edge);
  if (to === "left") {
    const other = here.steps[index - 1];
    if (other) return moveNodes(nodes, moved, here.node.id, other.node);
    const before = board.stages[stage - 1];
    return before ? moveNodes(nodes, moved, before.node.id, null) : [];
  }
  if (here.steps[index + 1]) {
    return moveNodes(nodes, moved, here.node.id, here.steps[index + 2]?.node ?? null);
  }
  const after = board.stages[stage + 1];
  return after ? moveNodes(nodes, moved, after.node.id, after.steps[0]?.node ?? null) : [];
}

function shiftedInCell(
  board: Board,
  nodes: MapNodes,
  lanes: readonly LaneView[],
  moved: readonly MapNode[],
  to: "up" | "down",
): Change[] {
  const [first] = moved;
  const lane = lanes.find((one) => one.field === first?.properties.lane);
  const column = board.steps.find((step) => step.node.id === first?.parent);
  if (!first || !lane || !column) return [];
  if (moved.some((card) => card.parent !== first.parent || card.properties.lane !== lane.field)) return [];
  const cards = column.cards.get(lane.field) ?? [];
  const edge = to === "up" ? cards.indexOf(first) - 1 : cards.indexOf(moved.at(-1) ?? first) + 1;
  if (!cards[edge]) return [];
  const before = to === "up" ? cards[edge] : (cards[edge + 1] ?? null);
  return moveCards(nodes, moved, column.node, lane, before);
}

/** Where steps are dropped: before a step, or at the end of a stage. */
export interface StepSpot {
  readonly stage: string;
  readonly before: string | null;
}

/** Steps dropped at a spot. Nothing where they stand there already. */
export function droppedSteps(nodes: MapNodes, steps: readonly MapNode[], spot: StepSpot): Change[] {
  const before = spot.before === null ? null : (nodes.nodes.get(spot.before) ?? null);
  if (before && steps.includes(before) && steps.length === 1) return [];
  const changes = moveNodes(nodes, steps, spot.stage, before);
  return changes.every((change) => isWhereItIs(nodes, change)) ? [] : changes;
}

function isWhereItIs(nodes: MapNodes, change: Change): boolean {
  const node = nodes.nodes.get(change.node);
  return change.do === "move" && node?.parent === change.parent && node.rank === change.rank;
}

/** The cards of one cell that a dragged card may take along: those picked with it, in order. */
export function draggedWith(board: Board, picked: ReadonlySet<string>, card: string): readonly string[] {
  if (!picked.has(card)) return [card];
  const inOrder = (column: StepColumn) => [...column.cards.values()].flat().map((one) => one.id);
  return board.steps.flatMap(inOrder).filter((id) => picked.has(id));
}
