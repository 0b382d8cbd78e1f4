// The ways to look at a map, in the order of the toolbar. A new way to look is one entry here.

import { type ComponentType, lazy } from "react";
import { words } from "../../words/en";
import { livedWords } from "../../words/lived";
import { presentWords } from "../../words/present";

export type LookId = "planned" | "lived" | "difference" | "table" | "read";

export interface Look {
  readonly id: LookId;
  readonly name: string;
  readonly hint: string;
  /** Whether the numbers of the lived journey are asked for and drawn on the board. */
  readonly isMeasured: boolean;
  /** What stands above the board; it knows the page by `useMapPage`. */
  readonly Above?: ComponentType;
  /** What stands in the place of the board, if the board is not what is looked at. */
  readonly Instead?: ComponentType;
}

const LivedAbove = lazy(() => import("./LivedAbove").then((it) => ({ default: it.LivedAbove })));

export const LOOKS: readonly Look[] = [
  { id: "planned", name: words.planned, hint: words.plannedHint, isMeasured: false },
  { id: "lived", name: words.lived, hint: words.livedHint, isMeasured: true, Above: LivedAbove },
  {
    id: "difference",
    name: livedWords.difference,
    hint: livedWords.differenceHint,
    isMeasured: true,
    Above: LivedAbove,
  },
  {
    id: "table",
    name: presentWords.table,
    hint: presentWords.tableHint,
    isMeasured: true,
    Above: LivedAbove,
    Instead: lazy(() => import("./PaperParts").then((it) => ({ default: it.TableInstead }))),
  },
  {
    id: "read",
    name: presentWords.read,
    hint: presentWords.readHint,
    isMeasured: true,
    Instead: lazy(() => import("./PaperParts").then((it) => ({ default: it.ReadingInstead }))),
  },
];

export function lookOf(id: string): Look {
  return LOOKS.find((one) => one.id === id) ?? (LOOKS[0] as Look);
}
