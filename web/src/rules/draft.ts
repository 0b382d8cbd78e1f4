// What somebody has begun and not saved: kept in this browser tab, so that a closed panel loses nothing.

import { useCallback, useState } from "react";
import { same, type Value } from "../map/valueMerge";

export interface Draft<T> {
  readonly work: T;
  /** What the map said when the work began. */
  readonly base: Value;
}

const PREFIX = "desirepath:draft:";

/** The draft kept under this key (null: none), and how to keep another or let it go. */
export function useDraft<T>(key: string): readonly [Draft<T> | null, (draft: Draft<T> | null) => void] {
  const [draft, setDraft] = useState<Draft<T> | null>(() => read<T>(key));
  const keep = useCallback(
    (next: Draft<T> | null) => {
      setDraft(next);
      try {
        if (next === null) sessionStorage.removeItem(PREFIX + key);
        else sessionStorage.setItem(PREFIX + key, JSON.stringify(next));
      } catch {
        // A full or forbidden store: the draft lives as long as the panel.
      }
    },
    [key],
  );
  return [draft, keep];
}

/** Whether the map says something else now than when the draft began. */
export function isOutdated(draft: Draft<unknown>, now: Value): boolean {
  return !same(draft.base ?? null, now ?? null);
}

function read<T>(key: string): Draft<T> | null {
  try {
    const kept = sessionStorage.getItem(PREFIX + key);
    return kept === null ? null : (JSON.parse(kept) as Draft<T>);
  } catch {
    return null;
  }
}
