// Notifications one under the other. Each leads to its place, and is read by that.

import { panelOf } from "../comments/places";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { markRead, markUnread } from "../api/generated/sdk.gen";
import type { NotificationOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { newsWords } from "../words/notifications";
import { sayWhen } from "../words/figures";

export interface NewsListProps {
  readonly items: readonly NotificationOut[];
  readonly onFollow?: () => void;
}

export function NewsList({ items, onFollow }: NewsListProps) {
  const queries = useQueryClient();
  const mark = useMutation({
    mutationFn: ({ id, isRead }: { id: number; isRead: boolean }) =>
      answered((isRead ? markRead : markUnread)({ body: { ids: [id] } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["notifications"] }),
  });
  return (
    <ul className="news-list">
      {items.map((one) => {
        const inside = (
          <>
            <b>{one.says}</b>
            {one.map && <span className="quiet"> {newsWords.onMap(one.map.title)}</span>}
            {one.excerpt !== "" && <q>{one.excerpt}</q>}
            <time className="quiet small" dateTime={one.at}>
              {sayWhen(one.at)}
            </time>
          </>
        );
        return (
          <li key={one.id} data-unread={one.is_read ? undefined : ""}>
            {one.map ? (
              <Link
                to="/maps/$mapId"
                params={{ mapId: one.map.id }}
                search={placeOf(one)}
                className="news-item"
                onClick={() => {
                  if (!one.is_read) mark.mutate({ id: one.id, isRead: true });
                  onFollow?.();
                }}
              >
                {inside}
              </Link>
            ) : one.reason === "desk" ? (
              <Link
                to="/today"
                className="news-item"
                onClick={() => {
                  if (!one.is_read) mark.mutate({ id: one.id, isRead: true });
                  onFollow?.();
                }}
              >
                {inside}
              </Link>
            ) : (
              <div className="news-item">{inside}</div>
            )}
            <button
              type="button"
              className="button bare icon"
              aria-label={one.is_read ? newsWords.markUnread : newsWords.markRead}
              title={one.is_read ? newsWords.markUnread : newsWords.markRead}
              onClick={() => {
                mark.mutate({ id: one.id, isRead: !one.is_read });
              }}
            >
              {one.is_read ? "○" : "●"}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** The panel of the map that it is about: the conversation, else the place. */
function placeOf(one: NotificationOut): { panel?: string } {
  if (one.thread !== null) return { panel: panelOf({ kind: "thread", id: one.thread }) };
  return one.node === "" ? {} : { panel: one.node };
}
