// Five stops for who is here for the first time: each points at a place of the page. Skippable, remembered.

import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { tourWords as words } from "../words/tour";

/** What each stop points at: the first of these that is on the page; in the middle where none is. */
const TARGETS: readonly string[] = [
  ".board .step-head",
  ".looks",
  ".board .step-head .open",
  ".bar-search",
  ".bell",
];
const GAP = 12;
const WIDTH = 352;

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
    const place = () => {
      const around = target?.getBoundingClientRect();
      const width = document.documentElement.clientWidth;
      const left = around ? around.left + around.width / 2 - WIDTH / 2 : (width - WIDTH) / 2;
      it.style.left = `${Math.max(GAP, Math.min(left, width - WIDTH - GAP))}px`;
      it.style.top = around ? `${around.bottom + GAP}px` : "30vh";
    };
    place();
    window.addEventListener("resize", place);
    return () => {
      target?.classList.remove("tour-target");
      window.removeEventListener("resize", place);
    };
  }, [at]);
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
        if (event.key === "Escape") onClose();
        else if (event.key === "ArrowRight") go(1);
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
