// The measured overlay of a map: asked for when looked at, and again when the server says that it changed.

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lived } from "../api/generated/sdk.gen";
import type { AnswerOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import type { MeasuredMap } from "./measured";

export interface Lived {
  readonly measured: MeasuredMap | null;
  /** 0 to 1 while it computes; null when it does not. */
  readonly share: number | null;
  readonly error: string | null;
}

const SECONDS_BETWEEN_LOOKS = 1;

export function useLived(mapId: string, isLooked: boolean, changes: number, segment: string): Lived {
  const query = useQuery({
    queryKey: ["lived", mapId, segment, changes],
    queryFn: () =>
      answered<AnswerOut>(lived({ path: { map_id: mapId }, query: segment === "" ? {} : { segment } })),
    enabled: isLooked,
    placeholderData: keepPreviousData,
    refetchInterval: (asked) =>
      asked.state.data && !asked.state.data.fresh ? SECONDS_BETWEEN_LOOKS * 1000 : false,
  });
  const data = query.data;
  return {
    measured: isLooked ? ((data?.answer as MeasuredMap | null | undefined) ?? null) : null,
    share: isLooked && (query.isPending || (data && !data.fresh)) ? (data?.job?.share ?? 0) : null,
    error: query.error ? query.error.message : (data?.problems[0]?.message ?? null),
  };
}
