// Drags: which things can be dragged, where they would come to, and the line that shows it. One listener on the
// board makes what the pointer comes over draggable, so that a big board costs nothing until somebody drags.

import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { type RefObject, useEffect, useRef, useState } from "react";
import { edgeScroller } from "./edgeScroll";
import { type Dragged, isDragged, type Line, type Spot, spotAt } from "./spots";

export interface DraggingOptions {
  readonly element: RefObject<HTMLDivElement | null>;
  readonly canEdit: boolean;
  /** All that is dragged when somebody drags this one: what is picked with it comes along. */
  readonly gather: (kind: Dragged["kind"], id: string) => readonly string[];
  readonly onDrop: (dragged: Dragged, spot: Spot) => void;
}

/** The line to draw while something is dragged; null while nothing is, or where it cannot go. */
export function useDragging({ element, canEdit, gather, onDrop }: DraggingOptions): Line | null {
  const [line, setLine] = useState<Line | null>(null);
  const latest = useRef({ gather, onDrop });
  useEffect(() => {
    latest.current = { gather, onDrop };
  });

  useEffect(() => {
    const board = element.current;
    if (!board || !canEdit) return;
    const known = new Map<HTMLElement, () => void>();
    const prepare = (event: PointerEvent) => {
      const found = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-drag]") : null;
      if (!found || known.has(found)) return;
      for (const [one, forget] of known) {
        if (one.isConnected) continue;
        forget();
        known.delete(one);
      }
      known.set(found, prepared(found));
    };
    const prepared = (found: HTMLElement) =>
      draggable({
        element: found,
        canDrag: ({ input }) => {
          const at = document.elementFromPoint(input.clientX, input.clientY);
          // The button in a card's corner comes along with it; others are pressed.
          const isButton = at?.closest("button:not(.card-open)") != null;
          return found.querySelector(".typing:not([data-waiting])") === null && !isButton;
        },
        getInitialData: () => {
          const kind = found.dataset.drag as Dragged["kind"];
          const id =
            (kind === "lane" ? found.dataset.atLane : found.dataset.card) ?? found.dataset.atStep ?? "";
          return { kind, ids: latest.current.gather(kind, id) };
        },
        onDragStart: ({ source }) => {
          for (const one of elementsOf(board, source.data)) one.dataset.dragged = "";
        },
        onDrop: () => {
          for (const one of board.querySelectorAll<HTMLElement>("[data-dragged]")) delete one.dataset.dragged;
        },
      });
    board.addEventListener("pointerover", prepare);
    board.addEventListener("pointerdown", prepare, { capture: true });
    const scroll = edgeScroller(board);
    const stop = combine(
      dropTargetForElements({ element: board, canDrop: ({ source }) => isDragged(source.data) }),
      monitorForElements({
        canMonitor: ({ source }) => isDragged(source.data) && board.contains(source.element),
        onDrag: ({ source, location }) => {
          scroll.follow(location.current.input);
          const isOver = location.current.dropTargets.length > 0;
          const spot =
            isOver && isDragged(source.data) ? spotAt(board, source.data, location.current.input) : null;
          setLine((was) => (spot && was && isSameLine(was, spot.line) ? was : (spot?.line ?? null)));
        },
        onDrop: ({ source, location }) => {
          scroll.stop();
          setLine(null);
          const isOver = location.current.dropTargets.length > 0;
          if (!isOver || !isDragged(source.data)) return;
          const spot = spotAt(board, source.data, location.current.input);
          if (spot) latest.current.onDrop(source.data, spot);
        },
      }),
    );
    return () => {
      board.removeEventListener("pointerover", prepare);
      board.removeEventListener("pointerdown", prepare, { capture: true });
      for (const forget of known.values()) forget();
      scroll.stop();
      stop();
    };
  }, [element, canEdit]);
  return line;
}

function elementsOf(
  board: HTMLElement,
  data: Readonly<Record<string | symbol, unknown>>,
): readonly HTMLElement[] {
  if (!isDragged(data)) return [];
  const ids = new Set(data.ids);
  return [...board.querySelectorAll<HTMLElement>(`[data-drag="${data.kind}"]`)].filter((one) =>
    ids.has((data.kind === "lane" ? one.dataset.atLane : one.dataset.card) ?? one.dataset.atStep ?? ""),
  );
}

function isSameLine(one: Line, other: Line): boolean {
  return (
    one.left === other.left &&
    one.top === other.top &&
    one.width === other.width &&
    one.height === other.height &&
    one.label === other.label
  );
}
