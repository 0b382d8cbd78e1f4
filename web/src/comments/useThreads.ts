// The conversations on a map: which there are, how many are open where, and what one can do in them.

import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useMemo } from "react";
import {
  beginThread,
  countOpenThreads,
  deleteComment,
  listReplies,
  listThreads,
  oneThread,
  reopenThread,
  replyInThread,
  resolveThread,
  rewriteComment,
} from "../api/generated/sdk.gen";
import { answered } from "../api/http";

const THREADS_AT_ONCE = 100;

export type Settled = "open" | "resolved" | "all";

/** Threads page by page, the newest first. `said` counts up when somebody said something on the map. */
export function useThreads(mapId: string, said: number, state: Settled, node = "") {
  const found = useInfiniteQuery({
    queryKey: ["threads", mapId, state, node, said],
    queryFn: ({ pageParam }) =>
      answered(
        listThreads({
          path: { map_id: mapId },
          query: {
            state,
            limit: THREADS_AT_ONCE,
            ...(node === "" ? {} : { node }),
            ...(pageParam === "" ? {} : { cursor: pageParam }),
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const threads = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data]);
  return { found, threads };
}

export function useThread(mapId: string, said: number, id: number) {
  return useQuery({
    queryKey: ["threads", mapId, "one", id, said],
    queryFn: () => answered(oneThread({ path: { map_id: mapId, comment_id: id } })),
    placeholderData: keepPreviousData,
  });
}

/** All replies of a thread, the oldest first; asked for only when there are more than came with it. */
export function useReplies(mapId: string, said: number, id: number, isAsked: boolean) {
  return useQuery({
    queryKey: ["threads", mapId, "replies", id, said],
    queryFn: () => answered(listReplies({ path: { map_id: mapId, comment_id: id }, query: { limit: 200 } })),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
}

/** How many open threads there are, by place (`step:kickoff`, `step:kickoff.goal`). */
export function useOpenCounts(mapId: string, said: number): ReadonlyMap<string, number> {
  const counted = useQuery({
    queryKey: ["threads", mapId, "counts", said],
    queryFn: () => answered(countOpenThreads({ path: { map_id: mapId } })),
    placeholderData: keepPreviousData,
  });
  return useMemo(
    () =>
      new Map(
        (counted.data ?? []).map(({ node, property, count }) => [
          property === "" ? node : `${node}.${property}`,
          count,
        ]),
      ),
    [counted.data],
  );
}

export interface Words {
  readonly text: string;
  readonly id: string;
}

/** What one can do in the conversations of a map. */
export function useTalking(mapId: string) {
  const queries = useQueryClient();
  const path = { map_id: mapId };
  const again = () => queries.invalidateQueries({ queryKey: ["threads", mapId] });
  const begin = useMutation({
    networkMode: "always",
    mutationFn: ({
      node,
      property,
      text,
      id,
    }: Words & { readonly node: string; readonly property: string }) =>
      answered(beginThread({ path, body: { client_id: id, node, property, text } })),
    onSuccess: again,
  });
  const reply = useMutation({
    networkMode: "always",
    mutationFn: ({ thread, text, id }: Words & { readonly thread: number }) =>
      answered(replyInThread({ path: { ...path, comment_id: thread }, body: { client_id: id, text } })),
    onSuccess: again,
  });
  const rewrite = useMutation({
    networkMode: "always",
    mutationFn: ({ comment, text }: { readonly comment: number; readonly text: string }) =>
      answered(rewriteComment({ path: { ...path, comment_id: comment }, body: { text } })),
    onSuccess: again,
  });
  const remove = useMutation({
    networkMode: "always",
    mutationFn: (comment: number) => answered(deleteComment({ path: { ...path, comment_id: comment } })),
    onSuccess: again,
  });
  const settle = useMutation({
    networkMode: "always",
    mutationFn: ({ thread, isSettled }: { readonly thread: number; readonly isSettled: boolean }) =>
      answered((isSettled ? resolveThread : reopenThread)({ path: { ...path, comment_id: thread } })),
    onSuccess: again,
  });
  return { begin, reply, rewrite, remove, settle };
}

export type Talking = ReturnType<typeof useTalking>;
