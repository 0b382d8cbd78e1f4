// The measured overlay of a map: asked for when looked at, and again when the server says that it changed.

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { lived } from "../api/generated/sdk.gen";
import type { AnswerOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import type { MeasuredMap } from "./measured";
import { questionOf, type View } from "./view";

export interface Progress {
  /** 0 to 1. */
  readonly share: number;
  /** What is being done; empty: nothing special. */
  readonly words: string;
  /** The job that does it; null while it is being asked for. */
  readonly job: number | null;
}

export interface Lived {
  readonly measured: MeasuredMap | null;
  /** While it computes; null when it does not. */
  readonly progress: Progress | null;
  readonly error: string | null;
}

const SECONDS_BETWEEN_LOOKS = 1;

export function useLived(mapId: string, isLooked: boolean, changes: number, view: View): Lived {
  const question = questionOf(view);
  const { answer, progress, error } = useAnswer<MeasuredMap>(
    ["lived", mapId, question, changes],
    isLooked,
    () => answered<AnswerOut>(lived({ path: { map_id: mapId }, query: question })),
  );
  return { measured: answer, progress, error };
}

export interface Answered<T> {
  readonly answer: T | null;
  readonly progress: Progress | null;
  readonly error: string | null;
}

/** An answer of the lived journey: looked up again until it is fresh. The one before stays meanwhile. */
export function useAnswer<T>(
  key: readonly unknown[],
  isLooked: boolean,
  ask: () => Promise<AnswerOut>,
): Answered<T> {
  const query = useQuery({
    queryKey: key,
    queryFn: ask,
    enabled: isLooked,
    placeholderData: keepPreviousData,
    retry: false,
    refetchInterval: (asked) =>
      asked.state.data && !asked.state.data.fresh && asked.state.data.job
        ? SECONDS_BETWEEN_LOOKS * 1000
        : false,
  });
  const data = query.data;
  const known = (data?.answer as T | null | undefined) ?? null;
  const [last, setLast] = useState<T | null>(null);
  if (known !== null && known !== last) setLast(known);
  const isUnderWay =
    isLooked && (query.isPending || query.isPlaceholderData || (data && !data.fresh && data.job));
  // While another question is answered, the answer to the one before stays to be seen.
  const answer = isLooked ? (known ?? (isUnderWay ? last : null)) : null;
  const progress = isUnderWay
    ? {
        share: query.isPlaceholderData ? 0 : (data?.job?.share ?? 0),
        words: query.isPlaceholderData ? "" : (data?.job?.words ?? ""),
        job: query.isPlaceholderData ? null : (data?.job?.id ?? null),
      }
    : null;
  const error = query.error ? query.error.message : (data?.problems[0]?.message ?? null);
  return { answer, progress, error };
}
