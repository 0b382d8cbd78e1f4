// What is picked on the board: one place, a block of cells from there to another, or cards one by one.

import { type Board, type StepColumn, textOf } from "../map/board";
import type { LaneView } from "../map/lanes";
import type { MapNode } from "../map/nodes";
import { say } from "./say";
import { cardsAt, HEAD, moved, type Direction, type Place, RAIL, rowsOf, STAGE } from "./selection";

export interface Picked {
  /** Where one is: what is typed goes there, and a block begins there. */
  readonly at: Place | null;
  /** The other corner of a block of cells; null where none is picked. */
  readonly to: Place | null;
  /** Cards picked one by one, beside the one at `at`. */
  readonly cards: ReadonlySet<string>;
}

const NO_CARDS: ReadonlySet<string> = new Set();
export const NOTHING: Picked = { at: null, to: null, cards: NO_CARDS };

export interface Block {
  readonly columns: readonly StepColumn[];
  /** The lanes from top to bottom; null is the row of the steps' names. */
  readonly rows: readonly (LaneView | null)[];
}

/** What of the map is picked; what is done to it is done to all of it. */
export interface Things {
  readonly stages: readonly MapNode[];
  readonly steps: readonly MapNode[];
  readonly cards: readonly MapNode[];
  /** Cells that are a property of their step. */
  readonly cells: readonly { readonly step: MapNode; readonly lane: LaneView }[];
}

export function pickedAt(at: Place | null): Picked {
  return { at, to: null, cards: NO_CARDS };
}

/** Shift and an arrow: the block's far corner goes on by a whole cell. */
export function extended(
  board: Board,
  lanes: readonly LaneView[],
  picked: Picked,
  direction: Direction,
  folded: ReadonlySet<string>,
): Picked {
  const { at } = picked;
  if (!at || !isCell(at)) return picked;
  const from = { ...(picked.to ?? at), card: null };
  const to = moved(board, lanes, from, direction, folded);
  return isCell(to) ? { at, to: { ...to, card: null }, cards: NO_CARDS } : picked;
}

/** Shift and a click: a block from where one is to there. */
export function reached(picked: Picked, to: Place): Picked {
  if (!picked.at || !isCell(picked.at) || !isCell(to)) return pickedAt(to);
  return { at: picked.at, to: { ...to, card: null }, cards: NO_CARDS };
}

/** Control and a click: this card too, or no longer. */
export function toggled(picked: Picked, place: Place): Picked {
  if (place.card === null) return pickedAt(place);
  const cards = new Set(picked.cards);
  if (picked.at?.card != null && picked.to === null) cards.add(picked.at.card);
  if (!cards.delete(place.card)) cards.add(place.card);
  return { at: place, to: null, cards };
}

export function everything(board: Board, lanes: readonly LaneView[], folded: ReadonlySet<string>): Picked {
  const rows = rowsOf(lanes, folded);
  const [first, last] = [board.steps[0], board.steps.at(-1)];
  const [top, bottom] = [rows[1] ?? rows[0], rows.at(-1)];
  if (!first || !last || top === undefined || bottom === undefined) return NOTHING;
  return {
    at: { step: first.node.id, lane: top, card: null },
    to: { step: last.node.id, lane: bottom, card: null },
    cards: NO_CARDS,
  };
}

/** Whether more than one thing is picked. */
export function isMany(picked: Picked): boolean {
  return picked.to !== null || picked.cards.size > 0;
}

function isCell(place: Place): boolean {
  return place.lane !== STAGE && place.step !== RAIL;
}

/** The block of cells that is picked (a single cell is one of one); null on stages and on lanes' names. */
export function blockOf(
  board: Board,
  lanes: readonly LaneView[],
  picked: Picked,
  folded: ReadonlySet<string>,
): Block | null {
  const { at } = picked;
  if (!at || !isCell(at)) return null;
  const to = picked.to ?? at;
  const columns = between(
    board.steps.findIndex((step) => step.node.id === at.step),
    board.steps.findIndex((step) => step.node.id === to.step),
  );
  const ids = rowsOf(lanes, folded);
  const rows = between(ids.indexOf(at.lane), ids.indexOf(to.lane));
  if (!columns || !rows) return null;
  return {
    columns: board.steps.slice(columns[0], columns[1] + 1),
    rows: ids.slice(rows[0], rows[1] + 1).map((id) => lanes.find((lane) => lane.id === id) ?? null),
  };
}

function between(one: number, other: number): readonly [number, number] | null {
  return one < 0 || other < 0 ? null : [Math.min(one, other), Math.max(one, other)];
}

/** All that is picked. Names of steps in a block with lanes are not: who clears cells does not mean the steps. */
export function thingsIn(
  board: Board,
  lanes: readonly LaneView[],
  picked: Picked,
  folded: ReadonlySet<string>,
): Things {
  const { at } = picked;
  const none: Things = { stages: [], steps: [], cards: [], cells: [] };
  if (!at || at.step === RAIL) return none;
  if (at.lane === STAGE) {
    return { ...none, stages: board.stages.filter((one) => one.node.id === at.step).map((one) => one.node) };
  }
  if (picked.cards.size > 0) {
    const inOrder = board.steps.flatMap((step) => lanes.flatMap((lane) => step.cards.get(lane.field) ?? []));
    return { ...none, cards: inOrder.filter((card) => picked.cards.has(card.id)) };
  }
  const block = blockOf(board, lanes, picked, folded);
  if (!block) return none;
  if (block.rows.length === 1 && block.rows[0] === null) {
    return { ...none, steps: block.columns.map((column) => column.node) };
  }
  if (picked.to === null) {
    const card = cardsAt(board, lanes, at.step, at.lane).find((one) => one.id === at.card);
    if (card) return { ...none, cards: [card] };
  }
  const cards: MapNode[] = [];
  const cells: { step: MapNode; lane: LaneView }[] = [];
  for (const column of block.columns) {
    for (const lane of block.rows) {
      if (lane?.shape === "cards") {
        if (picked.to !== null || at.card === null) cards.push(...(column.cards.get(lane.field) ?? []));
      } else if (lane) cells.push({ step: column.node, lane });
    }
  }
  // A cell of cards that is picked as a cell means no card: a card is picked by itself.
  return { ...none, cards: picked.to === null ? [] : cards, cells };
}

/** Whether a cell lies in the block that is picked. Made once per look at the board: cells only ask. */
export function blockLookup(block: Block | null): (step: string, lane: string) => boolean {
  if (!block) return () => false;
  const steps = new Set(block.columns.map((column) => column.node.id));
  const rows = new Set(block.rows.map((lane) => lane?.id ?? HEAD));
  return (step, lane) => rows.has(lane) && steps.has(step);
}

/** A block as rows of texts, as spreadsheets take it: the cards of a cell are its lines. */
export function textsOf(block: Block): readonly (readonly string[])[] {
  return block.rows.map((lane) =>
    block.columns.map((column) => {
      if (lane === null) return textOf(column.node.properties.name);
      if (lane.shape !== "cards") return say(lane, column.node);
      return (column.cards.get(lane.field) ?? []).map((card) => textOf(card.properties.text)).join("\n");
    }),
  );
}
