// Undo and redo: of what has arrived only, so that what waits here is waited for first; and whether there is
// something to undo, or to do again.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { redo, undo, whatCanBeUnmade } from "../../api/generated/sdk.gen";
import type { UnmakingOut } from "../../api/generated/types.gen";
import { answered, Refused } from "../../api/http";
import type { OpenMap } from "../../sync/useMap";
import { words } from "../../words/en";

export interface Unmaking {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  /** To be told when one has changed something oneself. */
  readonly onEdited: () => void;
}

export function useUnmaking(mapId: string, open: OpenMap, canEdit: boolean): Unmaking {
  const queries = useQueryClient();
  const known = useQuery({
    queryKey: ["unmaking", mapId],
    queryFn: () => answered(whatCanBeUnmade({ path: { map_id: mapId } })),
    enabled: canEdit,
    staleTime: Infinity,
  });
  const isBusy = useRef(false);
  const { waiting } = open.store.shown();
  useEffect(() => {
    // What waited here before the page was opened can be undone, too.
    if (waiting > 0) queries.setQueryData<UnmakingOut>(["unmaking", mapId], { undo: true, redo: false });
  }, [mapId, queries, waiting]);
  const unmake = useCallback(
    async (call: typeof undo) => {
      if (!canEdit || isBusy.current) return;
      isBusy.current = true;
      try {
        if (!(await open.store.settled())) {
          open.store.tell({ id: crypto.randomUUID(), kind: "refused", says: words.undoWaits });
          return;
        }
        await answered(call({ path: { map_id: mapId }, body: { id: crypto.randomUUID() } }));
      } catch (error) {
        const isNothing = error instanceof Refused && error.status === 409;
        const says = error instanceof Refused ? error.message : words.broke;
        if (!isNothing) open.store.tell({ id: crypto.randomUUID(), kind: "refused", says });
      } finally {
        isBusy.current = false;
        void queries.invalidateQueries({ queryKey: ["unmaking", mapId] });
      }
    },
    [canEdit, mapId, open.store, queries],
  );
  const canUndo = known.data?.undo ?? true;
  const canRedo = known.data?.redo ?? true;
  return useMemo(
    () => ({
      canUndo,
      canRedo,
      onUndo: () => void unmake(undo),
      onRedo: () => void unmake(redo),
      onEdited: () => {
        queries.setQueryData<UnmakingOut>(["unmaking", mapId], { undo: true, redo: false });
      },
    }),
    [canUndo, canRedo, unmake, queries, mapId],
  );
}
