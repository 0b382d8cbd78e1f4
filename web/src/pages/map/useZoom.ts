// How near the board is looked at: 25 to 200 % by keys, buttons, and Ctrl with the wheel around the pointer; down
// to 10 % so that a long map fits.
//
// Each zoom lays out every word anew. So while the wheel turns, the board as it is painted is only drawn larger or
// smaller; it is laid out once, when the wheel rests.

import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";

const ZOOMS = [0.25, 0.35, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;
const SMALLEST = 0.1;
const NEAREST = 2;
const FARTHEST_BY_HAND = 0.25;
const WHEEL = 0.0022;
const RESTS_AFTER_MS = 160;

export interface Zoom {
  readonly value: number;
  readonly nearer: () => void;
  readonly farther: () => void;
  readonly full: () => void;
  /** The whole width; where that is to be seen already, all of the map; and back to full size. */
  readonly fit: () => void;
}

/** A point of the scroller's view that stays where it is while the zoom changes. */
interface Anchor {
  readonly x: number;
  readonly y: number;
  readonly was: number;
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
function draw(
  box: HTMLElement,
  scale: number,
  around: { readonly x: number; readonly y: number } | null,
): void {
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

/** `scrollerRef` is the element that scrolls; the board lies in it. */
export function useZoom(scrollerRef: RefObject<HTMLElement | null>): Zoom {
  const [value, setValue] = useState(1);
  const latest = useRef(1);
  const anchor = useRef<Anchor | null>(null);

  const zoomTo = useCallback(
    (next: number, point: { readonly x: number; readonly y: number } | null) => {
      const it = scrollerRef.current;
      if (!it || Math.abs(next - latest.current) < 0.0005) return;
      const { x, y } = point ?? { x: it.clientWidth / 2, y: it.clientHeight / 2 };
      anchor.current = { x, y, was: latest.current };
      latest.current = next;
      setValue(next);
    },
    [scrollerRef],
  );

  useLayoutEffect(() => {
    const it = scrollerRef.current;
    const at = anchor.current;
    if (!it || !at) return;
    anchor.current = null;
    draw(it, 1, null);
    const by = value / at.was;
    it.scrollTo({
      left: (it.scrollLeft + at.x) * by - at.x,
      top: (it.scrollTop + at.y) * by - at.y,
      behavior: "instant",
    });
  }, [scrollerRef, value]);

  const step = useCallback(
    (by: 1 | -1) => {
      const now = latest.current;
      const next =
        by > 0 ? ZOOMS.find((one) => one > now + 0.001) : ZOOMS.findLast((one) => one < now - 0.001);
      zoomTo(next ?? (by > 0 ? NEAREST : Math.min(now, FARTHEST_BY_HAND)), null);
    },
    [zoomTo],
  );
  const full = useCallback(() => {
    zoomTo(1, null);
  }, [zoomTo]);
  const fit = useCallback(() => {
    const it = scrollerRef.current;
    if (!it) return;
    zoomTo(fitting(it, latest.current), null);
    it.scrollTo({ left: 0, top: 0 });
  }, [scrollerRef, zoomTo]);

  useEffect(() => {
    const it = scrollerRef.current;
    if (!it) return;
    let aimed = latest.current;
    let around: { readonly x: number; readonly y: number } | null = null;
    let frame = 0;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const settle = () => {
      const point = around;
      around = null;
      if (Math.abs(aimed - latest.current) < 0.0005) draw(it, 1, null);
      else zoomTo(Math.round(aimed * 100) / 100, point);
    };
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      if (!around) {
        const box = it.getBoundingClientRect();
        around = { x: event.clientX - box.left, y: event.clientY - box.top };
        aimed = latest.current;
      }
      const turned = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1);
      const smallest = Math.min(FARTHEST_BY_HAND, latest.current);
      aimed = Math.max(smallest, Math.min(NEAREST, aimed * Math.exp(-turned * WHEEL)));
      clearTimeout(rest);
      rest = setTimeout(settle, RESTS_AFTER_MS);
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        if (around) draw(it, aimed / latest.current, around);
      });
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
      cancelAnimationFrame(frame);
      clearTimeout(rest);
    };
  }, [scrollerRef, step, full, zoomTo]);

  return useMemo(
    () => ({
      value,
      nearer: () => {
        step(1);
      },
      farther: () => {
        step(-1);
      },
      full,
      fit,
    }),
    [value, step, full, fit],
  );
}
