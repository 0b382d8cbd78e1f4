// The keys of the whole map page: the ways to look at the map by their place in the bar, presenting, and what else
// is of no place on the board.

import { useEffect, useRef } from "react";
import { LOOKS, type LookId } from "./looks";

export const PRESENT_KEYS = "Ctrl+Alt+P";
export const FIT_KEYS = "Ctrl+Alt+0";
export const HISTORY_KEYS = "Ctrl+Alt+H";

export function keyOfLook(id: LookId): string {
  return `Ctrl+Alt+${LOOKS.findIndex((look) => look.id === id) + 1}`;
}

export type PageKey = Pick<KeyboardEvent, "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "code"> & {
  /** AltGr writes signs of its own, and says that Ctrl and Alt are down. */
  readonly isAltGr: boolean;
};

type Deed = "present" | "fit" | "history";
const DEEDS: Readonly<Record<string, Deed>> = { KeyP: "present", Digit0: "fit", KeyH: "history" };

/** What a key means on the page: a way to look, something to do, or nothing of the page's. */
export function meantBy(key: PageKey): LookId | Deed | null {
  if (!(key.ctrlKey || key.metaKey) || !key.altKey || key.shiftKey || key.isAltGr) return null;
  const deed = DEEDS[key.code];
  if (deed) return deed;
  const digit = /^Digit([1-9])$/.exec(key.code)?.[1];
  return digit === undefined ? null : (LOOKS[Number(digit) - 1]?.id ?? null);
}

export function usePageKeys(
  setLook: (look: LookId) => void,
  deeds: Readonly<Record<Deed, () => void>>,
): void {
  const effects = useRef({ setLook, deeds });
  useEffect(() => {
    effects.current = { setLook, deeds };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { ctrlKey, metaKey, altKey, shiftKey, code } = event;
      const isAltGr = event.getModifierState("AltGraph");
      const meant = meantBy({ ctrlKey, metaKey, altKey, shiftKey, code, isAltGr });
      if (meant === null || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      const now = effects.current;
      if (meant === "present" || meant === "fit" || meant === "history") now.deeds[meant]();
      else now.setLook(meant);
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, []);
}
