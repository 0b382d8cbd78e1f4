// Where one is on the board, and where an arrow leads from there.

import type { Board } from "../map/board";
import type { LaneView } from "../map/lanes";
import type { MapNode } from "../map/nodes";

/** The row of the steps' own names, above the lanes. */
export const HEAD = "@step";
/** The row of the stages' names, above that: there a place's `step` is a stage. */
export const STAGE = "@stage";
/** In place of a step: the lane's own name, left of its cells. */
export const RAIL = "@rail";

export interface Place {
  /** A step's id; a stage's on STAGE; RAIL on a lane's name. */
  readonly step: string;
  /** A lane's id, HEAD or STAGE. */
  readonly lane: string;
  readonly card: string | null;
}

export type Direction = "up" | "down" | "left" | "right";

const NONE_FOLDED: ReadonlySet<string> = new Set();

/** The place an arrow leads to; the same place at an edge. Up and down go through a cell's cards first. */
export function moved(
  board: Board,
  lanes: readonly LaneView[],
  at: Place,
  to: Direction,
  folded: ReadonlySet<string> = NONE_FOLDED,
): Place {
  if (at.lane === STAGE) return movedInStages(board, at, to);
  if (at.step === RAIL) return movedInRail(board, lanes, at, to, folded);
  const column = board.steps.findIndex((step) => step.node.id === at.step);
  if (column < 0) return firstPlace(board) ?? at;
  if (to === "left" || to === "right") {
    const next = board.steps[column + (to === "left" ? -1 : 1)];
    if (next) return cellPlace(board, lanes, next.node.id, at.lane);
    return to === "left" && at.lane !== HEAD ? { step: RAIL, lane: at.lane, card: null } : at;
  }
  const cards = cardsAt(board, lanes, at.step, at.lane);
  const index = cards.findIndex((card) => card.id === at.card);
  const nextCard = to === "down" ? cards[index + 1] : cards[index - 1];
  if (index >= 0 && nextCard) return { ...at, card: nextCard.id };
  const rows = rowsOf(lanes, folded);
  const row = rows.indexOf(at.lane);
  if (row === 0 && to === "up") {
    const stage = board.steps[column]?.stage;
    return stage ? { step: stage.id, lane: STAGE, card: null } : at;
  }
  const lane = rows[row + (to === "down" ? 1 : -1)];
  if (lane === undefined) return at;
  const there = cardsAt(board, lanes, at.step, lane);
  return { step: at.step, lane, card: (to === "down" ? there[0] : there.at(-1))?.id ?? null };
}

function movedInStages(board: Board, at: Place, to: Direction): Place {
  const index = board.stages.findIndex((stage) => stage.node.id === at.step);
  const here = board.stages[index];
  if (!here) return firstPlace(board) ?? at;
  if (to === "down") {
    const first = here.steps[0];
    return first ? { step: first.node.id, lane: HEAD, card: null } : at;
  }
  const next = to === "up" ? undefined : board.stages[index + (to === "left" ? -1 : 1)];
  return next ? { step: next.node.id, lane: STAGE, card: null } : at;
}

function movedInRail(
  board: Board,
  lanes: readonly LaneView[],
  at: Place,
  to: Direction,
  folded: ReadonlySet<string>,
): Place {
  const first = board.steps[0];
  if (to === "left") return at;
  if (to === "right") {
    return first && !folded.has(at.lane) ? cellPlace(board, lanes, first.node.id, at.lane) : at;
  }
  const next = lanes[lanes.findIndex((lane) => lane.id === at.lane) + (to === "down" ? 1 : -1)];
  return next ? { ...at, lane: next.id } : at;
}

/** The next cell in reading order, as Tab goes; null after the last. */
export function next(
  board: Board,
  lanes: readonly LaneView[],
  at: Place,
  by: 1 | -1,
  folded: ReadonlySet<string> = NONE_FOLDED,
): Place | null {
  const column = board.steps.findIndex((step) => step.node.id === at.step);
  const rows = rowsOf(lanes, folded);
  const row = rows.indexOf(at.lane);
  if (row < 0 || column < 0) return null;
  const index = row * board.steps.length + column + by;
  const lane = rows[Math.floor(index / board.steps.length)];
  const step = board.steps[((index % board.steps.length) + board.steps.length) % board.steps.length];
  if (index < 0 || lane === undefined || !step) return null;
  return cellPlace(board, lanes, step.node.id, lane);
}

export function firstPlace(board: Board): Place | null {
  const step = board.steps[0];
  if (step) return { step: step.node.id, lane: HEAD, card: null };
  const stage = board.stages[0];
  return stage ? { step: stage.node.id, lane: STAGE, card: null } : null;
}

/** A cell, on its first card. */
export function cellPlace(board: Board, lanes: readonly LaneView[], step: string, lane: string): Place {
  return { step, lane, card: cardsAt(board, lanes, step, lane)[0]?.id ?? null };
}

/** The cards of a cell; none where the lane is kept as a property. */
export function cardsAt(
  board: Board,
  lanes: readonly LaneView[],
  step: string,
  lane: string,
): readonly MapNode[] {
  const view = lanes.find((one) => one.id === lane);
  if (view?.shape !== "cards") return [];
  return board.steps.find((one) => one.node.id === step)?.cards.get(view.field) ?? [];
}

/** The rows that cells can be picked in: the steps' names and the lanes that are not folded. */
export function rowsOf(lanes: readonly LaneView[], folded: ReadonlySet<string>): readonly string[] {
  return [HEAD, ...lanes.filter((lane) => !folded.has(lane.id)).map((lane) => lane.id)];
}

/** Whether a place is still there: somebody may have removed it, or folded its lane. */
export function isThere(board: Board, at: Place, folded: ReadonlySet<string>): boolean {
  if (at.lane === STAGE) return board.stages.some((stage) => stage.node.id === at.step);
  const isLane = at.lane === HEAD || board.lanes.some((lane) => lane.id === at.lane);
  if (at.step === RAIL) return isLane;
  return isLane && !folded.has(at.lane) && board.steps.some((step) => step.node.id === at.step);
}
