// Tells the others what is being typed on the board, as it is typed.

import { useEffect } from "react";
import type { OpenMap } from "./useMap";

const MILLISECONDS_BETWEEN = 300;
export const LONGEST_TOLD = 500;

/** Watches the editors of the board, whichever is open, and says what stands in them. */
export function useTypingTold(open: OpenMap): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let text = "";
    const tell = () => {
      timer ??= setTimeout(() => {
        timer = null;
        open.sayTyping(text);
      }, MILLISECONDS_BETWEEN);
    };
    const onInput = (event: Event) => {
      if (!isEditor(event.target)) return;
      text = event.target.value.slice(0, LONGEST_TOLD);
      tell();
    };
    const onLeave = (event: Event) => {
      if (!isEditor(event.target) || text === "") return;
      text = "";
      tell();
    };
    document.addEventListener("input", onInput);
    document.addEventListener("focusout", onLeave);
    return () => {
      if (timer !== null) clearTimeout(timer);
      document.removeEventListener("input", onInput);
      document.removeEventListener("focusout", onLeave);
    };
  }, [open]);
}

function isEditor(target: EventTarget | null): target is HTMLTextAreaElement {
  return target instanceof HTMLTextAreaElement && target.closest(".board") !== null;
}
