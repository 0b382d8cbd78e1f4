// One board's desk, and all that can be done at it: made once, told at each look what lies there now.

import { type Clipboard, makeClipboard } from "./clipboardEvents";
import type { Desk, DeskRef, Effects } from "./desk";
import { type Doings, makeDoings } from "./doings";
import { makePictures, type Pictures } from "./pictures";

export interface Room {
  readonly desk: DeskRef;
  readonly doings: Doings;
  readonly pictures: Pictures;
  readonly clipboard: Clipboard;
  readonly lay: (desk: Desk, effects: Effects) => void;
}

export function openRoom(): Room {
  let laid: { readonly desk: Desk; readonly effects: Effects } | null = null;
  const there = () => {
    if (!laid) throw new Error("nothing lies on the desk yet");
    return laid;
  };
  const desk = {
    get current() {
      return there().desk;
    },
  };
  const effects = {
    get current() {
      return there().effects;
    },
  };
  const doings = makeDoings(desk, effects);
  const pictures = makePictures(desk, effects);
  return {
    desk,
    doings,
    pictures,
    clipboard: makeClipboard(desk, effects, doings, pictures),
    lay: (now, then) => {
      laid = { desk: now, effects: then };
    },
  };
}
