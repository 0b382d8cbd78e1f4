// The journey board: every account as a card in the step where it stands, what needs somebody first.

import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useDeferredValue, useMemo, useState } from "react";
import { board, listMaps } from "../api/generated/sdk.gen";
import type { AnswerOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { useAnswer } from "../lived/useLived";
import { Bar } from "../pages/Bar";
import { Loading } from "../pages/Loading";
import { Message } from "../pages/Message";
import { Until } from "../pages/Until";
import { words } from "../words/en";
import { successWords as said } from "../words/success";
import { MoveDialog } from "../accounts/MoveDialog";
import { useWriting } from "../accounts/useWriting";
import {
  type BoardCard,
  type GroupBy,
  GROUPINGS,
  type JourneyBoard,
  ownersOf,
  PACES,
  type Pace,
  sayMoney,
  sumOf,
  type Wanted,
} from "./board";
import { Column } from "./Column";
import "../styles/success.css";

export interface BoardSearch {
  readonly map?: string;
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
        {maps.data?.items.length === 0 && <p className="quiet">{words.noMapsHint}</p>}
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
  return <Shown board={answer} mapId={mapId} />;
}

/** No name: names are of people. */
const ANYBODY = "\n";

interface Moving {
  readonly card: BoardCard;
  readonly from: string | null;
  readonly to: string | undefined;
}

function Shown({ board: shown, mapId }: { readonly board: JourneyBoard; readonly mapId: string }) {
  const [text, setText] = useState("");
  const [pace, setPace] = useState<Pace | null>(null);
  const [level, setLevel] = useState<string | null>(null);
  const [owner, setOwner] = useState<string | null>(null);
  const [by, setBy] = useState<GroupBy>("nothing");
  const [moving, setMoving] = useState<Moving | null>(null);
  const sought = useDeferredValue(text);
  const wanted: Wanted = useMemo(() => ({ text: sought, pace, level, owner }), [sought, pace, level, owner]);
  const all = useMemo(() => shown.columns.flatMap((column) => column.cards), [shown]);
  const owners = useMemo(() => ownersOf(all), [all]);
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
  const { back } = useWriting();
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
  const sum = sumOf(all);
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
          }}
        />
        <select
          className="field"
          aria-label={said.anyPace}
          value={pace ?? ""}
          onChange={(event) => {
            setPace(PACES.find((one) => one === event.target.value) ?? null);
          }}
        >
          <option value="">{said.anyPace}</option>
          {PACES.map((one) => (
            <option key={one} value={one}>
              {said.pace[one]} ({all.filter((card) => card.pace === one).length.toLocaleString("en")})
            </option>
          ))}
        </select>
        {shown.levels.length > 0 && (
          <select
            className="field"
            aria-label={said.anyHealth}
            value={level ?? ""}
            onChange={(event) => {
              setLevel(event.target.value === "" ? null : event.target.value);
            }}
          >
            <option value="">{said.anyHealth}</option>
            {shown.levels.map((one) => (
              <option key={one} value={one}>
                {one} ({all.filter((card) => card.level === one).length.toLocaleString("en")})
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
              setOwner(event.target.value === ANYBODY ? null : event.target.value);
            }}
          >
            <option value={ANYBODY}>{said.anyOwner}</option>
            {owners.map(([name, n]) => (
              <option key={name} value={name}>
                {name === "" ? said.nobodys : name} ({n.toLocaleString("en")})
              </option>
            ))}
          </select>
        )}
        <select
          className="field"
          aria-label={said.groupBy}
          value={by}
          onChange={(event) => {
            setBy(GROUPINGS.find((one) => one === event.target.value) ?? "nothing");
          }}
        >
          {GROUPINGS.map((one) => (
            <option key={one} value={one}>
              {said.groupings[one]}
            </option>
          ))}
        </select>
        <span className="quiet">
          {words.underWayCount(all.length)}
          {shown.currency !== null &&
            sum.cents > 0 &&
            `, ${said.valueOf(sayMoney(sum.cents, shown.currency))}`}
          . {said.ended(shown.ended.succeeded ?? 0, shown.ended.failed ?? 0, shown.ended.expired ?? 0)}{" "}
          {shown.scorecard !== null && <Link to="/scorecards">{said.scoredBy(shown.scorecard)}</Link>}
        </span>
      </div>
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
          {...(moving.to === undefined ? {} : { to: moving.to })}
          onClose={() => {
            setMoving(null);
          }}
        />
      )}
    </>
  );
}
