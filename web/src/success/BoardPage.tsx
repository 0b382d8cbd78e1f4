// The journey board: every account as a card in the step where it stands, what needs somebody first.

import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { board, listMaps } from "../api/generated/sdk.gen";
import type { AnswerOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { useMe } from "../app/me";
import { useAnswer } from "../lived/useLived";
import { Bar } from "../pages/Bar";
import { Loading } from "../pages/Loading";
import { Message } from "../pages/Message";
import { NoMaps } from "../pages/NoMaps";
import { Until } from "../pages/Until";
import { words } from "../words/en";
import { successWords as said } from "../words/success";
import { MoveDialog } from "../accounts/MoveDialog";
import { useWriting } from "../accounts/useWriting";
import {
  type BoardCard,
  chosen,
  countsBy,
  GROUPINGS,
  type JourneyBoard,
  ownersOf,
  PACES,
  type Put,
  sayGroup,
  sayMoney,
  sumOf,
  sumsOfGroups,
  type Wanted,
  withPuts,
} from "./board";
import { Column } from "./Column";
import "../styles/success.css";
import { sayCount } from "../words/figures";

/** Which map, and what is looked for on it; the empty owner is nobody. */
export interface BoardSearch {
  readonly map?: string;
  readonly text?: string;
  readonly pace?: string;
  readonly level?: string;
  readonly owner?: string;
  readonly by?: string;
  /** The one group that is shown; empty: those that are in none. */
  readonly group?: string;
  readonly sort?: string;
}

export function BoardPage() {
  const search: BoardSearch = useSearch({ from: "/board" });
  const go = useNavigate({ from: "/board" });
  const maps = useQuery({ queryKey: ["maps"], queryFn: () => answered(listMaps()) });
  const mapId = search.map ?? maps.data?.items[0]?.id;
  return (
    <div className="board-page">
      <Bar />
      <main>
        <header>
          <h1>{said.board}</h1>
          {maps.data && maps.data.items.length > 0 && (
            <select
              className="field narrow"
              aria-label={words.maps}
              value={mapId}
              onChange={(event) => void go({ search: { map: event.target.value } })}
            >
              {maps.data.items.map((map) => (
                <option key={map.id} value={map.id}>
                  {map.title}
                </option>
              ))}
            </select>
          )}
        </header>
        <Until answer={maps} />
        {maps.data?.items.length === 0 && <NoMaps />}
        {mapId && <BoardOfMap key={mapId} mapId={mapId} />}
      </main>
    </div>
  );
}

function BoardOfMap({ mapId }: { readonly mapId: string }) {
  const { answer, progress, error } = useAnswer<JourneyBoard>(["board", mapId], true, () =>
    answered<AnswerOut>(board({ path: { map_id: mapId } })),
  );
  if (error) {
    return (
      <Message
        title={words.broke}
        says={error}
        onRetry={() => {
          window.location.reload();
        }}
      />
    );
  }
  if (!answer)
    return progress && progress.share > 0 ? (
      <p>
        {words.measuring} <progress value={progress.share} aria-label={words.measuring} />
      </p>
    ) : (
      <Loading />
    );
  return <Shown answer={answer} isFresh={progress === null} mapId={mapId} />;
}

/** No name: names are of people. */
const ANYBODY = "\n";

interface Moving {
  readonly card: BoardCard;
  readonly from: string | null;
  readonly to: string | undefined;
}

interface ShownProps {
  readonly answer: JourneyBoard;
  readonly isFresh: boolean;
  readonly mapId: string;
}

function Shown({ answer, isFresh, mapId }: ShownProps) {
  const mine = useMe();
  const search: BoardSearch = useSearch({ from: "/board" });
  const go = useNavigate({ from: "/board" });
  const look = (asked: BoardSearch) =>
    void go({ search: (known: BoardSearch) => ({ ...known, ...asked }), replace: true });
  const [text, setText] = useState(search.text ?? "");
  const pace = PACES.find((one) => one === search.pace) ?? null;
  const level = answer.levels.find((one) => one === search.level) ?? null;
  const owner = search.owner ?? null;
  const by = GROUPINGS.find((one) => one === search.by) ?? "nothing";
  const [moving, setMoving] = useState<Moving | null>(null);
  const [puts, setPuts] = useState<readonly Put[]>([]);
  const shown = useMemo(() => withPuts(answer, puts, isFresh), [answer, puts, isFresh]);
  const latest = useRef(answer);
  useEffect(() => {
    latest.current = answer;
  });
  const onBack = useCallback((id: string) => {
    setPuts((known) =>
      known.map((one) => (one.key === id ? { ...one, isBack: true, on: latest.current } : one)),
    );
  }, []);
  const sought = useDeferredValue(text);
  const isByMoney = search.sort === "money";
  const { group } = search;
  const inGroups: Wanted = useMemo(
    () => ({ text: sought, pace, level, owner, isByMoney }),
    [sought, pace, level, owner, isByMoney],
  );
  const wanted: Wanted = useMemo(
    () =>
      group === undefined || by === "nothing"
        ? inGroups
        : { ...inGroups, group: { by, name: group === "" ? null : group } },
    [inGroups, by, group],
  );
  const all = useMemo(() => shown.columns.flatMap((column) => column.cards), [shown]);
  const cards = useMemo(() => chosen(all, wanted), [all, wanted]);
  const groups = useMemo(
    () => sumsOfGroups(chosen(all, inGroups), by, shown.levels),
    [all, inGroups, by, shown.levels],
  );
  const owners = useMemo(() => ownersOf(all).map(([name]) => name), [all]);
  const [ofPace, ofLevel, ofOwner] = useMemo(
    () => [countsBy(all, wanted, "pace"), countsBy(all, wanted, "level"), countsBy(all, wanted, "owner")],
    [all, wanted],
  );
  const steps = useMemo(
    () =>
      shown.columns.flatMap(({ step, name }) => (step === null ? [] : [{ id: step, name: name ?? step }])),
    [shown],
  );
  const move = useCallback(
    (subject: string, to?: string) => {
      for (const column of shown.columns) {
        const card = column.cards.find((one) => one.subject === subject);
        if (card && column.step !== to) setMoving({ card, from: column.step, to });
      }
    },
    [shown],
  );
  const { back } = useWriting(undefined, onBack);
  const { mutate } = back;
  const takeBack = useCallback(
    ({ subject, moved }: BoardCard) => {
      if (moved !== null) mutate({ of: shown.travels, account: subject, id: moved.key });
    },
    [mutate, shown.travels],
  );
  if (all.length === 0)
    return (
      <div className="empty">
        <h2>{said.noBoard}</h2>
        <p className="quiet">{said.noBoardHint}</p>
      </div>
    );
  const sum = sumOf(cards);
  const columns = shown.columns.filter((column) => column.step !== null || column.cards.length > 0);
  return (
    <>
      <div className="inline board-filters">
        <input
          className="field"
          type="search"
          value={text}
          placeholder={said.lookFor}
          aria-label={said.lookFor}
          onChange={(event) => {
            setText(event.target.value);
            look({ text: event.target.value === "" ? undefined : event.target.value });
          }}
        />
        <select
          className="field"
          aria-label={said.anyPace}
          value={pace ?? ""}
          onChange={(event) => {
            look({ pace: event.target.value === "" ? undefined : event.target.value });
          }}
        >
          <option value="">{said.anyPace}</option>
          {PACES.map((one) => (
            <option key={one} value={one}>
              {said.pace[one]} ({sayCount(ofPace.get(one) ?? 0)})
            </option>
          ))}
        </select>
        {shown.levels.length > 0 && (
          <select
            className="field"
            aria-label={said.anyHealth}
            value={level ?? ""}
            onChange={(event) => {
              look({ level: event.target.value === "" ? undefined : event.target.value });
            }}
          >
            <option value="">{said.anyHealth}</option>
            {shown.levels.map((one) => (
              <option key={one} value={one}>
                {one} ({sayCount(ofLevel.get(one) ?? 0)})
              </option>
            ))}
          </select>
        )}
        {owners.length > 1 && (
          <select
            className="field"
            aria-label={said.anyOwner}
            value={owner === null ? ANYBODY : owner}
            onChange={(event) => {
              look({ owner: event.target.value === ANYBODY ? undefined : event.target.value });
            }}
          >
            <option value={ANYBODY}>{said.anyOwner}</option>
            {owners.map((name) => (
              <option key={name} value={name}>
                {name === "" ? said.nobodys : name} ({sayCount(ofOwner.get(name) ?? 0)})
              </option>
            ))}
          </select>
        )}
        <select
          className="field"
          aria-label={said.groupBy}
          value={by}
          onChange={(event) => {
            look({
              by: event.target.value === "nothing" ? undefined : event.target.value,
              group: undefined,
            });
          }}
        >
          {GROUPINGS.map((one) => (
            <option key={one} value={one}>
              {said.groupings[one]}
            </option>
          ))}
        </select>
        {shown.currency !== null && (
          <select
            className="field"
            aria-label={said.sortBy}
            value={isByMoney ? "money" : "pace"}
            onChange={(event) => {
              look({ sort: event.target.value === "money" ? "money" : undefined });
            }}
          >
            <option value="pace">{said.sorts.pace}</option>
            <option value="money">{said.sorts.money}</option>
          </select>
        )}
        <span className="quiet">
          {cards.length === all.length
            ? words.underWayCount(all.length)
            : said.underWayOf(cards.length, all.length)}
          {shown.currency !== null &&
            sum.cents > 0 &&
            `, ${said.valueOf(sayMoney(sum.cents, shown.currency))}`}
          .{" "}
          {said.ended(
            shown.can_arrive ? (shown.ended.succeeded ?? 0) : null,
            shown.ended.failed ?? 0,
            shown.ended.expired ?? 0,
          )}{" "}
          {!shown.can_arrive && (
            <>
              <Link to="/maps/$mapId" params={{ mapId }} search={{ panel: "settings" }}>
                {said.sayArriving}
              </Link>
              .{" "}
            </>
          )}
          {shown.scorecard !== null && <Link to="/scorecards">{said.scoredBy(shown.scorecard)}</Link>}
        </span>
      </div>
      <p className="pace-legend quiet small">
        {said.legend}
        {PACES.map((one) => (
          <span key={one}>
            <span className="pace-bar" aria-hidden="true">
              <span data-pace={one} />
            </span>
            {said.pace[one]}
          </span>
        ))}
      </p>
      {by !== "nothing" && (
        <ul className="board-groups" aria-label={said.groups}>
          {groups.map(({ name, cards: count, sum: paid, late }) => {
            const key = name ?? "";
            return (
              <li key={key}>
                <button
                  type="button"
                  aria-pressed={group === key}
                  title={said.onlyGroup}
                  onClick={() => {
                    look({ group: group === key ? undefined : key });
                  }}
                >
                  <b>{sayGroup(name, by)}</b>
                  <span>{sayCount(count)}</span>
                  {shown.currency !== null && (
                    <span title={paid.without > 0 ? said.withoutValue(paid.without) : undefined}>
                      {sayMoney(paid.cents, shown.currency)}
                    </span>
                  )}
                  {by !== "pace" && late > 0 && <span className="quiet">{said.late(late)}</span>}
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <div className="board-columns" role="list" aria-label={said.board} tabIndex={0}>
        {columns.map((column) => (
          <Column
            key={column.step ?? ""}
            column={column}
            wanted={wanted}
            currency={shown.currency}
            levels={shown.levels}
            travels={shown.travels}
            by={by}
            onMove={move}
            onBack={takeBack}
          />
        ))}
      </div>
      {moving && (
        <MoveDialog
          whom={{ of: shown.travels, account: moving.card.subject }}
          name={moving.card.name ?? moving.card.subject}
          mapId={mapId}
          steps={steps}
          from={moving.from}
          onMoved={({ id, step, name, reason }) => {
            const { pace: was, stayed_seconds: stayed, moved: before } = moving.card;
            const told = before?.told ?? { step: moving.from, stayed_seconds: stayed, pace: was };
            const moved = { by: mine.name, name, reason, key: id, told };
            setPuts((known) => [
              ...known,
              { key: id, before: moving.card, from: moving.from, to: step, moved, isBack: false, on: answer },
            ]);
          }}
          onBack={onBack}
          {...(moving.to === undefined ? {} : { to: moving.to })}
          onClose={() => {
            setMoving(null);
          }}
        />
      )}
    </>
  );
}
