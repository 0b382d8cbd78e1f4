// The keys of the whole map page: the ways to look at the map by their place in the bar, and presenting.

import { useEffect, useRef } from "react";
import { LOOKS, type LookId } from "./looks";

export const PRESENT_KEYS = "Ctrl+Alt+P";

export function keyOfLook(id: LookId): string {
  return `Ctrl+Alt+${LOOKS.findIndex((look) => look.id === id) + 1}`;
}

export type PageKey = Pick<KeyboardEvent, "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "code"> & {
  /** AltGr writes signs of its own, and says that Ctrl and Alt are down. */
  readonly isAltGr: boolean;
};

/** What a key means on the page: a way to look, to present, or nothing of the page's. */
export function meantBy(key: PageKey): LookId | "present" | null {
  if (!(key.ctrlKey || key.metaKey) || !key.altKey || key.shiftKey || key.isAltGr) return null;
  if (key.code === "KeyP") return "present";
  const digit = /^Digit([1-9])$/.exec(key.code)?.[1];
  return digit === undefined ? null : (LOOKS[Number(digit) - 1]?.id ?? null);
}

export function usePageKeys(setLook: (look: LookId) => void, setPresenting: (isOn: boolean) => void): void {
  const effects = useRef({ setLook, setPresenting });
  useEffect(() => {
    effects.current = { setLook, setPresenting };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { ctrlKey, metaKey, altKey, shiftKey, code } = event;
      const isAltGr = event.getModifierState("AltGraph");
      const meant = meantBy({ ctrlKey, metaKey, altKey, shiftKey, code, isAltGr });
      if (meant === null || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      if (meant === "present") effects.current.setPresenting(true);
      else effects.current.setLook(meant);
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, []);
}
