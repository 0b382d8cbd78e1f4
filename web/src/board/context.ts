// What the parts of a board can do, given to them all at once so that they need not pass it on.

import { createContext, useContext } from "react";
import type { LaneView } from "../map/lanes";
import type { Place } from "./selection";

export interface BoardActions {
  readonly canEdit: boolean;
  readonly pick: (place: Place) => void;
  /** Begin to type at a place; `initial` replaces what stands there (null: what stands there is changed). */
  readonly startTyping: (place: Place, initial: string | null) => void;
  readonly keep: (
    place: Place,
    lane: LaneView | null,
    text: string,
    then: "stay" | "next" | "previous" | "below",
  ) => void;
  readonly leave: () => void;
  readonly drop: (card: string, step: string, lane: LaneView, before: string | null) => void;
}

const nothing = () => undefined;

export const BoardContext = createContext<BoardActions>({
  canEdit: false,
  pick: nothing,
  startTyping: nothing,
  keep: nothing,
  leave: nothing,
  drop: nothing,
});

export function useBoard(): BoardActions {
  return useContext(BoardContext);
}
