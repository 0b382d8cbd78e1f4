// The story of an account: everything that happened, the newest first; only some of it where one wants.

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { accountHealthStory, accountTimeline, deskStory } from "../api/generated/sdk.gen";
import type { HappenedOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { mayOn, useMe } from "../app/me";
import { Until } from "../pages/Until";
import { sayActivity } from "../pages/customers/story";
import { sayMoney } from "../success/board";
import { accountWords as said, sayDay } from "../words/accounts";
import { ofDesk, ofHealth } from "./extras";
import { type Extra, type ExtraKind, foldDays, inOneStory, isExtra, tellDays, type Told } from "./story";
import { useWriting, type Whom } from "./useWriting";
import { sayClock, sayCount } from "../words/figures";

type Kind = HappenedOut["kind"] | ExtraKind;

/** What is shown: all but what we sent, everything, or one kind. */
type Shown = "theirs" | "everything" | Kind;

export interface TimelineProps {
  readonly whom: Whom;
  /** What the steps of the maps are called, by map and step. */
  readonly stepName: (map: string, step: string) => string;
}

export function Timeline({ whom, stepName }: TimelineProps) {
  const [shown, setShown] = useState<Shown>("theirs");
  const isOfDesk = shown === "task" || shown === "alert" || shown === "handoff";
  const inLog = isOfDesk ? "theirs" : shown;
  const desk = useQuery({
    queryKey: ["account", whom.of, whom.account, "desk-story"],
    queryFn: () => answered(deskStory({ query: whom })),
  });
  const health = useQuery({
    queryKey: ["account", whom.of, whom.account, "health-story"],
    queryFn: () => answered(accountHealthStory({ path: whom })),
  });
  const extras = useMemo(
    () => [...ofDesk(desk.data ?? []), ...ofHealth(health.data ?? [])],
    [desk.data, health.data],
  );
  const found = useInfiniteQuery({
    queryKey: ["account", whom.of, whom.account, "timeline", inLog],
    queryFn: ({ pageParam }) =>
      answered(
        accountTimeline({
          path: whom,
          query: {
            limit: 60,
            ...(inLog === "everything" ? {} : { kind: kindsOf(inLog) }),
            ...(pageParam ? { cursor: pageParam } : {}),
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  const counts = withExtras(found.data?.pages[0]?.counts ?? {}, extras);
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const loaded = found.data?.pages.flatMap((page) => page.items) ?? [];
  const items = inOneStory(
    isOfDesk ? [] : loaded,
    extras.filter((one) => shown === "theirs" || shown === "everything" || one.kind === shown),
    isOfDesk || (found.data !== undefined && !found.hasNextPage),
  );
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
              {name} <span>{sayCount(count)}</span>
            </button>
          ))}
        </div>
      )}
      <Until answer={found} />
      {(desk.isPending || health.isPending) && <p className="quiet small">{said.storyComes}</p>}
      {found.data && items.length === 0 && !found.isPlaceholderData && (
        <div className="empty">
          <h3>{total === 0 ? said.nothingYet : said.nothingLike}</h3>
          {total === 0 && <p className="quiet">{said.nothingYetHint}</p>}
        </div>
      )}
      <ol className="account-days">
        {(shown === "use" ? tellDays(items) : foldDays(tellDays(items))).map((day) => (
          <li key={day.day}>
            <h3>
              {day.since !== day.day && (
                <>
                  <time dateTime={day.since}>{sayDay(day.since)}</time> {said.toDay}{" "}
                </>
              )}
              <time dateTime={day.day}>{sayDay(day.day)}</time>
            </h3>
            <ol>
              {day.told.map(({ first, count, noise }) =>
                isExtra(first) ? (
                  <ExtraRow key={first.id} one={first} />
                ) : noise.length > 1 || (count > 1 && noise.length > 0) ? (
                  <NoiseRow
                    key={first.arrival}
                    at={day.since === day.day ? first.occurred_at : null}
                    noise={noise}
                  />
                ) : (
                  <Row key={first.arrival} one={first} count={count} whom={whom} stepName={stepName} />
                ),
              )}
            </ol>
          </li>
        ))}
      </ol>
      {found.hasNextPage && !isOfDesk && (
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

const LATER: ReadonlySet<string> = new Set(["health", "task", "alert", "handoff"]);
const DESK: readonly string[] = ["task", "alert", "handoff"];
const NOT_SENT = (Object.keys(said.kinds) as Kind[]).filter((one) => one !== "sent" && !DESK.includes(one));

function kindsOf(shown: Exclude<Shown, "everything">): HappenedOut["kind"][] {
  return (shown === "theirs" ? NOT_SENT : [shown]) as HappenedOut["kind"][];
}

function withExtras(counts: Readonly<Record<string, number>>, extras: readonly Extra[]) {
  const all: Record<string, number> = { ...counts };
  for (const one of extras) all[one.kind] = (all[one.kind] ?? 0) + 1;
  return all;
}

function ExtraRow({ one }: { readonly one: Extra }) {
  return (
    <li className="happened" data-kind={one.kind} data-bad={one.isBad || undefined}>
      <span className="happened-mark" aria-hidden="true" />
      <div>
        <p className="happened-head">
          <b>
            {one.task === null ? (
              one.title
            ) : (
              <Link to="/today" search={{ task: one.task }}>
                {one.title}
              </Link>
            )}
          </b>
          <span className="quiet small happened-who">
            {one.who !== null && said.byHand(one.who)}
            <time dateTime={one.occurred_at}>{sayClock(one.occurred_at)}</time>
          </span>
        </p>
        {one.text !== null && one.text !== "" && <p className="quiet small">{one.text}</p>}
      </div>
    </li>
  );
}

/** Everyday use of one stretch of a day, in one line with how often. */
function NoiseRow({ at, noise }: { readonly at: string | null; readonly noise: Told["noise"] }) {
  return (
    <li className="happened" data-kind="use">
      <span className="happened-mark" aria-hidden="true" />
      <div>
        <p className="happened-head quiet">
          <span>
            {noise
              .map(([activity, n]) =>
                n === 1 ? sayActivity(activity) : `${sayActivity(activity)}, ${said.times(n)}`,
              )
              .join(" · ")}
          </span>
          <span className="small happened-who">
            {at !== null && <time dateTime={at}>{sayClock(at)}</time>}
          </span>
        </p>
      </div>
    </li>
  );
}

function choices(counts: Readonly<Record<string, number>>) {
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const sent = counts.sent ?? 0;
  const kinds = (Object.keys(said.kinds) as Kind[]).filter((one) => counts[one]);
  // What comes a moment later stands last: so no tab moves from under the pointer.
  const inOrder = [...kinds.filter((one) => !LATER.has(one)), ...kinds.filter((one) => LATER.has(one))];
  return [
    { of: "theirs" as Shown, name: said.theirs, count: total - sent },
    ...(sent > 0 ? [{ of: "everything" as Shown, name: said.everything, count: total }] : []),
    ...inOrder.map((one) => ({ of: one, name: said.kinds[one] ?? one, count: counts[one] ?? 0 })),
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
              {sayClock(one.occurred_at)}
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
