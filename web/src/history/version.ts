// What is looked at instead of the map as it is now: an earlier version, or what differs between two.

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { diff, mapNodes } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { type Board, makeBoard } from "../map/board";
import { type MapNodes, type MapNodesJson, nodesFromJson } from "../map/nodes";
import { type Marks, marksOf, together } from "./marks";

export interface Version {
  /** The revision that is looked at; null: the map as it is now. */
  readonly shown: number | null;
  /** The revision it is compared with; null: it is looked at alone. */
  readonly since: number | null;
  /** Which of the changes is looked at, counted from 0. */
  readonly at: number;
}

export interface ShownVersion {
  readonly board: Board | null;
  readonly nodes: MapNodes | null;
  readonly marks: Marks | null;
  readonly error: Error | null;
}

/** The version with its board. `now` is the map as it is now. */
export function useVersion(mapId: string, version: Version, now: MapNodes): ShownVersion {
  const { shown, since } = version;
  const later = useNodes(mapId, shown);
  const earlier = useNodes(mapId, since);
  const changes = useDifference(mapId, since, shown ?? now.revision);
  const after = shown === null ? now : (later.data ?? null);
  const before = earlier.data ?? null;
  const made = useMemo(() => {
    if (!after || (since !== null && (!before || !changes.data))) return null;
    if (!before || !changes.data) return { nodes: after, board: makeBoard(after, null), marks: null };
    const marks = marksOf(changes.data.changes, before, after);
    const nodes = together(before, after, marks);
    return { nodes, board: makeBoard(nodes, null), marks };
  }, [after, before, changes.data, since]);
  return {
    board: made?.board ?? null,
    nodes: made?.nodes ?? null,
    marks: made?.marks ?? null,
    error: later.error ?? earlier.error ?? changes.error,
  };
}

/** What changed from one revision to another; nothing is asked where one of them is null. */
export function useDifference(mapId: string, old: number | null, now: number | null) {
  return useQuery({
    queryKey: ["diff", mapId, old, now],
    queryFn: () =>
      answered(
        diff({ path: { map_id: mapId }, query: { old: old ?? 0, ...(now === null ? {} : { new: now }) } }),
      ),
    enabled: old !== null && now !== null,
    placeholderData: keepPreviousData,
  });
}

function useNodes(mapId: string, revision: number | null) {
  return useQuery({
    queryKey: ["nodes", mapId, revision],
    queryFn: async () => {
      const loaded = await answered(
        mapNodes({ path: { map_id: mapId }, query: { revision: revision ?? 0 } }),
      );
      return nodesFromJson(loaded as unknown as MapNodesJson);
    },
    enabled: revision !== null,
    staleTime: Infinity,
  });
}
