// The levels of a scorecard, and what a hand does to them: cut in two, taken out, called otherwise.

import type { CardData, LevelData } from "./card";

/** Where a level begins and ends on the scale. */
export function spanOf(card: CardData, at: number): { readonly begin: number; readonly end: number } {
  return {
    begin: card.levels[at]?.at_least ?? card.lowest ?? 0,
    end: card.levels[at + 1]?.at_least ?? card.highest ?? 100,
  };
}

/** A level cut in two in its middle: the better half is the new one. Null where there is no room for two. */
export function splitLevel(card: CardData, at: number, name: string): CardData | null {
  const { begin, end } = spanOf(card, at);
  const middle = (begin + end) / 2;
  const whole = Math.round(middle);
  const value = whole > begin && whole < end ? whole : middle;
  if (!(value > begin && value < end)) return null;
  const made: LevelData = { name: freeName(card, name), at_least: value };
  return { ...card, levels: card.levels.toSpliced(at + 1, 0, made) };
}

/** A level taken out: the one before it (of the lowest: the one after) takes its scores. */
export function withoutLevel(card: CardData, at: number): CardData {
  if (card.levels.length < 2) return card;
  const levels = card.levels.toSpliced(at, 1);
  if (at > 0) return { ...card, levels };
  const [lowest, ...rest] = levels;
  if (!lowest) return card;
  const { at_least: _, ...first } = lowest;
  return { ...card, levels: [first, ...rest] };
}

/** Whether another level is called so already: then nobody could tell the two apart. */
export function isTaken(card: CardData, at: number, name: string): boolean {
  return card.levels.some((one, place) => place !== at && one.name === name);
}

/** The names in force that a draft does not have any more. */
export function goneOf(inForce: readonly string[], card: CardData): readonly string[] {
  return inForce.filter((name) => !card.levels.some((one) => one.name === name));
}

function freeName(card: CardData, name: string): string {
  let found = name;
  for (let n = 2; card.levels.some((one) => one.name === found); n += 1) found = `${name} ${n}`;
  return found;
}
