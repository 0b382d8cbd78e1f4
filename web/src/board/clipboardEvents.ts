// Copy, cut and paste: by the browser's own events, so that its keys and its menu mean the same.

import type { ClipboardEvent } from "react";
import { textOf } from "../map/board";
import * as intents from "../map/intents";
import { boardWords } from "../words/board";
import { type Carried, carry, OWN_KIND, readCarried, writeTable } from "./clipboard";
import type { Desk, DeskRef, EffectsRef } from "./desk";
import type { Doings } from "./doings";
import { type Pictures, picturesIn } from "./pictures";
import { type Block, blockOf, thingsIn } from "./picked";
import { isTypingField } from "./where";

export interface Clipboard {
  readonly onCopy: (event: ClipboardEvent) => void;
  readonly onCut: (event: ClipboardEvent) => void;
  readonly onPaste: (event: ClipboardEvent) => void;
  /** For a menu, where no key was pressed. */
  readonly copy: () => void;
  readonly cut: () => void;
  readonly paste: () => void;
}

export function makeClipboard(
  desk: DeskRef,
  effects: EffectsRef,
  doings: Doings,
  pictures: Pictures,
): Clipboard {
  const copied = (event: ClipboardEvent): number => {
    const table = tableOf(desk.current);
    if (isTypingField(event.target) || table === null) return 0;
    event.preventDefault();
    event.clipboardData.setData("text/plain", writeTable(table.map((row) => row.map((one) => one.text))));
    event.clipboardData.setData(OWN_KIND, JSON.stringify(table));
    return table.reduce((count, row) => count + row.length, 0);
  };
  const isMine = (event: ClipboardEvent) => !isTypingField(event.target) && desk.current.picked.at !== null;
  return {
    onCopy: (event) => {
      const count = copied(event);
      if (count > 0) effects.current.tell(boardWords.copied(count));
    },
    onCut: (event) => {
      const count = copied(event);
      if (count === 0 || !desk.current.canEdit) return;
      doings.clear();
      effects.current.tell(boardWords.cutOut(count));
    },
    onPaste: (event) => {
      const { picked, canEdit } = desk.current;
      if (!isMine(event) || !canEdit || !picked.at) return;
      const [picture] = picturesIn(event.clipboardData.files);
      if (picture) {
        event.preventDefault();
        pictures.send(picture, picked.at.step);
        return;
      }
      const own = readCarried(event.clipboardData.getData(OWN_KIND));
      const table = own ?? fromText(event.clipboardData.getData("text/plain"));
      if (table.length === 0) return;
      event.preventDefault();
      doings.paste(table);
    },
    copy: () => {
      // A menu has no other way to make the browser ask for what is copied.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      document.execCommand("copy");
    },
    cut: () => {
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      document.execCommand("cut");
    },
    paste: () => {
      navigator.clipboard.readText().then(
        (text) => {
          doings.paste(fromText(text));
        },
        () => {
          effects.current.tell(boardWords.pastePress);
        },
      );
    },
  };
}

function fromText(text: string): readonly (readonly Carried[])[] {
  return intents.readTable(text).map((row) => row.map((one): Carried => ({ text: one })));
}

/** What is picked as a table: a block as it stands, cards picked one by one below one another. */
function tableOf(desk: Desk): readonly (readonly Carried[])[] | null {
  const { board, lanes, picked, folded } = desk;
  const things = thingsIn(board, lanes, picked, folded);
  if (picked.to === null && things.cards.length > 0) {
    return things.cards.map((card) => {
      const { text, lane } = card.properties;
      return [{ text: textOf(text), field: textOf(lane), cards: [card.properties] }];
    });
  }
  const block: Block | null = blockOf(board, lanes, picked, folded);
  return block && carry(block);
}
