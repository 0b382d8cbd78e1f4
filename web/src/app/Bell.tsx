// The bell: how much is unread, and the newest at a click.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { markAllRead } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { newsWords } from "../words/notifications";
import { Icon } from "./Icon";
import { useLatest, useUnread } from "./news";
import { NewsList } from "./NewsList";
import { Popup } from "./Popup";

const MOST_SHOWN = 8;
const MOST_COUNTED = 99;

export function Bell() {
  const unread = useUnread();
  return (
    <Popup
      label={newsWords.bell(unread)}
      className="bare bell"
      button={
        <>
          <Icon name="bell" />
          {unread > 0 && (
            <span className="count" aria-hidden="true">
              {unread > MOST_COUNTED ? `${MOST_COUNTED}+` : unread}
            </span>
          )}
        </>
      }
    >
      {(close) => <Latest onClose={close} />}
    </Popup>
  );
}

function Latest({ onClose }: { readonly onClose: () => void }) {
  const latest = useLatest(MOST_SHOWN);
  const queries = useQueryClient();
  const readAll = useMutation({
    mutationFn: (newest: number) => answered(markAllRead({ body: { newest } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["notifications"] }),
  });
  const items = latest.data?.items ?? [];
  const newest = items[0]?.id;
  return (
    <div className="news">
      <header>
        <h2>{newsWords.title}</h2>
        {newest !== undefined && (latest.data?.unread ?? 0) > 0 && (
          <button
            type="button"
            className="link"
            onClick={() => {
              readAll.mutate(newest);
            }}
          >
            {newsWords.markAll}
          </button>
        )}
      </header>
      {latest.error && <p role="alert">{latest.error.message}</p>}
      {latest.data && items.length === 0 && (
        <p className="quiet">
          <b>{newsWords.none}</b> {newsWords.noneHint}
        </p>
      )}
      <NewsList items={items} onFollow={onClose} />
      <p>
        <Link to="/notifications" onClick={onClose}>
          {newsWords.all}
        </Link>
      </p>
    </div>
  );
}
