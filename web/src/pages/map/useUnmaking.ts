// Undo and redo: of what has arrived only, so that what waits here is waited for first.

import { useCallback } from "react";
import { redo, undo } from "../../api/generated/sdk.gen";
import { answered, Refused } from "../../api/http";
import type { OpenMap } from "../../sync/useMap";
import { words } from "../../words/en";

export interface Unmaking {
  readonly onUndo: () => void;
  readonly onRedo: () => void;
}

/** For who may only look, undo and redo do nothing. */
export function useUnmaking(mapId: string, open: OpenMap, canEdit: boolean): Unmaking {
  const unmake = useCallback(
    async (call: typeof undo) => {
      if (!canEdit) return;
      if (!(await open.store.settled())) {
        open.store.tell({ id: crypto.randomUUID(), kind: "refused", says: words.undoWaits });
        return;
      }
      try {
        await answered(call({ path: { map_id: mapId }, body: { id: crypto.randomUUID() } }));
      } catch (error) {
        const says = error instanceof Refused ? error.message : words.broke;
        open.store.tell({ id: crypto.randomUUID(), kind: "refused", says });
      }
    },
    [canEdit, mapId, open.store],
  );
  const onUndo = useCallback(() => void unmake(undo), [unmake]);
  const onRedo = useCallback(() => void unmake(redo), [unmake]);
  return { onUndo, onRedo };
}
