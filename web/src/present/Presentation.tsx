// The map before an audience: the whole journey, then stage by stage, large. Printed, each stage is a page.

import { useEffect, useRef, useState } from "react";
import type { MeasuredMap } from "../lived/measured";
import { type Board, type StageHead, textOf } from "../map/board";
import { presentWords as words } from "../words/present";
import { Curve } from "./Curve";
import { StageWords } from "./StageWords";
import "../styles/present.css";

/** At least, in its own units: the letters at its points stay as large as those under it. */
const CURVE_WIDTH = 960;

export interface PresentationProps {
  readonly board: Board;
  readonly measured: MeasuredMap | null;
  readonly onClose: () => void;
}

/** What an audience wants to see of a step; the rest is in the map. */
const LANES_SHOWN: readonly string[] = [
  "goal",
  "doing",
  "thinking",
  "pain_points",
  "opportunities",
  "quotes",
];

export function Presentation({ board, measured, onClose }: PresentationProps) {
  const dialog = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const [isOverview, setOverview] = useState(false);
  const stages = board.stages.filter((stage) => stage.steps.length > 0);
  const count = stages.length + 1;
  const title = textOf(board.map.properties.title);
  useEffect(() => {
    // Not a modal dialog of the browser's: those cannot be printed over several pages.
    const it = dialog.current;
    it?.focus();
    const beside = [...(it?.parentElement?.children ?? [])].filter(
      (one) => one !== it && !one.hasAttribute("inert"),
    );
    for (const one of beside) one.setAttribute("inert", "");
    document.documentElement.dataset.presents = "";
    return () => {
      for (const one of beside) one.removeAttribute("inert");
      delete document.documentElement.dataset.presents;
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, []);
  const go = (to: number) => {
    setOverview(false);
    setAt(Math.max(0, Math.min(count - 1, to)));
  };
  const fill = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void dialog.current?.requestFullscreen();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (["arrowright", "arrowdown", "pagedown", "n"].includes(key)) go(at + 1);
    else if (["arrowleft", "arrowup", "pageup", "p"].includes(key)) go(at - 1);
    else if (key === "home") go(0);
    else if (key === "end") go(count - 1);
    else if (key === "o") setOverview(!isOverview);
    else if (key === "f") fill();
    else if (key === "escape") onClose();
    else return;
    event.preventDefault();
  };
  const shown = stages[at];
  return (
    <div
      ref={dialog}
      className="presentation"
      role="dialog"
      aria-modal="true"
      aria-label={title}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <div
        className="slides"
        role="group"
        aria-label={words.slide(at + 1, count)}
        tabIndex={0}
        data-overview={isOverview || undefined}
      >
        <section className="slide" data-shown={at === 0 || undefined}>
          <p className="quiet">
            {words.stages(stages.length)}, {words.steps(board.steps.length)}
          </p>
          <h1>{title}</h1>
          <Curve columns={board.steps} measured={measured} each={110} height={260} hasNames />
          <ol className="contents">
            {stages.map((stage, i) => (
              <li key={stage.node.id}>
                <button
                  type="button"
                  className="link"
                  onClick={() => {
                    go(i + 1);
                  }}
                >
                  {textOf(stage.node.properties.name)}
                </button>
              </li>
            ))}
          </ol>
        </section>
        {stages.map((stage, i) => (
          <Slide
            key={stage.node.id}
            board={board}
            stage={stage}
            measured={measured}
            isShown={at === i + 1}
            onPick={
              isOverview
                ? () => {
                    go(i + 1);
                  }
                : null
            }
          />
        ))}
      </div>
      <footer>
        <button
          type="button"
          className="button"
          aria-pressed={isOverview}
          title="O"
          onClick={() => {
            setOverview(!isOverview);
          }}
        >
          {words.overview}
        </button>
        <button type="button" className="button" title="F" onClick={fill}>
          {words.fullScreen}
        </button>
        <span className="quiet speaker" title={words.keys}>
          {shown ? words.nextStage(textOf(shown.node.properties.name)) : words.last}
        </span>
        <span className="grow" />
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
        <span aria-live="polite">{words.slide(at + 1, count)}</span>
        <button
          type="button"
          className="button icon"
          aria-label={words.next}
          disabled={at === count - 1}
          onClick={() => {
            go(at + 1);
          }}
        >
          ›
        </button>
        <button type="button" className="button first" title="Esc" onClick={onClose}>
          {words.leave}
        </button>
      </footer>
    </div>
  );
}

interface SlideProps {
  readonly board: Board;
  readonly stage: StageHead;
  readonly measured: MeasuredMap | null;
  readonly isShown: boolean;
  /** In the overview a slide is picked. */
  readonly onPick: (() => void) | null;
}

function Slide({ board, stage, measured, isShown, onPick }: SlideProps) {
  const lanes = board.lanes.filter((lane) => LANES_SHOWN.includes(lane.id));
  return (
    <section className="slide" data-shown={isShown || undefined}>
      {onPick && (
        <button type="button" className="pick-slide" onClick={onPick}>
          <span className="hidden">{textOf(stage.node.properties.name)}</span>
        </button>
      )}
      <p className="quiet">
        {stage.number} / {board.stages.length}
      </p>
      <h1>{textOf(stage.node.properties.name)}</h1>
      <Curve
        columns={stage.steps}
        measured={measured}
        each={Math.max(220, CURVE_WIDTH / Math.max(1, stage.steps.length))}
        height={120}
      />
      <StageWords board={board} stage={stage} measured={measured} lanes={lanes} heading="h2" />
    </section>
  );
}
