// Where on the map is talked, given to the parts of a board, and the way to the talk. Null: nobody may ask.

import { createContext } from "react";

export interface Talk {
  /** How many open threads there are, by place (`step:kickoff`, `step:kickoff.goal`, `card:1`). */
  readonly counts: ReadonlyMap<string, number>;
  readonly onOpen: (node: string, property: string) => void;
}

export const TalkContext = createContext<Talk | null>(null);
