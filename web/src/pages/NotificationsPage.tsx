// What one should know, all of it, and when to be told by mail.

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { chooseMails, howMailed, listNotifications, markAllRead } from "../api/generated/sdk.gen";
import type { HowMailed, NotificationOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { useWorkspace } from "../app/clock";
import { NewsList } from "../app/NewsList";
import { useCommands } from "../palette/PaletteContext";
import { daysAfter, isoDay } from "../words/figures";
import { newsWords } from "../words/notifications";
import { Bar } from "./Bar";
import { Until } from "./Until";

const HOW: readonly HowMailed[] = ["instantly", "daily", "never"];

export function NotificationsPage() {
  const [onlyUnread, setOnlyUnread] = useState(false);
  const queries = useQueryClient();
  const news = useInfiniteQuery({
    queryKey: ["notifications", "all", onlyUnread],
    queryFn: ({ pageParam }) =>
      answered(
        listNotifications({
          query: { limit: 50, only_unread: onlyUnread, ...(pageParam ? { cursor: pageParam } : {}) },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  const readAll = useMutation({
    mutationFn: (newest: number) => answered(markAllRead({ body: { newest } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["notifications"] }),
  });
  const items = news.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = news.data?.pages[0]?.unread ?? 0;
  const newest = items[0]?.id;
  const markAll = () => {
    if (newest !== undefined) readAll.mutate(newest);
  };
  useCommands(() => [
    ...(unread > 0 ? [{ name: newsWords.markAll, hint: newsWords.title, run: markAll }] : []),
    ...([true, false] as const).map((only) => ({
      name: only ? newsWords.unreadOnly : newsWords.everything,
      hint: newsWords.title,
      run: () => {
        setOnlyUnread(only);
      },
    })),
  ]);
  return (
    <>
      <Bar />
      <main className="page narrow-page">
        <header>
          <h1>{newsWords.title}</h1>
          {unread > 0 && newest !== undefined && (
            <button type="button" className="button" onClick={markAll}>
              {newsWords.markAll}
            </button>
          )}
        </header>
        <div className="segmented" role="group" aria-label={newsWords.title}>
          <button
            type="button"
            aria-pressed={!onlyUnread}
            onClick={() => {
              setOnlyUnread(false);
            }}
          >
            {newsWords.everything}
          </button>
          <button
            type="button"
            aria-pressed={onlyUnread}
            onClick={() => {
              setOnlyUnread(true);
            }}
          >
            {newsWords.unreadOnly}
          </button>
        </div>
        <Until answer={news} />
        {news.data && items.length === 0 && (
          <p className="empty quiet">
            {onlyUnread ? newsWords.noneUnread : `${newsWords.none} ${newsWords.noneHint}`}
          </p>
        )}
        {byDay(items).map(([day, of]) => (
          <section key={day}>
            <h2 className="day quiet">{day}</h2>
            <NewsList items={of} />
          </section>
        ))}
        {news.hasNextPage && (
          <button type="button" className="button" onClick={() => void news.fetchNextPage()}>
            {newsWords.earlier}
          </button>
        )}
        <MailChoice />
      </main>
    </>
  );
}

export function MailChoice() {
  const queries = useQueryClient();
  const how = useQuery({ queryKey: ["mails"], queryFn: () => answered(howMailed()) });
  const workspace = useWorkspace();
  const choose = useMutation({
    mutationFn: (chosen: HowMailed) => answered(chooseMails({ body: { how: chosen } })),
    onSuccess: (chosen) => {
      queries.setQueryData(["mails"], chosen);
    },
  });
  return (
    <fieldset className="mail-choice">
      <legend>{newsWords.mails}</legend>
      <p className="quiet">{newsWords.mailsHint}</p>
      <div className="segmented" role="group" aria-label={newsWords.mails}>
        {HOW.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={how.data?.how === one}
            onClick={() => {
              choose.mutate(one);
            }}
          >
            {newsWords.mailHow[one]}
          </button>
        ))}
      </div>
      {workspace.data?.mails === false && <p className="quiet small">{newsWords.noMails}</p>}
      {(how.error ?? choose.error) && <p role="alert">{(how.error ?? choose.error)?.message}</p>}
    </fieldset>
  );
}

function byDay(
  items: readonly NotificationOut[],
): readonly (readonly [string, readonly NotificationOut[]])[] {
  const days = new Map<string, NotificationOut[]>();
  for (const one of items) {
    const day = sayDay(isoDay(one.at), isoDay(Date.now()));
    const of = days.get(day);
    if (of) of.push(one);
    else days.set(day, [one]);
  }
  return [...days];
}

function sayDay(day: string, today: string): string {
  return day >= today
    ? newsWords.today
    : day === daysAfter(today, -1)
      ? newsWords.yesterday
      : newsWords.before;
}
