// Where what is dragged would come to, read from what lies under the pointer, and the line that shows it.

import { boardWords } from "../words/board";
import type { Point } from "./edgeScroll";

export interface Dragged {
  readonly kind: "card" | "step" | "stage" | "lane";
  readonly ids: readonly string[];
  readonly [key: string | symbol]: unknown;
}

/** In pixels of the board, before it is zoomed. */
export interface Line {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly label: string;
}

export type Spot = { readonly line: Line } & (
  | { readonly kind: "cell"; readonly step: string; readonly lane: string; readonly before: string | null }
  | { readonly kind: "column"; readonly stage: string; readonly before: string | null }
  | { readonly kind: "stage"; readonly before: string | null }
  | { readonly kind: "lane"; readonly before: string | null }
);

export function isDragged(data: Readonly<Record<string | symbol, unknown>>): data is Dragged {
  return typeof data.kind === "string" && Array.isArray(data.ids);
}

export function spotAt(board: HTMLElement, dragged: Dragged, point: Point): Spot | null {
  const draw = drawerOf(board);
  if (dragged.kind === "card") return cellSpot(dragged, point, draw);
  if (dragged.kind === "step") return columnSpot(board, point, draw);
  if (dragged.kind === "stage") return stageSpot(board, point, draw);
  return laneSpot(board, point, draw);
}

type Draw = (box: { left: number; top: number; width?: number; height?: number; label?: string }) => Line;

/** From pixels of the screen to pixels of the board. */
function drawerOf(board: HTMLElement): Draw {
  const outer = board.getBoundingClientRect();
  const zoom = board.offsetWidth > 0 ? outer.width / board.offsetWidth : 1;
  return ({ left, top, width = 0, height = 0, label = "" }) => ({
    left: Math.round((left - outer.left) / zoom),
    top: Math.round((top - outer.top) / zoom),
    width: Math.round(width / zoom),
    height: Math.round(height / zoom),
    label,
  });
}

function cellSpot(dragged: Dragged, point: Point, draw: Draw): Spot | null {
  const under = document.elementFromPoint(point.clientX, point.clientY);
  const cell = under?.closest<HTMLElement>(".cell[data-shape=cards]");
  const step = cell?.dataset.atStep;
  const lane = cell?.dataset.atLane;
  if (!cell || step === undefined || lane === undefined) return null;
  const box = cell.getBoundingClientRect();
  const cards = [...cell.querySelectorAll<HTMLElement>(".card")].filter(
    (card) => !dragged.ids.includes(card.dataset.card ?? ""),
  );
  const below = cards.find((card) => {
    const { top, height } = card.getBoundingClientRect();
    return point.clientY < top + height / 2;
  });
  const last = cards.at(-1);
  const top = below
    ? below.getBoundingClientRect().top - 3
    : last
      ? last.getBoundingClientRect().bottom + 1
      : box.top + box.height / 2;
  const line = draw({ left: box.left + 6, top, width: box.width - 12, height: 0 });
  return { kind: "cell", step, lane, before: below?.dataset.card ?? null, line };
}

function columnSpot(board: HTMLElement, point: Point, draw: Draw): Spot | null {
  const outer = board.getBoundingClientRect();
  for (const head of board.querySelectorAll<HTMLElement>(".step-head")) {
    const { left, right, width } = head.getBoundingClientRect();
    if (point.clientX < left || point.clientX >= right) continue;
    const stage = head.dataset.inStage ?? "";
    const isBefore = point.clientX < left + width / 2 && head.dataset.atStep !== undefined;
    const next = head.nextElementSibling as HTMLElement | null;
    const following = next?.dataset.inStage === stage ? (next.dataset.atStep ?? null) : null;
    const before = isBefore ? (head.dataset.atStep ?? null) : following;
    const stageName = head.dataset.stageName ?? "";
    const label =
      before === null
        ? boardWords.dropAtEnd(stageName)
        : isBefore && head.dataset.first !== undefined
          ? boardWords.dropAtStart(stageName)
          : "";
    const x = isBefore ? left : head.dataset.atStep === undefined ? left + width / 2 : right;
    const line = draw({ left: x, top: outer.top, height: outer.height, label });
    return { kind: "column", stage, before, line };
  }
  return null;
}

function stageSpot(board: HTMLElement, point: Point, draw: Draw): Spot | null {
  const outer = board.getBoundingClientRect();
  for (const head of board.querySelectorAll<HTMLElement>(".stage-head")) {
    const { left, right, width } = head.getBoundingClientRect();
    if (point.clientX < left || point.clientX >= right) continue;
    const isBefore = point.clientX < left + width / 2;
    const next = head.nextElementSibling as HTMLElement | null;
    const before = isBefore ? (head.dataset.atStep ?? null) : (next?.dataset.atStep ?? null);
    const line = draw({ left: isBefore ? left : right, top: outer.top, height: outer.height });
    return { kind: "stage", before, line };
  }
  return null;
}

function laneSpot(board: HTMLElement, point: Point, draw: Draw): Spot | null {
  const outer = board.getBoundingClientRect();
  const rails = [...board.querySelectorAll<HTMLElement>(".rail")];
  for (const [i, rail] of rails.entries()) {
    const { top, bottom, height } = rail.getBoundingClientRect();
    if (point.clientY < top || point.clientY >= bottom) continue;
    const isBefore = point.clientY < top + height / 2;
    const before = (isBefore ? rail : rails[i + 1])?.dataset.atLane ?? null;
    const line = draw({ left: outer.left, top: isBefore ? top : bottom, width: outer.width });
    return { kind: "lane", before, line };
  }
  return null;
}
