// The two buttons of an editor that go back and forth through its changes.

import { Icon } from "./Icon";

export interface UndoRedoProps {
  /** Null: there is nothing to take back. */
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  readonly words: { readonly undo: string; readonly redo: string };
}

export function UndoRedo({ undo, redo, words }: UndoRedoProps) {
  return (
    <>
      <button
        type="button"
        className="button icon"
        aria-label={words.undo}
        title={`${words.undo} (Ctrl+Z)`}
        aria-keyshortcuts="Control+Z"
        disabled={!undo}
        onClick={() => undo?.()}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        className="button icon"
        aria-label={words.redo}
        title={`${words.redo} (Ctrl+Shift+Z)`}
        aria-keyshortcuts="Control+Shift+Z"
        disabled={!redo}
        onClick={() => redo?.()}
      >
        <Icon name="redo" />
      </button>
    </>
  );
}
