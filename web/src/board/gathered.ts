// What comes along when one of the things that are picked is pressed or dragged.

import type { Desk } from "./desk";
import { blockLookup, blockOf } from "./picked";
import type { Place } from "./selection";
import type { Dragged } from "./spots";

/** Whether a place is part of several that are picked: then a press may begin a drag of all of them. */
export function isPickedNow(desk: Desk, place: Place): boolean {
  const { board, lanes, picked, folded } = desk;
  if (place.card !== null && picked.cards.has(place.card)) return true;
  if (picked.to === null) return false;
  return blockLookup(blockOf(board, lanes, picked, folded))(place.step, place.lane);
}

/** All that is dragged with one: the cards picked with it, or the steps of the block it is in. */
export function gathered(desk: Desk, kind: Dragged["kind"], id: string): readonly string[] {
  const { board, lanes, picked, folded } = desk;
  const block = picked.to === null ? null : blockOf(board, lanes, picked, folded);
  const ids: readonly string[] =
    kind === "card"
      ? picked.cards.size > 0
        ? board.steps.flatMap((step) =>
            [...step.cards.values()].flat().flatMap((card) => (picked.cards.has(card.id) ? card.id : [])),
          )
        : (block?.columns.flatMap((column) =>
            block.rows.flatMap((lane) =>
              lane?.shape === "cards" ? (column.cards.get(lane.field) ?? []).map((card) => card.id) : [],
            ),
          ) ?? [])
      : kind === "step" && block?.rows[0] === null
        ? block.columns.map((column) => column.node.id)
        : [];
  return ids.includes(id) ? ids : [id];
}
