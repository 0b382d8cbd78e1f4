// Which playbooks act at which step, given to the parts of a board. Null: nobody may see it, or it is not known yet.

import { createContext } from "react";
import type { BesideOut } from "../api/generated/types.gen";

export interface ShownMoves {
  /** By the node of the step. */
  readonly byNode: ReadonlyMap<string, readonly BesideOut[]>;
  readonly onPick: (node: string) => void;
}

export const MovesContext = createContext<ShownMoves | null>(null);
