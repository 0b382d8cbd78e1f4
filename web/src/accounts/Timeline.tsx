// The story of an account: everything that happened, the newest first; only some of it where one wants.

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { accountTimeline } from "../api/generated/sdk.gen";
import type { HappenedOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { mayOn, useMe } from "../app/me";
import { Until } from "../pages/Until";
import { sayActivity } from "../pages/customers/story";
import { sayMoney } from "../success/board";
import { accountWords as said, sayDay } from "../words/accounts";
import { tellDays } from "./story";
import { useWriting, type Whom } from "./useWriting";

type Kind = HappenedOut["kind"];

/** What is shown: all but what we sent, everything, or one kind. */
type Shown = "theirs" | "everything" | Kind;

export interface TimelineProps {
  readonly whom: Whom;
  /** What the steps of the maps are called, by map and step. */
  readonly stepName: (map: string, step: string) => string;
}

export function Timeline({ whom, stepName }: TimelineProps) {
  const [shown, setShown] = useState<Shown>("theirs");
  const found = useInfiniteQuery({
    queryKey: ["account", whom.of, whom.account, "timeline", shown],
    queryFn: ({ pageParam }) =>
      answered(
        accountTimeline({
          path: whom,
          query: {
            limit: 60,
            ...(shown === "everything" ? {} : { kind: kindsOf(shown) }),
            ...(pageParam ? { cursor: pageParam } : {}),
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  const counts = found.data?.pages[0]?.counts ?? {};
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="account-story" aria-label={said.story}>
      <h2>{said.story}</h2>
      {total > 0 && (
        <div className="story-kinds" role="group" aria-label={said.filter}>
          {choices(counts).map(({ of, name, count }) => (
            <button
              key={of}
              type="button"
              aria-pressed={shown === of}
              onClick={() => {
                setShown(shown === of ? "theirs" : of);
              }}
            >
              {name} <span>{count.toLocaleString("en")}</span>
            </button>
          ))}
        </div>
      )}
      <Until answer={found} />
      {found.data && items.length === 0 && !found.isPlaceholderData && (
        <div className="empty">
          <h3>{total === 0 ? said.nothingYet : said.nothingLike}</h3>
          {total === 0 && <p className="quiet">{said.nothingYetHint}</p>}
        </div>
      )}
      <ol className="account-days">
        {tellDays(items).map((day) => (
          <li key={day.day}>
            <h3>
              <time dateTime={day.day}>{sayDay(day.day)}</time>
            </h3>
            <ol>
              {day.told.map((one) => (
                <Row
                  key={one.first.arrival}
                  one={one.first}
                  count={one.count}
                  whom={whom}
                  stepName={stepName}
                />
              ))}
            </ol>
          </li>
        ))}
      </ol>
      {found.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {said.earlier}
        </button>
      )}
    </section>
  );
}

const NOT_SENT = (Object.keys(said.kinds) as Kind[]).filter((one) => one !== "sent");

function kindsOf(shown: Exclude<Shown, "everything">): Kind[] {
  return shown === "theirs" ? NOT_SENT : [shown];
}

function choices(counts: Readonly<Record<string, number>>) {
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const sent = counts.sent ?? 0;
  const kinds = (Object.keys(said.kinds) as Kind[]).filter((one) => counts[one]);
  return [
    { of: "theirs" as Shown, name: said.theirs, count: total - sent },
    ...kinds.map((one) => ({ of: one, name: said.kinds[one] ?? one, count: counts[one] ?? 0 })),
    ...(sent > 0 ? [{ of: "everything" as Shown, name: said.everything, count: total }] : []),
  ];
}

interface RowProps extends TimelineProps {
  readonly one: HappenedOut;
  readonly count: number;
}

function Row({ one, count, whom, stepName }: RowProps) {
  const mine = useMe();
  const { back } = useWriting();
  const { entry } = one;
  const isBack = entry !== null && entry.withdrawn_at !== null;
  const mayTakeBack = entry !== null && !isBack && (entry.is_mine || mayOn(mine, "", "owner"));
  const who = entry ? said.byHand(entry.by) : (one.customer_name ?? one.customer);
  return (
    <li className="happened" data-kind={one.kind} data-back={isBack || undefined}>
      <span className="happened-mark" aria-hidden="true" />
      <div>
        <p className="happened-head">
          <b title={one.activity}>{nameOf(one, stepName)}</b>
          {count > 1 && <span className="quiet">{said.times(count)}</span>}
          {one.score !== null && (
            <span>
              {one.score} <span className="quiet">({one.scale})</span>
            </span>
          )}
          {one.amount !== null && one.currency !== null && (
            <span>{sayMoney(Number(one.amount) * 100, one.currency)}</span>
          )}
          {isBack && <span className="tag">{said.takenBack}</span>}
          <span className="quiet small happened-who">
            {who} {one.channel && `· ${one.channel}`}
            <time dateTime={one.occurred_at} title={said.fromSource(one.source)}>
              {new Date(one.occurred_at).toLocaleTimeString("en", {
                hour: "2-digit",
                minute: "2-digit",
                hour12: false,
              })}
            </time>
          </span>
        </p>
        {one.text && <p className={entry ? "happened-text" : "happened-quote"}>{one.text}</p>}
        {one.kind === "pulse" && <Reasons of={one} />}
        {typeof one.properties.due_on === "string" && (
          <p className="quiet small">{said.promiseDue(sayDay(one.properties.due_on))}</p>
        )}
        {mayTakeBack && (
          <button
            type="button"
            className="link small"
            disabled={back.isPending}
            onClick={() => {
              back.mutate({ ...whom, id: entry.id });
            }}
          >
            {said.takeBack}
          </button>
        )}
      </div>
    </li>
  );
}

function Reasons({ of }: { readonly of: HappenedOut }) {
  const reasons = Array.isArray(of.properties.reasons) ? (of.properties.reasons as unknown[]) : [];
  if (reasons.length === 0) return null;
  return (
    <p className="quiet small">{reasons.map((one) => said.reasons[String(one)] ?? String(one)).join(", ")}</p>
  );
}

function nameOf(one: HappenedOut, stepName: TimelineProps["stepName"]): string {
  const { properties } = one;
  if (one.activity === "pulse.given")
    return said.pulseSaid(said.pulses[Number(properties.pulse) - 1] ?? String(properties.pulse));
  if (one.activity === "note.written" && properties.kind === "promise") return said.promise;
  if (one.activity === "milestone.reached")
    return `${String(properties.name)}: ${said.movedTo(stepName(String(properties.map), String(properties.step)))}`;
  return sayActivity(one.activity);
}
