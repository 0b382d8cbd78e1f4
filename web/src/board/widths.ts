// How wide each step's column is: as wide as its words ask for, within reason.

import { type StepColumn, textOf } from "../map/board";

const NARROWEST = 184;
const WIDEST = 320;
const PIXELS_A_LETTER = 1.15;
/** Of a letter of a name or a card as it is drawn, and of what stands around it. */
const PIXELS_DRAWN = 7.7;
const PIXELS_AROUND = 44;
/** Where a text may be broken: between words, and between any two letters of Chinese and Japanese. */
const BREAKS = /[\s\u00ad\u2010\u200b\u3000-\u9fff\uff00-\uffef/-]+/;

/** Letters that take the room of two. */
const WIDE = /[\u3000-\u9fff\uac00-\ud7af\uff01-\uff60]/g;

const known = new WeakMap<StepColumn, number>();

/** Of a column, or of the empty one (null) of a stage without steps. In pixels. */
export function widthOf(column: StepColumn | null): number {
  if (column === null) return NARROWEST;
  const before = known.get(column);
  if (before !== undefined) return before;
  const texts = [
    textOf(column.node.properties.name),
    ...[...column.cards.values()].flatMap((cards) => cards.map((card) => textOf(card.properties.text))),
  ];
  const longest = Math.max(...texts.map((text) => text.length + (text.match(WIDE)?.length ?? 0)));
  const word = Math.max(...texts.flatMap((text) => text.split(BREAKS).map((one) => one.length)));
  const asked = Math.max(NARROWEST + (longest - 40) * PIXELS_A_LETTER, word * PIXELS_DRAWN + PIXELS_AROUND);
  const width = Math.round(Math.max(NARROWEST, Math.min(WIDEST, asked)));
  known.set(column, width);
  return width;
}
