// What is done, as a path one can see: cards under one another, waits on the line between them, a branch as two
// ways side by side. Moves are dragged to a place on the line, or moved by buttons and keys.

import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { PlaybookWords } from "../api/generated/types.gen";
import { tell } from "../app/told";
import { playbookWords as said } from "../words/playbooks";
import {
  addressOf,
  carryMove,
  type Data,
  getAt,
  insertMove,
  kindOf,
  listOf,
  mappingOf,
  MOVES,
  type MoveKind,
  movesOf,
  newMove,
  type Path,
  removeMove,
  setAt,
  textOf,
  WITH_WORDS,
} from "./book";
import { MoveForm } from "./MoveForm";
import { Inside, Wrong } from "./Part";
import type { Desk } from "./desk";
import { sayMove, sayWhom } from "./sentences";

const Preview = lazy(() => import("./Preview").then((it) => ({ default: it.Preview })));

export interface MovesProps {
  readonly desk: Desk;
  readonly words: PlaybookWords | undefined;
  readonly list: Path;
}

export function Moves({ desk, words, list }: MovesProps) {
  const { data } = desk;
  const moves = movesOf(getAt(data, list));
  return (
    <ol className="book-path">
      <Gap desk={desk} list={list} at={0} isLast={moves.length === 0} />
      {moves.map((move, at) => (
        <li key={textOf(move.id) || `${String(at)} ${kindOf(move) ?? ""}`} className="book-step">
          <MoveCard desk={desk} words={words} list={list} at={at} count={moves.length} move={move} />
          <ol className="book-between">
            <Gap desk={desk} list={list} at={at + 1} isLast={at === moves.length - 1} />
          </ol>
        </li>
      ))}
    </ol>
  );
}

interface GapProps {
  readonly desk: Desk;
  readonly list: Path;
  readonly at: number;
  readonly isLast: boolean;
}

interface Carried {
  readonly list: Path;
  readonly at: number;
}

/** A place on the line: something can be added here, or dragged here. */
function Gap({ desk, list, at, isLast }: GapProps) {
  const place = useRef<HTMLLIElement>(null);
  const [isOver, setOver] = useState(false);
  const latest = useRef({ desk, list, at });
  useEffect(() => {
    latest.current = { desk, list, at };
  });
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data.kind === "playbook-move",
      onDragEnter: () => {
        setOver(true);
      },
      onDragLeave: () => {
        setOver(false);
      },
      onDrop: ({ source }) => {
        setOver(false);
        const { list: from, at: was } = source.data as unknown as Carried;
        const now = latest.current;
        now.desk.change(carryMove(now.desk.data, from, was, now.list, now.at));
      },
    });
  }, []);
  return (
    <li ref={place} className="book-gap" data-over={isOver || undefined} data-last={isLast || undefined}>
      <select
        className="field book-add"
        aria-label={said.addAt(at + 1)}
        title={said.add}
        value=""
        onChange={(event) => {
          const move = newMove(event.target.value as MoveKind, desk.data, said.firstWords);
          desk.change(insertMove(desk.data, list, at, move));
          desk.open(addressOf([...list, at]));
        }}
      >
        <option value="" disabled>
          + {said.add}
        </option>
        {MOVES.map((kind) => (
          <option key={kind} value={kind}>
            {said.addKinds[kind] ?? said.kinds[kind]}
          </option>
        ))}
      </select>
    </li>
  );
}

interface MoveCardProps extends MovesProps {
  readonly at: number;
  readonly count: number;
  readonly move: Data;
}

function MoveCard({ desk, words, list, at, count, move }: MoveCardProps) {
  const { data } = desk;
  const card = useRef<HTMLDivElement>(null);
  const handle = useRef<HTMLSpanElement>(null);
  const path: Path = [...list, at];
  const address = addressOf(path);
  const kind = kindOf(move);
  const says = sayMove(move, data);
  const whom = sayWhom(move, data);
  const isOpen = desk.opened === address;
  const isWait = kind === "wait" || kind === "wait_until";
  const [isPreviewed, setPreviewed] = useState(false);
  const latest = useRef({ list, at });
  useEffect(() => {
    latest.current = { list, at };
  });
  useEffect(() => {
    const element = card.current;
    const dragHandle = handle.current;
    if (!element || !dragHandle) return undefined;
    return draggable({
      element,
      dragHandle,
      getInitialData: () => ({ kind: "playbook-move", ...latest.current }),
      onDragStart: () => {
        element.dataset.dragged = "";
      },
      onDrop: () => {
        delete element.dataset.dragged;
      },
    });
  }, []);
  const shift = (by: number) => {
    const to = at + by;
    if (to < 0 || to >= count) return;
    desk.change(carryMove(data, list, at, list, by < 0 ? to : to + 1));
    if (isOpen) desk.open(addressOf([...list, to]));
    requestAnimationFrame(() => {
      document
        .querySelector<HTMLElement>(`[data-move="${addressOf([...list, to])}"] .book-move-open`)
        ?.focus();
    });
  };
  const remove = () => {
    desk.change(removeMove(data, list, at));
    if (isOpen) desk.open(null);
    tell({ says: said.removed(says) });
  };
  const problems = desk.problemsAt(
    path,
    kind === "branch"
      ? [
          ["branch", "then"],
          ["branch", "otherwise"],
        ]
      : [],
  );
  return (
    <div
      ref={card}
      className="book-move"
      data-move={address}
      data-kind={kind}
      data-wait={isWait || undefined}
      data-open={isOpen || undefined}
      data-wrong={problems.length > 0 || undefined}
      onKeyDown={(event) => {
        const isTyping = event.target instanceof Element && event.target.matches("input, textarea, select");
        if (isTyping || event.defaultPrevented) return;
        if (event.altKey && event.key === "ArrowUp") shift(-1);
        else if (event.altKey && event.key === "ArrowDown") shift(1);
        else if (event.key === "Delete") remove();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div className="book-move-head">
        <span ref={handle} className="book-handle" aria-hidden="true" title={said.drag}>
          ⠿
        </span>
        <button
          type="button"
          className="book-move-open"
          aria-expanded={isOpen}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
          onClick={() => {
            desk.open(isOpen ? null : address);
          }}
        >
          <span className="book-kind">{kind === null ? said.doesNothing : said.kinds[kind]}</span>
          <span className="book-head">{says || said.noWords}</span>
          {whom !== "" && <span className="quiet small">{whom}</span>}
        </button>
        <span className="book-move-deeds">
          <button
            type="button"
            className="button icon"
            aria-label={`${said.up}: ${says}`}
            title={`${said.up} (Alt+↑)`}
            disabled={at === 0}
            onClick={() => {
              shift(-1);
            }}
          >
            ↑
          </button>
          <button
            type="button"
            className="button icon"
            aria-label={`${said.down}: ${says}`}
            title={`${said.down} (Alt+↓)`}
            disabled={at === count - 1}
            onClick={() => {
              shift(1);
            }}
          >
            ↓
          </button>
          <button
            type="button"
            className="button icon"
            aria-label={`${said.remove}: ${says}`}
            title={`${said.remove} (Delete)`}
            onClick={remove}
          >
            ×
          </button>
        </span>
      </div>
      {isOpen && (
        <Inside>
          <MoveForm
            data={data}
            path={path}
            place={desk.place}
            words={words}
            set={(inside, value) => {
              desk.change(setAt(data, [...path, ...inside], value));
            }}
          />
          {kind !== null && WITH_WORDS.includes(kind) && textOf(move.id) !== "" && (
            <p>
              <button
                type="button"
                className="button"
                aria-expanded={isPreviewed}
                onClick={() => {
                  setPreviewed(!isPreviewed);
                }}
              >
                {isPreviewed ? said.hidePreview : said.preview}
              </button>
            </p>
          )}
          {isPreviewed && (
            <Suspense fallback={null}>
              <Preview desk={desk} move={textOf(move.id)} />
            </Suspense>
          )}
        </Inside>
      )}
      <Wrong problems={problems} />
      {kind === "branch" && (
        <div className="book-ways">
          {(["then", "otherwise"] as const).map((way) => (
            <section key={way} aria-label={said.ways[way]}>
              <h4>{said.ways[way]}</h4>
              {listOf(mappingOf(move.branch)[way]).length === 0 && (
                <p className="quiet small">{said.nothingHere}</p>
              )}
              <Moves desk={desk} words={words} list={[...path, "branch", way]} />
            </section>
          ))}
        </div>
      )}
    </div>
  );
}
