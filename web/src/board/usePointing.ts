// What a pointer on the board means: pick, pick more, write, open the menu, let files fall.

import type { DragEvent, MouseEvent, RefObject } from "react";
import type { DeskRef } from "./desk";
import type { Doings } from "./doings";
import { isPickedNow } from "./gathered";
import { isMany, type Picked, pickedAt, reached, toggled } from "./picked";
import { type Pictures, picturesIn } from "./pictures";
import { RAIL, STAGE } from "./selection";
import { isControl, isTypingField, placeOf, press } from "./where";

export interface Pointing {
  readonly element: RefObject<HTMLElement | null>;
  readonly desk: DeskRef;
  readonly doings: Doings;
  readonly pictures: Pictures;
  /** Pick several; what was being typed is over. */
  readonly pick: (picked: Picked) => void;
  /** Null while it is open. */
  readonly openMenu: ((point: { readonly x: number; readonly y: number }) => void) | null;
}

/** The listeners for the board's element. */
export function usePointing({ element, desk, doings, pictures, pick, openMenu }: Pointing) {
  const onMouseDown = (event: MouseEvent) => {
    if (event.button !== 0 || isControl(event.target)) return;
    const place = placeOf(event.target);
    if (!place) return;
    press(element.current);
    if (event.shiftKey) {
      event.preventDefault();
      pick(reached(desk.current.picked, place));
    } else if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      pick(toggled(desk.current.picked, place));
    } else if (!isPickedNow(desk.current, place)) doings.pick(pickedAt(place));
  };
  const onClick = (event: MouseEvent) => {
    // What was picked with others stays so while it may be dragged; a mere click picks it alone.
    const place = placeOf(event.target);
    if (!place || event.shiftKey || event.ctrlKey || event.metaKey || isControl(event.target)) return;
    if (isMany(desk.current.picked)) doings.pick(pickedAt(place));
    // A number of a step leads to all of them.
    if (event.target instanceof Element && event.target.closest(".lived-head")) doings.open(place.step);
  };
  const onDoubleClick = (event: MouseEvent) => {
    if (isControl(event.target)) return;
    const place = placeOf(event.target);
    if (!place) return;
    const { lanes, canEdit } = desk.current;
    const lane = lanes.find((one) => one.id === place.lane);
    if (lane?.field === "images" && place.card === null && canEdit) pictures.choose(place.step);
    else if (lane?.shape === "moment" && canEdit) doings.toggleMoment(place.step);
    else doings.startTyping(place, null);
  };
  const onContextMenu = (event: MouseEvent) => {
    if (isTypingField(event.target)) return;
    const place = placeOf(event.target);
    if (!place) return;
    event.preventDefault();
    if (!openMenu) return;
    if (!isPickedNow(desk.current, place)) doings.pick(pickedAt(place));
    openMenu({ x: event.clientX, y: event.clientY });
  };
  const onDrop = (event: DragEvent) => {
    const [dropped] = event.dataTransfer.files;
    if (!dropped) return;
    event.preventDefault();
    const place = placeOf(event.target);
    if (!place || place.lane === STAGE || place.step === RAIL || !desk.current.canEdit) return;
    const [file] = picturesIn(event.dataTransfer.files);
    if (!file) {
      pictures.refuse(dropped);
      return;
    }
    doings.pick(pickedAt({ ...place, card: null }));
    pictures.send(file, place.step);
  };
  const onDragOver = (event: DragEvent) => {
    if (desk.current.canEdit && event.dataTransfer.types.includes("Files")) event.preventDefault();
  };
  return { onMouseDown, onClick, onDoubleClick, onContextMenu, onDragOver, onDrop };
}
