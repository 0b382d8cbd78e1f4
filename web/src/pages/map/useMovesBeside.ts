// Which playbooks act at the steps of this map, asked once the board is there.

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { playbooksBeside } from "../../api/generated/sdk.gen";
import { answered } from "../../api/http";
import type { ShownMoves } from "../../playbooks/MovesContext";

export function useMovesBeside(
  mapId: string,
  canEdit: boolean,
  openPanel: (panel: string) => void,
): ShownMoves | null {
  const found = useQuery({
    queryKey: ["playbooks", "beside", mapId],
    queryFn: () => answered(playbooksBeside({ path: { map_id: mapId } })),
    enabled: canEdit,
    staleTime: 60_000,
    retry: false,
  }).data;
  return useMemo(
    () =>
      found === undefined || found.length === 0
        ? null
        : {
            byNode: new Map(found.map((one) => [`step:${one.step}`, one.playbooks])),
            onPick: (node) => {
              openPanel(`moves:${node}`);
            },
          },
    [found, openPanel],
  );
}
