// What is believed and lived, by place, given to the parts of a board when the difference is looked at. Null: it
// is not.

import { createContext } from "react";
import type { Belief } from "./beliefs";

export interface ShownBeliefs {
  readonly byPlace: ReadonlyMap<string, readonly Belief[]>;
  /** The place of the belief that is looked at in the list. */
  readonly at: string | null;
  readonly onPick: (place: string) => void;
}

export const BeliefsContext = createContext<ShownBeliefs | null>(null);
