// Five stops for who is here for the first time: each points at a place of the page. Skippable, remembered.

import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { isTypingField } from "../board/where";
import { tourWords as words } from "../words/tour";

/** What each stop points at: the first of these that is on the page; in the middle where none is. Who uses it is
 * done with that stop. */
const TARGETS: readonly string[] = [
  ".board .step-head",
  ".looks",
  ".board .step-head .open",
  ".bar-search",
  ".bell",
];
/** What a target lies in, and what is not to be covered with it: a step's numbers, the bar. */
const AROUND = ".step-head, .bar";
const GAP = 12;
const WIDTH = 352;

/** A stop that is used is over; the last stays until one is done with it. */
const nextAfter = (at: number) => Math.min(at + 1, TARGETS.length - 1);

export function Tour({ onClose }: { readonly onClose: () => void }) {
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const stop = words.stops[at];
  const isLast = at === words.stops.length - 1;
  useLayoutEffect(() => {
    const it = box.current;
    if (!it) return undefined;
    const target = document.querySelector(TARGETS[at] ?? "");
    target?.classList.add("tour-target");
    const around = target?.closest(AROUND) ?? target;
    const place = () => {
      const box = target?.getBoundingClientRect();
      const { clientWidth: width, clientHeight: height } = document.documentElement;
      const left = box ? box.left + box.width / 2 - WIDTH / 2 : (width - WIDTH) / 2;
      const top = around ? around.getBoundingClientRect().bottom + GAP : 0.3 * height;
      it.style.left = `${Math.max(GAP, Math.min(left, width - WIDTH - GAP))}px`;
      it.style.top = `${Math.max(GAP, Math.min(top, height - it.offsetHeight - GAP))}px`;
    };
    place();
    const size = new ResizeObserver(place);
    if (around) size.observe(around);
    // What comes above the board moves it: then the room it has is another.
    const board = around?.closest(".scroller");
    if (board) size.observe(board);
    const onUsed = (event: Event) => {
      if (event.target instanceof Node && target?.contains(event.target)) setAt(nextAfter);
    };
    window.addEventListener("resize", place);
    window.addEventListener("scroll", place, true);
    window.addEventListener("click", onUsed);
    return () => {
      target?.classList.remove("tour-target");
      size.disconnect();
      window.removeEventListener("resize", place);
      window.removeEventListener("scroll", place, true);
      window.removeEventListener("click", onUsed);
    };
  }, [at]);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    // Wherever the keys are: who writes in a cell, or is asked something, means that.
    const onKey = (event: KeyboardEvent) => {
      const isElsewhere = document.querySelector("dialog[open], [popover]:popover-open") !== null;
      if (event.key !== "Escape" || isElsewhere || isTypingField(event.target)) return;
      event.preventDefault();
      event.stopPropagation();
      close.current();
    };
    window.addEventListener("keydown", onKey, true);
    return () => {
      window.removeEventListener("keydown", onKey, true);
    };
  }, []);
  useEffect(() => {
    next.current?.focus();
  }, [at]);
  if (!stop) return null;
  const go = (by: 1 | -1) => {
    if (by === 1 && isLast) onClose();
    else setAt(Math.max(0, at + by));
  };
  return (
    <div
      ref={box}
      className="tour"
      role="dialog"
      aria-labelledby="tour-title"
      aria-describedby="tour-says"
      onKeyDown={(event) => {
        if (event.key === "ArrowRight") go(1);
        else if (event.key === "ArrowLeft") go(-1);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <p className="quiet small">{words.of(at + 1, words.stops.length)}</p>
      <h2 id="tour-title">{stop[0]}</h2>
      <p id="tour-says">{stop[1]}</p>
      <p className="inline end">
        {!isLast && (
          <button type="button" className="link" onClick={onClose}>
            {words.skip}
          </button>
        )}
        {at > 0 && (
          <button
            type="button"
            className="button"
            onClick={() => {
              go(-1);
            }}
          >
            {words.back}
          </button>
        )}
        <button
          ref={next}
          type="button"
          className="button first"
          onClick={() => {
            go(1);
          }}
        >
          {isLast ? words.done : words.next}
        </button>
      </p>
    </div>
  );
}
