// How much room the bar has, in steps: what does not fit goes into the menu of tools.

import { useSyncExternalStore } from "react";

export type Room = 0 | 1 | 2 | 3;

const FROM = [600, 1080, 1240] as const;

export function useRoom(): Room {
  return useSyncExternalStore(subscribe, room);
}

function subscribe(tell: () => void): () => void {
  window.addEventListener("resize", tell);
  return () => {
    window.removeEventListener("resize", tell);
  };
}

function room(): Room {
  const width = document.documentElement.clientWidth;
  return FROM.filter((one) => width >= one).length as Room;
}
