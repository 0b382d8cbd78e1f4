// Where on the board something lies. Cells, heads and lanes' names say it in `data-at-step` and `data-at-lane`,
// cards in `data-card`: one listener on the board serves them all.

import type { Place } from "./selection";

export function placeOf(target: EventTarget | null): Place | null {
  if (!(target instanceof Element)) return null;
  const cell = target.closest<HTMLElement>("[data-at-step]");
  const step = cell?.dataset.atStep;
  const lane = cell?.dataset.atLane;
  if (step === undefined || lane === undefined) return null;
  const card = target.closest<HTMLElement>("[data-card]")?.dataset.card ?? null;
  return { step, lane, card };
}

/** Whether a click or a key is meant for a button, a menu or a field of its own, and not for the board. */
export function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("button, input, select, textarea, a, summary, dialog, [role=menu]") !== null &&
    target.closest(".feeling-point, .typing[data-waiting]") === null
  );
}

export function isTypingField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(".typing:not([data-waiting])") !== null;
}

/** Give the keys to a place: to the field that waits in it, or to itself. Not while the button is down: a field
 * that gets the keys then would end the drag that may begin. */
export function focusPlace(place: HTMLElement): void {
  if (place.closest(".board[data-pressed]")) return;
  (place.querySelector<HTMLElement>(".typing") ?? place).focus({ preventScroll: true });
}

/** A click gives the keys to a cell: they belong to the field that waits in it. */
export function focusWaiting(place: HTMLElement): void {
  if (place.querySelector(".typing")) focusPlace(place);
}

const ENDS = ["mouseup", "drop", "dragend"] as const;

/** The button went down on the board: until it is up again, no field takes the keys. */
export function press(board: HTMLElement | null): void {
  if (!board) return;
  board.dataset.pressed = "";
  const release = () => {
    for (const end of ENDS) window.removeEventListener(end, release, true);
    delete board.dataset.pressed;
    const { activeElement } = document;
    if (!isTypingField(activeElement) && board.contains(activeElement)) focusHere(board);
  };
  for (const end of ENDS) window.addEventListener(end, release, true);
}

/** Give the keys to the place that is picked. */
export function focusHere(board: HTMLElement | null): void {
  const here = board?.querySelector<HTMLElement>("[data-here] .typing[data-waiting], [data-roving]");
  (here ?? board)?.focus({ preventScroll: true });
}
