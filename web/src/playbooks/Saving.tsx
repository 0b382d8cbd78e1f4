// What a playbook that is being worked on has wherever it stands: its button to save it, and the keys that take a
// change back.

import type { KeyboardEvent } from "react";
import type { Book } from "./useBook";

interface SaveBookProps {
  readonly book: Book;
  readonly name: string;
  readonly isSaving: boolean;
  readonly onSave: () => void;
}

export function SaveBook({ book, name, isSaving, onSave }: SaveBookProps) {
  return (
    <button type="button" className="button first" disabled={!isGood(book) || isSaving} onClick={onSave}>
      {name}
    </button>
  );
}

/** Whether it can be saved: it is read, and nothing is wrong with it. */
export function isGood(book: Book): boolean {
  return book.problems.length === 0 && !book.isChecking && book.data !== null;
}

/** Ctrl-Z and Ctrl-Shift-Z outside of fields: it is the playbook's change that is taken back, not a map's. */
export function undoByKey(book: Book, event: KeyboardEvent): void {
  const isField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  if (isField || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  event.preventDefault();
  event.stopPropagation();
  if (event.shiftKey) book.redo?.();
  else book.undo?.();
}
