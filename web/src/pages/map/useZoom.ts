// How near the board is looked at: 25 to 200 % by keys, buttons, and Ctrl with the wheel around the pointer; down
// to 10 % so that a long map fits.
//
// Each zoom lays out every word anew. So while the wheel turns, or the button is pressed again and again, the board
// as it is painted is only drawn larger or smaller; it is laid out once, when that rests, and first what is seen.

import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { type Column, columnsUnseen, leaveOut } from "../../board/piecemeal";

const ZOOMS = [0.25, 0.35, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;
const SMALLEST = 0.1;
const NEAREST = 2;
const FARTHEST_BY_HAND = 0.25;
const WHEEL = 0.0022;
const RESTS_AFTER_MS = 160;

export interface Zoom {
  /** What the board is laid out at. */
  readonly value: number;
  /** Where the zoom is going, and is drawn already. */
  readonly aim: number;
  readonly nearer: () => void;
  readonly farther: () => void;
  readonly full: () => void;
  /** The whole width; where that is to be seen already, all of the map; and back to full size. */
  readonly fit: () => void;
}

/** A point of the scroller's view that stays where it is while the zoom changes. */
interface Point {
  readonly x: number;
  readonly y: number;
}

interface Anchor extends Point {
  readonly was: number;
  /** What will be out of view. */
  readonly unseen: readonly Column[];
}

/** A zoom that is drawn and not laid out yet; `around` is null while there is none. */
interface Moving {
  aimed: number;
  around: Point | null;
  frame: number;
  rest: ReturnType<typeof setTimeout> | undefined;
}

/** The middle of the view; the edge of it, where that is the edge of the map. */
function middleOf(box: HTMLElement): Point {
  return {
    x: box.scrollLeft > 0 ? box.clientWidth / 2 : 0,
    y: box.scrollTop > 0 ? box.clientHeight / 2 : 0,
  };
}

/** The zoom that fits next: the width, then all, then full size. */
function fitting(box: HTMLElement, now: number): number {
  const size = box.querySelector(".board")?.getBoundingClientRect();
  if (!size) return now;
  const limit = (one: number) => Math.round(Math.max(SMALLEST, Math.min(1, one)) * 1000) / 1000;
  const wide = limit((box.clientWidth / size.width) * now);
  const whole = limit(Math.min(wide, (box.clientHeight / size.height) * now));
  const isNear = (one: number) => Math.abs(now - one) < 0.01;
  return isNear(wide) && !isNear(whole) ? whole : isNear(whole) ? 1 : wide;
}

/** Draw the board larger or smaller than it is laid out, around a point of the scroller's view; 1: as it is. */
function draw(box: HTMLElement, scale: number, around: Point | null): void {
  const board = box.querySelector<HTMLElement>(".board");
  if (!board) return;
  if (around && board.style.transform === "") {
    const outer = box.getBoundingClientRect();
    const { left, top, width, height } = board.getBoundingClientRect();
    const x = (outer.left + around.x - left) / width;
    const y = (outer.top + around.y - top) / height;
    board.style.transformOrigin = `${x * 100}% ${y * 100}%`;
    board.style.willChange = "transform";
  }
  board.style.transform = scale === 1 && !around ? "" : `scale(${scale})`;
  if (!around) board.style.willChange = "";
}

/** The columns out of view when the board goes from one zoom to the next around a point of the view. */
function unseenAt(box: HTMLElement, from: number, next: number, at: Point): readonly Column[] {
  const board = box.querySelector<HTMLElement>(".board");
  if (!board) return [];
  const by = next / from;
  const grown = board.style.transform === "" ? by : 1;
  const { left: start, width } = box.getBoundingClientRect();
  // At its ends the map stays at the edge of the view, and the point moves.
  const scroll = (box.scrollLeft + at.x) * by - at.x;
  const slip = scroll - Math.max(0, Math.min(board.offsetWidth * next - width, scroll));
  const to = (x: number) => (x - start - at.x) * grown + at.x + slip;
  return columnsUnseen(board, (left, right) => Math.max(0, to(left) - width, -to(right)));
}

/** Whether two zooms are one. */
function isSame(one: number, other: number): boolean {
  return Math.abs(one - other) < 0.0005;
}

/** `scrollerRef` is the element that scrolls; the board lies in it. */
export function useZoom(scrollerRef: RefObject<HTMLElement | null>): Zoom {
  const [value, setValue] = useState(1);
  const [aim, setAim] = useState(1);
  const latest = useRef(1);
  const anchor = useRef<Anchor | null>(null);
  const layAll = useRef(() => {});
  const moving = useRef<Moving>({ aimed: 1, around: null, frame: 0, rest: undefined });

  useEffect(
    () => () => {
      layAll.current();
    },
    [],
  );

  const zoomTo = useCallback(
    (next: number, point: Point | null) => {
      const it = scrollerRef.current;
      if (!it || isSame(next, latest.current)) return;
      const at = point ?? middleOf(it);
      anchor.current = { ...at, was: latest.current, unseen: unseenAt(it, latest.current, next, at) };
      latest.current = next;
      setValue(next);
      setAim(next);
    },
    [scrollerRef],
  );

  useLayoutEffect(() => {
    const it = scrollerRef.current;
    const at = anchor.current;
    if (!it || !at) return;
    anchor.current = null;
    layAll.current();
    layAll.current = leaveOut(at.unseen);
    draw(it, 1, null);
    const by = value / at.was;
    it.scrollTo({
      left: (it.scrollLeft + at.x) * by - at.x,
      top: (it.scrollTop + at.y) * by - at.y,
      behavior: "instant",
    });
  }, [scrollerRef, value]);

  /** Draw it at another zoom now, around a point of the view, and lay it out when the zooming rests. */
  const aimAt = useCallback(
    (next: number, point: Point | null) => {
      const it = scrollerRef.current;
      const now = moving.current;
      if (!it) return;
      now.around ??= point ?? middleOf(it);
      now.aimed = next;
      setAim(next);
      clearTimeout(now.rest);
      now.rest = setTimeout(() => {
        const { around } = now;
        const rounded = Math.round(now.aimed * 100) / 100;
        now.around = null;
        setAim(rounded);
        if (isSame(rounded, latest.current)) draw(it, 1, null);
        else zoomTo(rounded, around);
      }, RESTS_AFTER_MS);
      if (now.frame !== 0) return;
      now.frame = requestAnimationFrame(() => {
        now.frame = 0;
        if (now.around) draw(it, now.aimed / latest.current, now.around);
      });
    },
    [scrollerRef, zoomTo],
  );
  const aimed = useCallback(() => (moving.current.around ? moving.current.aimed : latest.current), []);

  const step = useCallback(
    (by: 1 | -1) => {
      const now = aimed();
      const next =
        by > 0 ? ZOOMS.find((one) => one > now + 0.001) : ZOOMS.findLast((one) => one < now - 0.001);
      aimAt(next ?? (by > 0 ? NEAREST : Math.min(now, FARTHEST_BY_HAND)), null);
    },
    [aimAt, aimed],
  );
  const full = useCallback(() => {
    aimAt(1, null);
  }, [aimAt]);
  const fit = useCallback(() => {
    const it = scrollerRef.current;
    if (!it) return;
    clearTimeout(moving.current.rest);
    moving.current.around = null;
    draw(it, 1, null);
    setAim(latest.current);
    zoomTo(fitting(it, latest.current), null);
    it.scrollTo({ left: 0, top: 0 });
  }, [scrollerRef, zoomTo]);

  useEffect(() => {
    const it = scrollerRef.current;
    if (!it) return;
    const now = moving.current;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = it.getBoundingClientRect();
      const turned = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1);
      const smallest = Math.min(FARTHEST_BY_HAND, latest.current);
      const next = Math.max(smallest, Math.min(NEAREST, aimed() * Math.exp(-turned * WHEEL)));
      aimAt(next, { x: event.clientX - box.left, y: event.clientY - box.top });
    };
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      if (event.key === "+" || event.key === "=") step(1);
      else if (event.key === "-") step(-1);
      else if (event.key === "0") full();
      else return;
      event.preventDefault();
    };
    it.addEventListener("wheel", onWheel, { passive: false });
    window.addEventListener("keydown", onKey);
    return () => {
      it.removeEventListener("wheel", onWheel);
      window.removeEventListener("keydown", onKey);
      cancelAnimationFrame(now.frame);
      clearTimeout(now.rest);
    };
  }, [scrollerRef, step, full, aimAt, aimed]);

  return useMemo(
    () => ({
      value,
      aim,
      nearer: () => {
        step(1);
      },
      farther: () => {
        step(-1);
      },
      full,
      fit,
    }),
    [value, aim, step, full, fit],
  );
}
