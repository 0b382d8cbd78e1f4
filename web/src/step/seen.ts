// Which list of a step's panel somebody asked for, from outside of it: the panel shows it once it has it.

import { type RefObject, useEffect, useSyncExternalStore } from "react";

export type List = "standing" | "left";

let wanted: { readonly step: string; readonly list: List } | null = null;
const listeners = new Set<() => void>();

/** The panel of this step is to show this list, as soon as both are there. */
export function askToSee(step: string, list: List): void {
  tell({ step, list });
}

/** Brings the list into sight when it was asked for and is there. */
export function useSeen(
  step: string,
  list: List,
  isThere: boolean,
  place: RefObject<HTMLElement | null>,
): void {
  const now = useSyncExternalStore(listen, () => wanted);
  useEffect(() => {
    const it = place.current;
    if (!isThere || !it || now?.step !== step || now.list !== list) return;
    it.scrollIntoView({ block: "start" });
    it.focus({ preventScroll: true });
    tell(null);
  }, [now, step, list, isThere, place]);
}

function tell(next: typeof wanted): void {
  wanted = next;
  for (const one of listeners) one();
}

function listen(one: () => void): () => void {
  listeners.add(one);
  return () => {
    listeners.delete(one);
  };
}
