// Choosing the workspace's time zone: all that is shown is told by it from then on.

import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { chooseTimeZone } from "../api/generated/sdk.gen";
import type { WorkspaceOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { settingsWords } from "../words/settings";
import { keepTime, WORKSPACE } from "./clock";
import { tell } from "./told";

const { space: words } = settingsWords;

export function useChooseZone() {
  const queries = useQueryClient();
  return useMutation({ mutationFn: (zone: string) => choose(queries, zone) });
}

async function choose(queries: QueryClient, zone: string): Promise<void> {
  const before = queries.getQueryData<WorkspaceOut>(WORKSPACE);
  const found = await answered(chooseTimeZone({ body: { time_zone: zone } }));
  keepTime(found, Date.now());
  queries.setQueryData(WORKSPACE, found);
  const undo = () => {
    if (before)
      choose(queries, before.time_zone).catch((error: unknown) => {
        tell({ says: error instanceof Error ? error.message : String(error) });
      });
  };
  tell({
    says: words.zoneIs(zone),
    ...(before?.zone_is_chosen ? { action: { name: words.undo, run: undo } } : {}),
  });
  await queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== WORKSPACE[0] });
}
