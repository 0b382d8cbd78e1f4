// The map for a small screen: one stage after the other, with its curve, its words and its comments.

import { useRef, useState } from "react";
import type { MeasuredMap } from "../lived/measured";
import { type Board, type StepColumn, textOf } from "../map/board";
import { IS_TOUCHED } from "../app/touched";
import { presentWords as words } from "../words/present";
import { Curve } from "./Curve";
import { StageWords } from "./StageWords";
import "../styles/present.css";

export interface ReadingProps {
  readonly board: Board;
  readonly measured: MeasuredMap | null;
  readonly countOf: (step: string) => number;
  /** Whether one may say something; who may not reads what is said. */
  readonly mayComment: boolean;
  /** Show what is said at a step, in one of its lanes, or at a card, and say something there. */
  readonly onComments: (node: string, lane?: string) => void;
}

/** A tap on a card or a step is about it; one on a button, a link or a marked text is not. */
function onTap(target: EventTarget, onComments: ReadingProps["onComments"]) {
  if (!(target instanceof Element) || target.closest("button, a, select, summary, [tabindex]")) return;
  if (window.getSelection()?.isCollapsed === false) return;
  const node = target.closest<HTMLElement>("[data-node]")?.dataset.node;
  if (node === undefined) return;
  const lane = node.startsWith("card:")
    ? undefined
    : target.closest<HTMLElement>("[data-lane]")?.dataset.lane;
  onComments(node, lane);
}

export function Reading({ board, measured, countOf, mayComment, onComments }: ReadingProps) {
  const [at, setAt] = useState(0);
  const top = useRef<HTMLDivElement>(null);
  const stage = board.stages[Math.min(at, board.stages.length - 1)];
  if (!stage) return null;
  const go = (to: number) => {
    setAt(to);
    top.current?.scrollIntoView({ block: "start" });
  };
  return (
    <div
      className="reading"
      ref={top}
      data-taps={mayComment || undefined}
      onClick={(event) => {
        if (mayComment) onTap(event.target, onComments);
      }}
    >
      <nav aria-label={words.stages(board.stages.length)}>
        <button
          type="button"
          className="button icon"
          aria-label={words.previous}
          disabled={at === 0}
          onClick={() => {
            go(at - 1);
          }}
        >
          ‹
        </button>
        <select
          className="field"
          aria-label={words.stages(board.stages.length)}
          value={at}
          onChange={(event) => {
            go(Number(event.target.value));
          }}
        >
          {board.stages.map((one, i) => (
            <option key={one.node.id} value={i}>
              {one.number}. {textOf(one.node.properties.name)}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="button icon"
          aria-label={words.next}
          disabled={at >= board.stages.length - 1}
          onClick={() => {
            go(at + 1);
          }}
        >
          ›
        </button>
      </nav>
      <h2>{textOf(stage.node.properties.name)}</h2>
      {mayComment && IS_TOUCHED && <p className="quiet small">{words.tapToComment}</p>}
      {stage.steps.length > 1 && (
        <Curve columns={stage.steps} measured={measured} each={90} height={150} hasNames />
      )}
      <StageWords
        board={board}
        stage={stage}
        measured={measured}
        lanes={board.lanes}
        heading="h3"
        under={(column: StepColumn) =>
          (mayComment || countOf(column.node.id) > 0) && (
            <button
              type="button"
              className="button"
              onClick={() => {
                onComments(column.node.id);
              }}
            >
              {words.comments(countOf(column.node.id))}
            </button>
          )
        }
      />
    </div>
  );
}
