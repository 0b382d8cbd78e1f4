// The measured overlay of a map: asked for when looked at, and again when the server says that it changed.

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { lived } from "../api/generated/sdk.gen";
import type { AnswerOut } from "../api/generated/types.gen";
import { answered, Refused } from "../api/http";
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

export interface Answered<T> {
  /** The answer; while another question is measured, or cannot be, the one before. */
  readonly answer: T | null;
  /** While it computes; null when it does not. */
  readonly progress: Progress | null;
  readonly error: string | null;
  /** The code of what cannot be measured, where the server says why. */
  readonly code: string | null;
  /** Whether somebody stopped the measuring: nothing is asked until `again`. */
  readonly isStopped: boolean;
  readonly stop: () => void;
  readonly again: () => void;
}

export interface Lived extends Omit<Answered<MeasuredMap>, "answer"> {
  readonly measured: MeasuredMap | null;
}

const SECONDS_BETWEEN_LOOKS = 1;

export function useLived(mapId: string, isLooked: boolean, changes: string, view: View): Lived {
  const question = questionOf(view);
  const { answer, ...rest } = useAnswer<MeasuredMap>(
    ["lived", mapId, question],
    isLooked,
    () => answered<AnswerOut>(lived({ path: { map_id: mapId }, query: question })),
    changes,
  );
  return { measured: answer, ...rest };
}

/** An answer of the lived journey: looked up again until it is fresh, and when something changed. */
export function useAnswer<T>(
  key: readonly unknown[],
  isLooked: boolean,
  ask: () => Promise<AnswerOut>,
  changes = "",
): Answered<T> {
  const asked = JSON.stringify(key);
  const [stopped, setStopped] = useState<string | null>(null);
  const isStopped = stopped === asked;
  const isAsked = isLooked && !isStopped;
  const query = useQuery({
    queryKey: key,
    queryFn: ask,
    enabled: isAsked,
    placeholderData: keepPreviousData,
    retry: false,
    refetchInterval: (known) =>
      isAsked && known.state.data && !known.state.data.fresh && known.state.data.job
        ? SECONDS_BETWEEN_LOOKS * 1000
        : false,
  });
  const { data, isPlaceholderData, refetch } = query;
  useEffect(() => {
    if (isAsked) void refetch();
  }, [changes, isAsked, refetch]);
  const known = (data?.answer as T | null | undefined) ?? null;
  const [last, setLast] = useState<T | null>(null);
  if (known !== null && known !== last) setLast(known);
  const isUnderWay =
    isAsked && !query.error && (query.isPending || isPlaceholderData || (data && !data.fresh && data.job));
  const progress = isUnderWay
    ? {
        share: isPlaceholderData ? 0 : (data?.job?.share ?? 0),
        words: isPlaceholderData ? "" : (data?.job?.words ?? ""),
        job: isPlaceholderData ? null : (data?.job?.id ?? null),
      }
    : null;
  return {
    answer: isLooked ? (known ?? last) : null,
    progress,
    error: query.error ? query.error.message : (data?.problems[0]?.message ?? null),
    code: (query.error instanceof Refused ? query.error.problems : data?.problems)?.[0]?.code ?? null,
    isStopped: isLooked && isStopped,
    stop: () => {
      setStopped(asked);
    },
    again: () => {
      setStopped(null);
    },
  };
}
