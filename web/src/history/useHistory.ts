// The history of a map as it is read: its entries page by page, and the versions that have a name.

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { history_ as readHistory, versions } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { historyWords as words } from "../words/history";
import { groupEntries } from "./groups";
import { sayWhen } from "../words/figures";

const ENTRIES_AT_ONCE = 100;

/** What was done to a map, or to one node of it (and what is below). `revision` is where the map stands. */
export function useHistory(mapId: string, revision: number, node = "") {
  const path = { map_id: mapId };
  const entries = useInfiniteQuery({
    queryKey: ["history", mapId, node, revision],
    queryFn: ({ pageParam }) =>
      answered(
        readHistory({
          path,
          query: {
            limit: ENTRIES_AT_ONCE,
            ...(node === "" ? {} : { node }),
            ...(pageParam === "" ? {} : { cursor: pageParam }),
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const named = useQuery({
    queryKey: ["versions", mapId],
    queryFn: () => answered(versions({ path, query: { limit: 100 } })),
  });
  const all = useMemo(() => entries.data?.pages.flatMap((page) => page.items) ?? [], [entries.data]);
  const names = useMemo(
    () => new Map((named.data?.items ?? []).toReversed().map((one) => [one.revision, one] as const)),
    [named.data],
  );
  const groups = useMemo(() => groupEntries(all, (one) => names.has(one)), [all, names]);
  const labelOf = (at: number): string => {
    const name = names.get(at)?.name;
    if (name !== undefined) return name;
    if (at === 0) return words.begun;
    const entry = all.find((one) => one.revision === at);
    return entry ? `${sayWhen(entry.at)}, ${entry.who?.name ?? words.somebody}` : words.revision(at);
  };
  return { entries, named, all, names, groups, labelOf };
}

export type History = ReturnType<typeof useHistory>;
