// What one should know, as it happens: the stream of one's own events, and how many are unread.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { listNotifications } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { askAgain } from "../sync/askAgain";
import { useStream } from "../sync/useStream";

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
  const again = () => {
    void askAgain(queries, ["notifications"]);
  };
  useStream("/api/v1/events", {
    unread: again,
    notification: again,
    desk: () => {
      void askAgain(queries, ["desk"]);
    },
  });
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
