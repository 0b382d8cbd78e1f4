// Makes a map and goes to it.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { createMap } from "../../api/generated/sdk.gen";
import type { MapIn } from "../../api/generated/types.gen";
import { answered, Refused } from "../../api/http";

const MOST_TRIES = 20;

/** `isFree`: the id is only a suggestion; where it is taken, the next free one is. */
export function useMaking() {
  const queries = useQueryClient();
  const go = useNavigate();
  return useMutation({
    mutationFn: ({ body, isFree }: { readonly body: MapIn; readonly isFree?: boolean }) =>
      isFree ? madeFree(body) : answered(createMap({ body })),
    onSuccess: async (map) => {
      await queries.invalidateQueries({ queryKey: ["map-cards"] });
      await queries.invalidateQueries({ queryKey: ["maps"] });
      await go({ to: "/maps/$mapId", params: { mapId: map.id } });
    },
  });
}

async function madeFree(body: MapIn) {
  for (let n = 1; ; n++) {
    const id = n === 1 ? body.id : `${body.id ?? "map"}-${n}`;
    try {
      return await answered(createMap({ body: { ...body, ...(id ? { id } : {}) } }));
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 409 || n === MOST_TRIES) throw error;
    }
  }
}
