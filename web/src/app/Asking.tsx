// A question that must be answered first: the browser's own dialog, with its title, its words and what to do.

import { type ReactNode, useEffect, useRef } from "react";
import { shellWords } from "../words/shell";

export interface AskingProps {
  readonly title: string;
  readonly says?: string;
  readonly confirm: string;
  readonly isReady?: boolean;
  readonly error?: Error | null;
  readonly children?: ReactNode;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

export function Asking(props: AskingProps) {
  const { title, says, confirm, isReady = true, error, children, onConfirm, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="sheet asking" aria-label={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onConfirm();
        }}
      >
        <h2>{title}</h2>
        {says && <p>{says}</p>}
        {children}
        {error && <p role="alert">{error.message}</p>}
        <p className="inline end">
          <button
            type="button"
            className="button"
            onClick={() => {
              dialog.current?.close();
            }}
          >
            {shellWords.cancel}
          </button>
          <button type="submit" className="button first" disabled={!isReady}>
            {confirm}
          </button>
        </p>
      </form>
    </dialog>
  );
}
