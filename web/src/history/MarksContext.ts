// What differs, given to the parts of a board when two versions are compared on it. Null: nothing is compared.

import { createContext, useContext } from "react";
import type { Mark, MarkKind, Marks } from "./marks";

export interface ShownMarks {
  readonly marks: Marks;
  /** The place of the change that is looked at. */
  readonly at: string | null;
  readonly onPick: (place: string) => void;
}

const NO_MARKS: readonly Mark[] = [];

export const MarksContext = createContext<ShownMarks | null>(null);

/** The changes at a place. */
export function useMarksAt(place: string): readonly Mark[] {
  return useContext(MarksContext)?.marks.byPlace.get(place) ?? NO_MARKS;
}

/** How a node is to be drawn: as come, gone, moved or changed, by itself or with what it belongs to. */
export function useMarkOf(node: string): MarkKind | undefined {
  const marks = useContext(MarksContext)?.marks;
  return marks?.byPlace.get(node)?.[0]?.kind ?? marks?.withParent.get(node);
}
