// The map before an audience: the whole journey, then stage by stage, large. Printed, each stage is a page.

import { useEffect, useRef, useState } from "react";
import { estimateOf, type MeasuredMap, say } from "../lived/measured";
import { saySide } from "../lived/sayView";
import type { View } from "../lived/view";
import { type Board, type StageHead, type StepColumn, textOf } from "../map/board";
import { ownId } from "../map/nodes";
import { sayDay } from "../words/figures";
import { presentWords as words } from "../words/present";
import { Curve } from "./Curve";
import { HeadNumbers } from "./HeadNumbers";
import { felt, type Paper } from "./sheets";
import { StageWords } from "./StageWords";
import "../styles/present.css";

/** At least, in its own units: the letters at its points stay as large as those under it. */
const CURVE_WIDTH = 960;

export interface PresentationProps {
  readonly board: Board;
  readonly measured: MeasuredMap | null;
  /** Whose journeys the numbers are. */
  readonly view: View;
  readonly paper: Paper;
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

export function Presentation({ board, measured, view, paper, onClose }: PresentationProps) {
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
      data-paper={paper}
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
          {measured && (
            <p className="quiet">
              {saySide(view)} · {words.asOf(sayDay(measured.as_of))}
            </p>
          )}
          {measured && <HeadNumbers passages={measured.passages} success={measured.overall.success_rate} />}
          <Curve columns={board.steps} measured={measured} each={110} height={280} hasNames />
          <CurveLegend measured={measured} />
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
                <ul>
                  {stage.steps.map((column) => (
                    <li key={column.node.id}>
                      <span className="quiet">{column.number}</span> {textOf(column.node.properties.name)}
                      <b className="came">{reachAt(measured, column)}</b>
                    </li>
                  ))}
                </ul>
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
      <p className="quiet">{textOf(board.map.properties.title)}</p>
      <h1>{textOf(stage.node.properties.name)}</h1>
      <Curve
        columns={stage.steps}
        measured={measured}
        each={Math.max(220, CURVE_WIDTH / Math.max(1, stage.steps.length))}
        height={170}
      />
      <CurveLegend measured={measured} />
      <StageWords board={board} stage={stage} measured={measured} lanes={lanes} heading="h2" />
    </section>
  );
}

/** How many came to a step; the empty text where it is not known. */
function reachAt(measured: MeasuredMap | null, column: StepColumn): string {
  const own = ownId(column.node.id);
  const step = measured?.steps.find((one) => one.id === own);
  const reach = estimateOf(step, "reach")?.value;
  return reach == null ? "" : say(reach, "share");
}

/** Which curve is which: what is believed is dashed, what was measured is solid. */
function CurveLegend({ measured }: { readonly measured: MeasuredMap | null }) {
  const all = [
    { line: "believed", says: words.curveBelieved },
    ...(felt(measured) ? [{ line: "lived", says: words.curveMeasured }] : []),
    ...(felt(measured?.against ?? null) ? [{ line: "there", says: words.curveThere }] : []),
  ];
  return (
    <p className="curve-legend">
      {all.map(({ line, says }) => (
        <span key={line}>
          <svg width="34" height="12" aria-hidden="true">
            <line x1="0" x2="34" y1="6" y2="6" className={`${line}-line`} />
            {line === "there" ? (
              <rect x="13" y="2" width="8" height="8" className="there-point" />
            ) : (
              <circle cx="17" cy="6" r="4" className={`${line}-point`} />
            )}
          </svg>{" "}
          {says}
        </span>
      ))}
    </p>
  );
}
