// What one should know, as it happens: the stream of one's own events, and how many are unread.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect } from "react";
import { listNotifications } from "../api/generated/sdk.gen";
import { answered } from "../api/http";

export const UnreadContext = createContext(0);

export function useUnread(): number {
  return useContext(UnreadContext);
}

/** How many notifications are unread, live. To be asked once, by the frame. */
export function useNews(): number {
  const queries = useQueryClient();
  const asked = useQuery({
    queryKey: ["notifications", "unread"],
    queryFn: () => answered(listNotifications({ query: { limit: 1 } })),
  });
  useEffect(() => {
    const stream = new EventSource("/api/v1/events");
    const again = () => {
      void queries.invalidateQueries({ queryKey: ["notifications"] });
    };
    stream.addEventListener("unread", again);
    stream.addEventListener("notification", again);
    stream.addEventListener("desk", () => {
      void queries.invalidateQueries({ queryKey: ["desk"] });
    });
    return () => {
      stream.close();
    };
  }, [queries]);
  return asked.data?.unread ?? 0;
}

/** The newest notifications; asked for while somebody looks. */
export function useLatest(limit: number) {
  return useQuery({
    queryKey: ["notifications", "latest", limit],
    queryFn: () => answered(listNotifications({ query: { limit } })),
    staleTime: 0,
  });
}
