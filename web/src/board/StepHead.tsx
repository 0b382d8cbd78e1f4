// The head of a step: its number and name, what was lived there, and the ways to open it and to add one behind.

import { memo, useEffect, useRef } from "react";
import { Said } from "../history/Marked";
import type { MeasuredMap } from "../lived/measured";
import { type Board, type StepColumn, textOf } from "../map/board";
import { boardWords } from "../words/board";
import { words } from "../words/en";
import { Beside } from "./Beside";
import { useBoard } from "./context";
import { askToSee } from "../step/seen";
import { LivedHead } from "./LivedHead";
import { HEAD } from "./selection";
import { TextEditor } from "./TextEditor";
import { focusPlace, focusWaiting } from "./where";

export interface StepHeadProps {
  readonly column: StepColumn;
  readonly isHere: boolean;
  readonly isPicked: boolean;
  readonly typing: { readonly initial: string | null } | null;
  readonly measured: MeasuredMap | null;
  /** Given where something was measured: what is lived here depends on the steps before. */
  readonly board: Board | null;
}

export const StepHead = memo(function StepHead(props: StepHeadProps) {
  const { column, isHere, isPicked, typing, measured, board } = props;
  const { canEdit, startTyping, keep, leave, open, insertStep } = useBoard();
  const element = useRef<HTMLDivElement>(null);
  const isTyping = typing !== null;
  const name = textOf(column.node.properties.name);
  useEffect(() => {
    const it = element.current;
    if (!isHere || isTyping || !it) return;
    focusPlace(it);
    it.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [isHere, isTyping]);
  const place = { step: column.node.id, lane: HEAD, card: null };
  return (
    <div
      ref={element}
      id={column.node.id}
      role="columnheader"
      className="step-head"
      tabIndex={isHere && !canEdit ? 0 : -1}
      aria-selected={isHere || isPicked}
      data-at-step={column.node.id}
      data-at-lane={HEAD}
      data-drag={canEdit ? "step" : undefined}
      data-in-stage={column.stage.id}
      data-stage-name={textOf(column.stage.properties.name)}
      data-first={column.isFirst || undefined}
      data-here={isHere || undefined}
      data-roving={(isHere && !canEdit) || undefined}
      data-picked={isPicked || undefined}
      data-moment={column.node.properties.moment_of_truth === true || undefined}
      onFocus={(event) => {
        if (event.target === event.currentTarget) focusWaiting(event.currentTarget);
      }}
    >
      <span className="number">{column.number}</span>
      {!isTyping && (
        <span className="step-name" dir="auto">
          <Said node={column.node.id} property="" text={name} />
        </span>
      )}
      <Beside node={column.node.id} />
      {canEdit && isHere && (
        <TextEditor
          initial={typing?.initial ?? name}
          label={`${words.step(column.number)}: ${name}`}
          isWaiting={!isTyping}
          onBegin={() => {
            startTyping(place, "");
          }}
          onKeep={(text, then) => {
            keep(place, null, text, then);
          }}
          onLeave={leave}
        />
      )}
      <button
        type="button"
        className="open"
        tabIndex={-1}
        aria-label={`${boardWords.openStep}: ${name}`}
        title={`${boardWords.openStep} (Space)`}
        onClick={() => {
          open(column.node.id);
        }}
      >
        ⋯
      </button>
      {canEdit && (
        <button
          type="button"
          className="insert"
          tabIndex={-1}
          aria-label={`${boardWords.stepAfter}: ${name}`}
          title={`${boardWords.stepAfter} (Ctrl+Enter)`}
          onClick={() => {
            insertStep(column.node.id);
          }}
        >
          +
        </button>
      )}
      {measured && board && (
        <LivedHead
          measured={measured}
          board={board}
          column={column}
          onList={
            canEdit
              ? (which) => {
                  askToSee(column.node.id, which);
                  open(column.node.id);
                }
              : undefined
          }
        />
      )}
    </div>
  );
});
