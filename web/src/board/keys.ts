// What keys mean on the board. The list stands in docs/guide/editor.md.

import type { Desk } from "./desk";
import { type Doings, laneAt } from "./doings";
import { everything, extended, isMany, pickedAt } from "./picked";
import {
  cellPlace,
  type Direction,
  firstPlace,
  HEAD,
  moved,
  next,
  type Place,
  RAIL,
  rowsOf,
  STAGE,
} from "./selection";

/** What a key may do beside the doings of the board. */
export interface KeyEffects {
  readonly undo: () => void;
  readonly redo: () => void;
  readonly openMenu: () => void;
  readonly lookAt: (card: string) => void;
  readonly addPicture: (step: string) => void;
  /** Escape: nothing is picked, and Tab leaves the board. */
  readonly leave: () => void;
}

export type Key = Pick<
  KeyboardEvent,
  "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey" | "isComposing"
> & {
  /** Whether the field that waits in the cell gets the key, and writes what is typed. */
  readonly isHeard: boolean;
};

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

/** Do what the key means. Returns whether it meant anything: then the browser must not do its own. */
export function pressKey(key: Key, desk: Desk, doings: Doings, effects: KeyEffects): boolean {
  if (key.isComposing || key.key === "Process" || key.key === "Dead") return false;
  if (key.ctrlKey || key.metaKey) return pressCommand(key, desk, doings, effects);
  const here = desk.picked.at ?? firstPlace(desk.board);
  if (!here) return false;
  if (key.key === "ContextMenu" || (key.key === "F10" && key.shiftKey)) {
    effects.openMenu();
    return true;
  }
  const direction = ARROWS[key.key];
  if (direction) return pressArrow(key, direction, here, desk, doings);
  return pressOther(key, here, desk, doings, effects);
}

function pressCommand(key: Key, desk: Desk, doings: Doings, effects: KeyEffects): boolean {
  const letter = key.key.toLowerCase();
  if (letter === "z" && key.shiftKey) effects.redo();
  else if (letter === "z") effects.undo();
  else if (letter === "y") effects.redo();
  else if (letter === "a" && desk.picked.at) {
    doings.pick(everything(desk.board, desk.lanes, desk.folded));
  } else if (letter === "d" && desk.canEdit && desk.picked.at) doings.duplicate();
  else if (key.key === "Enter" && desk.canEdit) doings.insertHere();
  else return false;
  return true;
}

function pressArrow(key: Key, to: Direction, here: Place, desk: Desk, doings: Doings): boolean {
  const { board, lanes, folded, picked, canEdit } = desk;
  if (key.altKey) {
    if (canEdit) doings.shift(to);
    return true;
  }
  const isFeeling = laneAt(desk, here)?.shape === "feeling";
  if (key.shiftKey && isFeeling && canEdit && picked.to === null && (to === "up" || to === "down")) {
    doings.changeFeeling(here.step, to === "up" ? 0.1 : -0.1);
  } else if (key.shiftKey && picked.at) {
    doings.pick(extended(board, lanes, picked, to, folded));
  } else if (picked.at) {
    const from = picked.to === null ? here : { ...here, card: null };
    doings.pick(pickedAt(moved(board, lanes, from, to, folded)));
  } else doings.pick(pickedAt(here));
  return true;
}

function pressOther(key: Key, here: Place, desk: Desk, doings: Doings, effects: KeyEffects): boolean {
  const { board, lanes, folded, picked, canEdit } = desk;
  const lane = laneAt(desk, here);
  if (key.key === "Tab") {
    const onward = picked.at && next(board, lanes, here, key.shiftKey ? -1 : 1, folded);
    if (onward) doings.pick(pickedAt(onward));
    return onward !== null;
  }
  if (key.key === "Home" || key.key === "End") {
    doings.pick(pickedAt(edgeOf(key.key, here, desk)));
  } else if (key.key === "Escape") {
    if (isMany(picked)) doings.pick(pickedAt(picked.at));
    else effects.leave();
  } else if (key.key === "Enter" && key.altKey) {
    if (here.step !== RAIL && here.lane !== STAGE) doings.open(here.card ?? here.step);
  } else if (key.key === " " || (key.key === "Enter" && key.shiftKey)) {
    if (here.step === RAIL) doings.fold(here.lane);
    else if (here.lane !== STAGE) doings.open(here.step);
  } else if (key.key === "Enter" || key.key === "F2") {
    pressEnter(key, here, desk, doings, effects);
  } else if (key.key === "Insert") {
    if (canEdit) doings.insertHere();
  } else if (key.key === "Delete" || key.key === "Backspace") {
    if (!canEdit) return true;
    if (here.step === RAIL) doings.hideLane(here.lane);
    else doings.clear();
  } else if (lane?.shape === "feeling") {
    if (canEdit) doings.typeFeeling(here.step, key.key);
    return false;
  } else if (key.key.length === 1 && !key.altKey && canEdit && !key.isHeard) {
    doings.startTyping({ ...here, card: null }, key.key);
  } else return false;
  return true;
}

function pressEnter(key: Key, here: Place, desk: Desk, doings: Doings, effects: KeyEffects): void {
  const lane = laneAt(desk, here);
  if (lane?.shape === "feeling") return;
  if (lane?.field === "images" && here.card !== null && key.key === "Enter") effects.lookAt(here.card);
  else if (!desk.canEdit) {
    if (here.lane === HEAD) doings.open(here.step);
  } else if (lane?.field === "images" && here.card === null) effects.addPicture(here.step);
  else if (lane?.shape === "moment") doings.toggleMoment(here.step);
  else doings.startTyping(here, null);
}

function edgeOf(key: "Home" | "End", here: Place, desk: Desk): Place {
  const { board, lanes, folded } = desk;
  if (here.lane === STAGE) {
    const stage = key === "Home" ? board.stages[0] : board.stages.at(-1);
    return stage ? { ...here, step: stage.node.id } : here;
  }
  const step = key === "Home" ? board.steps[0] : board.steps.at(-1);
  if (!step || !rowsOf(lanes, folded).includes(here.lane)) return here;
  return cellPlace(board, lanes, step.node.id, here.lane);
}
