// What can be done to a map as a whole: copied, put away and taken out again, renamed, deleted.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { archiveMap, copyMap, deleteMap, mapNodes, postEdits, unarchiveMap } from "../api/generated/sdk.gen";
import type { MapCard } from "../api/generated/types.gen";
import { answered, Refused } from "../api/http";
import { tell } from "../app/told";
import * as intents from "../map/intents";
import { type MapNodesJson, nodesFromJson, ROOT } from "../map/nodes";
import { mapsWords as words } from "../words/maps";

export function useMapDeeds(map: Pick<MapCard, "id" | "title">) {
  const queries = useQueryClient();
  const path = { map_id: map.id };
  const again = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ["map-cards"] }),
      queries.invalidateQueries({ queryKey: ["maps"] }),
    ]);
  const unarchive = useMutation({
    mutationFn: () => answered(unarchiveMap({ path })),
    onSuccess: async () => {
      tell({ says: words.wasUnarchived(map.title) });
      await again();
    },
  });
  const archive = useMutation({
    mutationFn: () => answered(archiveMap({ path })),
    onSuccess: async () => {
      tell({
        says: words.wasArchived(map.title),
        action: {
          name: words.takeBack,
          run: () => {
            unarchive.mutate();
          },
        },
      });
      await again();
    },
  });
  const copy = useMutation({
    mutationFn: () => copied(map),
    onSuccess: again,
  });
  const remove = useMutation({ mutationFn: () => answered(deleteMap({ path })), onSuccess: again });
  const rename = useMutation({
    mutationFn: (title: string) => renamed(map.id, title),
    onSuccess: again,
  });
  const error = unarchive.error ?? archive.error ?? copy.error ?? remove.error ?? rename.error;
  return { archive, unarchive, copy, remove, rename, error };
}

const MOST_TRIES = 20;

/** A copy under the first id that is free. */
async function copied(map: Pick<MapCard, "id" | "title">): Promise<unknown> {
  for (let n = 1; ; n++) {
    const id = n === 1 ? `${map.id}-copy` : `${map.id}-copy-${n}`;
    try {
      return await answered(
        copyMap({ path: { map_id: map.id }, body: { id, title: words.copyOf(map.title) } }),
      );
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 409 || n === MOST_TRIES) throw error;
    }
  }
}

/** The title is a text of the map like others: it changes by an edit, and stands in the history. */
async function renamed(mapId: string, title: string): Promise<void> {
  const path = { map_id: mapId };
  const nodes = nodesFromJson((await answered(mapNodes({ path }))) as unknown as MapNodesJson);
  const root = nodes.nodes.get(ROOT);
  if (!root) return;
  const changes = intents.setText(nodes, root, "title", title) as unknown as { [key: string]: unknown }[];
  const answer = await answered(postEdits({ path, body: { edits: [{ id: crypto.randomUUID(), changes }] } }));
  const problems = answer.edits[0]?.problems ?? [];
  if (problems.length > 0) throw new Refused(422, problems);
}
