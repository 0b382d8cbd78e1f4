// Where one is on the board, and where an arrow leads from there.

import type { Board } from "../map/board";
import type { LaneView } from "../map/lanes";
import type { MapNode } from "../map/nodes";

/** The row of the steps' own names, above the lanes. */
export const HEAD = "@step";

export interface Place {
  readonly step: string;
  /** A lane's id, or HEAD. */
  readonly lane: string;
  readonly card: string | null;
}

export type Direction = "up" | "down" | "left" | "right";

/** The place an arrow leads to; the same place at an edge. Up and down go through a cell's cards first. */
export function moved(board: Board, lanes: readonly LaneView[], at: Place, to: Direction): Place {
  const column = board.steps.findIndex((step) => step.node.id === at.step);
  if (column < 0) return firstPlace(board) ?? at;
  if (to === "left" || to === "right") {
    const next = board.steps[column + (to === "left" ? -1 : 1)];
    return next
      ? {
          step: next.node.id,
          lane: at.lane,
          card: cardsAt(board, lanes, next.node.id, at.lane)[0]?.id ?? null,
        }
      : at;
  }
  const cards = cardsAt(board, lanes, at.step, at.lane);
  const index = cards.findIndex((card) => card.id === at.card);
  const nextCard = to === "down" ? cards[index + 1] : cards[index - 1];
  if (index >= 0 && nextCard) return { ...at, card: nextCard.id };
  const rows = [HEAD, ...lanes.map((lane) => lane.id)];
  const lane = rows[rows.indexOf(at.lane) + (to === "down" ? 1 : -1)];
  if (lane === undefined) return at;
  const there = cardsAt(board, lanes, at.step, lane);
  return { step: at.step, lane, card: (to === "down" ? there[0] : there.at(-1))?.id ?? null };
}

/** The next cell in reading order, as Tab goes; null after the last. */
export function next(board: Board, lanes: readonly LaneView[], at: Place, by: 1 | -1): Place | null {
  const column = board.steps.findIndex((step) => step.node.id === at.step);
  const rows = [HEAD, ...lanes.map((lane) => lane.id)];
  const index = rows.indexOf(at.lane) * board.steps.length + column + by;
  const lane = rows[Math.floor(index / board.steps.length)];
  const step = board.steps[((index % board.steps.length) + board.steps.length) % board.steps.length];
  if (index < 0 || lane === undefined || !step) return null;
  return { step: step.node.id, lane, card: cardsAt(board, lanes, step.node.id, lane)[0]?.id ?? null };
}

export function firstPlace(board: Board): Place | null {
  const step = board.steps[0];
  return step ? { step: step.node.id, lane: HEAD, card: null } : null;
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
