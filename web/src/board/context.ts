// What the parts of a board can do, given to them all at once so that they need not pass it on.

import { createContext, useContext } from "react";
import type { LaneView } from "../map/lanes";
import type { Place } from "./selection";
import type { Then } from "./TextEditor";

export interface BoardActions {
  readonly mapId: string;
  readonly canEdit: boolean;
  readonly pick: (place: Place) => void;
  /** Begin to type at a place; `initial` replaces what stands there (null: what stands there is changed). */
  readonly startTyping: (place: Place, initial: string | null) => void;
  readonly keep: (place: Place, lane: LaneView | null, text: string, then: Then) => void;
  readonly leave: () => void;
  readonly setFeeling: (step: string, feeling: number | null) => void;
  /** Opens the panel of a step or a card. */
  readonly open: (node: string) => void;
  readonly fold: (lane: string) => void;
  /** A new step behind this one, ready for its name. */
  readonly insertStep: (step: string) => void;
  readonly addStep: (stage: string) => void;
  readonly addStage: () => void;
  readonly lookAt: (card: string) => void;
}

export const BoardContext = createContext<BoardActions | null>(null);

export function useBoard(): BoardActions {
  const actions = useContext(BoardContext);
  if (!actions) throw new Error("a part of a board outside of one");
  return actions;
}
