// The whole of a long map, small, with a frame around what is in view: dragged, clicked or keyed to go there.
// Only where the board is wider than two screens: a strip under it, as wide as the screen, that covers nothing.

import { memo, type RefObject, useEffect, useRef, useState } from "react";
import { type Board, feelingOf, textOf } from "../map/board";
import { say } from "./say";
import { boardWords } from "../words/board";

export interface MinimapProps {
  readonly board: Board;
  readonly widths: readonly number[];
  readonly zoom: number;
  readonly element: RefObject<HTMLElement | null>;
}

const LANES_HEIGHT = 40;
const SCREENS = 2;

/** What is in view, in shares of the board's width. */
interface View {
  readonly left: number;
  readonly width: number;
  /** How wide the screen is that it is seen on. In pixels. */
  readonly screen: number;
}

export const Minimap = memo(function Minimap({ board, widths, zoom, element }: MinimapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useState<View | null>(null);
  const total = widths.reduce((sum, one) => sum + one, 0);

  useEffect(() => {
    const box = element.current?.closest<HTMLElement>(".scroller");
    if (!box) return;
    let frame = 0;
    const look = () => {
      frame = 0;
      setView(viewOf(box, element.current));
    };
    const soon = () => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    soon();
    box.addEventListener("scroll", soon, { passive: true });
    const size = new ResizeObserver(soon);
    size.observe(box);
    if (element.current) size.observe(element.current);
    return () => {
      box.removeEventListener("scroll", soon);
      size.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [element, zoom, total]);

  const isLong = view !== null && view.width * SCREENS < 1;
  const screen = view?.screen ?? 0;
  useEffect(() => {
    if (!isLong) return;
    // Not at each letter: when there is nothing else to do.
    const draw = setTimeout(() => {
      if (canvas.current) paint(canvas.current, board, widths, screen);
    }, 120);
    return () => {
      clearTimeout(draw);
    };
  }, [isLong, board, widths, screen]);

  if (!isLong) return null;
  const goTo = (left: number) => {
    const it = element.current;
    const box = it?.closest<HTMLElement>(".scroller");
    if (!it || !box) return;
    const rail = it.querySelector(".corner")?.getBoundingClientRect().width ?? 0;
    const outer = it.getBoundingClientRect();
    box.scrollTo({
      left: left * (outer.width - rail),
      behavior: "instant",
    });
  };
  const follow = (event: React.PointerEvent) => {
    const area = event.currentTarget.getBoundingClientRect();
    const x = (event.clientX - area.left) / area.width - view.width / 2;
    goTo(Math.max(0, Math.min(1 - view.width, x)));
  };
  const inView = stepsIn(board, widths, view);
  return (
    <div
      className="minimap"
      role="scrollbar"
      tabIndex={0}
      aria-label={boardWords.overview}
      aria-controls={board.steps[0]?.node.id}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(Math.min(1, view.left / Math.max(0.001, 1 - view.width)) * 100)}
      aria-valuetext={boardWords.overviewAt(inView[0], inView[1])}
      style={{ width: screen }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
      }}
      onKeyDown={(event) => {
        const by = { ArrowLeft: -0.25, ArrowRight: 0.25, PageUp: -0.9, PageDown: 0.9 }[event.key];
        if (by !== undefined) goTo(view.left + by * view.width);
        else if (event.key === "Home") goTo(0);
        else if (event.key === "End") goTo(1);
        else return;
        event.preventDefault();
      }}
    >
      <div className="minimap-stages" aria-hidden="true">
        {board.stages.map((stage) => {
          const width = shareOf(board, widths, stage.steps.length, stage.number);
          return (
            <span key={stage.node.id} style={{ width: `${width * 100}%` }}>
              {textOf(stage.node.properties.name)}
            </span>
          );
        })}
      </div>
      <canvas ref={canvas} aria-hidden="true" style={{ width: screen, height: LANES_HEIGHT }} />
      <div className="minimap-frame" style={{ left: `${view.left * 100}%`, width: `${view.width * 100}%` }} />
    </div>
  );
});

function viewOf(box: HTMLElement, board: HTMLElement | null): View | null {
  if (!board) return null;
  const outer = board.getBoundingClientRect();
  const rail = board.querySelector(".corner")?.getBoundingClientRect().width ?? 0;
  const width = outer.width - rail;
  if (width <= 0) return null;
  const share = (part: number, whole: number) => Math.max(0, Math.min(1, part / whole));
  return {
    left: share(box.scrollLeft, width),
    width: share(box.clientWidth - rail, width),
    screen: box.clientWidth,
  };
}

/** Which share of the width a stage has; one without steps has an empty column. */
function shareOf(board: Board, widths: readonly number[], steps: number, number: number): number {
  const before = board.stages
    .slice(0, number - 1)
    .reduce((sum, stage) => sum + Math.max(1, stage.steps.length), 0);
  const total = widths.reduce((sum, one) => sum + one, 0);
  const own = widths.slice(before, before + Math.max(1, steps)).reduce((sum, one) => sum + one, 0);
  return own / total;
}

/** The names of the first and the last step in view. */
function stepsIn(board: Board, widths: readonly number[], view: View): readonly [string, string] {
  const total = widths.reduce((sum, one) => sum + one, 0);
  let left = 0;
  const names: string[] = [];
  board.slots.forEach((column, i) => {
    const middle = (left + (widths[i] ?? 0) / 2) / total;
    left += widths[i] ?? 0;
    if (column && middle >= view.left && middle <= view.left + view.width) {
      names.push(textOf(column.node.properties.name));
    }
  });
  return [names[0] ?? "", names.at(-1) ?? ""];
}

/** A mark for every cell that says something, and the believed feeling. In the colours of the page. */
function paint(canvas: HTMLCanvasElement, board: Board, widths: readonly number[], screen: number): void {
  const scale = window.devicePixelRatio || 1;
  canvas.width = screen * scale;
  canvas.height = LANES_HEIGHT * scale;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.scale(scale, scale);
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const total = widths.reduce((sum, one) => sum + one, 0);
  const row = LANES_HEIGHT / Math.max(1, board.lanes.length);
  let left = 0;
  const curve: [number, number][] = [];
  board.slots.forEach((column, i) => {
    const width = ((widths[i] ?? 0) / total) * screen;
    board.lanes.forEach((lane, j) => {
      if (!column) return;
      if (lane.shape === "feeling") {
        const feeling = feelingOf(column.node);
        if (feeling !== null) curve.push([left + width / 2, row * j + row / 2 - (feeling / 2) * row]);
        return;
      }
      const cards = column.cards.get(lane.field)?.length ?? 0;
      if (cards === 0 && (lane.shape === "cards" || say(lane, column.node) === "")) return;
      pen.fillStyle = colour(lane.field === "pain_points" ? "--accent" : "--line");
      pen.fillRect(left + 0.75, row * j + 0.5, Math.max(1, width - 1.5), Math.max(1, row - 1));
    });
    left += width;
  });
  pen.strokeStyle = colour("--ink");
  pen.lineWidth = 1.25;
  pen.beginPath();
  curve.forEach(([x, y], i) => {
    if (i === 0) pen.moveTo(x, y);
    else pen.lineTo(x, y);
  });
  pen.stroke();
}
