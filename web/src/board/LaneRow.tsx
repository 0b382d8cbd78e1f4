// One lane: its name on the left, its cells across the steps. Drawn again only when something in it changes.

import { memo, useEffect, useRef } from "react";
import type { MeasuredMap } from "../lived/measured";
import type { Board, StepColumn } from "../map/board";
import type { LaneView } from "../map/lanes";
import type { MapNode } from "../map/nodes";
import { boardWords } from "../words/board";
import { words } from "../words/en";
import { Cell, type TypingHere } from "./Cell";
import { useBoard } from "./context";
import { yOf } from "./feelingHeights";
import { FeelingRow } from "./FeelingRow";
import { type Place, RAIL } from "./selection";
import { TextEditor } from "./TextEditor";

const NO_CARDS: readonly MapNode[] = [];

export interface LaneRowProps {
  readonly board: Board;
  readonly lane: LaneView;
  readonly widths: readonly number[];
  readonly zoom: number;
  readonly isFolded: boolean;
  /** Where one is, if it is in this lane. */
  readonly at: Place | null;
  readonly typing: { readonly place: Place; readonly initial: string | null } | null;
  /** The steps whose cell of this lane is picked in a block; null where none is. */
  readonly pickedSteps: ReadonlySet<string> | null;
  readonly pickedCards: ReadonlySet<string> | null;
  readonly measured: MeasuredMap | null;
}

/** Whether a row shows what it showed: what changed in other lanes leaves it as it is. */
function isSameRow(before: LaneRowProps, now: LaneRowProps): boolean {
  const { board: was, widths: were, ...others } = before;
  const { board: is, widths: are, ...same } = now;
  const { lane } = now;
  const names = Object.keys(others) as (keyof typeof others)[];
  return (
    names.every((name) => others[name] === same[name]) &&
    was.visibilityBefore === is.visibilityBefore &&
    was.slots.length === is.slots.length &&
    was.slots.every((column, i) => isSameCell(column, is.slots[i] ?? null, lane)) &&
    (lane.shape !== "feeling" || were.every((width, i) => width === are[i]))
  );
}

function isSameCell(before: StepColumn | null, now: StepColumn | null, lane: LaneView): boolean {
  return (
    before === now ||
    (before?.node === now?.node &&
      before?.isFirst === now?.isFirst &&
      (lane.shape !== "cards" || before?.cards.get(lane.field) === now?.cards.get(lane.field)))
  );
}

export const LaneRow = memo(function LaneRow(props: LaneRowProps) {
  const { board, lane, widths, zoom, isFolded, at, typing, pickedSteps, pickedCards, measured } = props;
  const hasLine = board.visibilityBefore === lane.id;
  return (
    <div
      className="row lane"
      role="row"
      data-side={lane.side}
      data-lane={lane.id}
      data-folded={isFolded || undefined}
      data-visibility={hasLine || undefined}
      style={{ ["--hint" as string]: JSON.stringify(boardWords.hints[lane.id] ?? boardWords.hintElse) }}
    >
      <Rail
        lane={lane}
        isFolded={isFolded}
        isHere={at?.step === RAIL}
        typing={typing?.place.step === RAIL ? typing : null}
        hasLine={hasLine}
      />
      {isFolded ? (
        <div className="folded" role="gridcell" />
      ) : lane.shape === "feeling" ? (
        <FeelingRow
          board={board}
          lane={lane}
          widths={widths}
          at={at}
          pickedSteps={pickedSteps}
          measured={measured}
          zoom={zoom}
        />
      ) : (
        board.slots.map((column, i) =>
          column ? (
            <Cell
              key={column.node.id}
              step={column.node}
              lane={lane}
              cards={lane.shape === "cards" ? (column.cards.get(lane.field) ?? NO_CARDS) : NO_CARDS}
              isFirst={column.isFirst}
              here={at?.step === column.node.id ? (at.card ?? "") : null}
              isPicked={pickedSteps?.has(column.node.id) ?? false}
              pickedCards={pickedCards && holdsAny(column, lane, pickedCards) ? pickedCards : null}
              typing={typingIn(typing, column.node.id)}
            />
          ) : (
            <div key={`empty-${i}`} className="cell void" role="presentation" />
          ),
        )
      )}
      <div className="end" role="presentation" />
    </div>
  );
}, isSameRow);

function holdsAny(column: StepColumn, lane: LaneView, cards: ReadonlySet<string>): boolean {
  return column.cards.get(lane.field)?.some((card) => cards.has(card.id)) ?? false;
}

const typingOf = new WeakMap<object, TypingHere>();

/** The same object for the same typing, so that its cell alone is drawn. */
function typingIn(typing: LaneRowProps["typing"], step: string): TypingHere | null {
  if (typing?.place.step !== step) return null;
  const known = typingOf.get(typing);
  if (known) return known;
  const made = { card: typing.place.card ?? "", initial: typing.initial };
  typingOf.set(typing, made);
  return made;
}

interface RailProps {
  readonly lane: LaneView;
  readonly isFolded: boolean;
  readonly isHere: boolean;
  readonly typing: { readonly initial: string | null } | null;
  readonly hasLine: boolean;
}

function Rail({ lane, isFolded, isHere, typing, hasLine }: RailProps) {
  const { canEdit, fold, keep, leave } = useBoard();
  const element = useRef<HTMLDivElement>(null);
  const isTyping = typing !== null;
  useEffect(() => {
    if (!isHere || isTyping) return;
    element.current?.focus({ preventScroll: true });
    element.current?.scrollIntoView({ block: "nearest" });
  }, [isHere, isTyping]);
  const place = { step: RAIL, lane: lane.id, card: null };
  return (
    <div
      ref={element}
      className="rail"
      role="rowheader"
      tabIndex={isHere ? 0 : -1}
      data-at-step={RAIL}
      data-at-lane={lane.id}
      data-drag={canEdit ? "lane" : undefined}
      data-here={isHere || undefined}
      data-roving={isHere || undefined}
    >
      <button
        type="button"
        className="fold"
        tabIndex={-1}
        aria-expanded={!isFolded}
        aria-label={`${isFolded ? words.expand : words.collapse}: ${lane.name}`}
        onClick={() => {
          fold(lane.id);
        }}
      >
        {isFolded ? "▸" : "▾"}
      </button>
      {isTyping ? (
        <TextEditor
          initial={typing.initial ?? lane.name}
          label={boardWords.laneNamed(lane.name)}
          onKeep={(text, then) => {
            keep(place, null, text, then);
          }}
          onLeave={leave}
        />
      ) : (
        <span className="rail-name" dir="auto">
          {lane.name}
        </span>
      )}
      {lane.shape === "feeling" && !isFolded && (
        <ol className="feeling-scale" aria-hidden="true">
          {boardWords.feelingScale.map(({ feeling, label }) => (
            <li key={feeling} style={{ top: yOf(feeling) }}>
              {label}
            </li>
          ))}
        </ol>
      )}
      {hasLine && <span className="visibility">{words.visibility}</span>}
    </div>
  );
}
