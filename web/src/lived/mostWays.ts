// How many ways off the map are shown: on the board, on paper, in a picture.

import { useSyncExternalStore } from "react";

const AT_FIRST = 6;
let shown = AT_FIRST;
const listeners = new Set<() => void>();

export function showWays(most: number): void {
  shown = most;
  for (const tell of listeners) tell();
}

export function useMostWays(): number {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => {
        listeners.delete(tell);
      };
    },
    () => shown,
  );
}
