// How wide each step's column is: as wide as its words ask for, within reason.

import { type StepColumn, textOf } from "../map/board";

const NARROWEST = 184;
const WIDEST = 320;
const PIXELS_A_LETTER = 1.15;

/** Of a column, or of the empty one (null) of a stage without steps. In pixels. */
export function widthOf(column: StepColumn | null): number {
  if (column === null) return NARROWEST;
  let longest = textOf(column.node.properties.name).length;
  for (const cards of column.cards.values()) {
    for (const card of cards) longest = Math.max(longest, textOf(card.properties.text).length);
  }
  return Math.round(Math.max(NARROWEST, Math.min(WIDEST, NARROWEST + (longest - 40) * PIXELS_A_LETTER)));
}
