// One tip for all numbers of a page: whatever has `data-tip` is explained while it is pointed at or has the
// focus. The first line is the number; Escape puts it away.

import { useEffect, useId, useRef, useState } from "react";
import { livedWords } from "../words/lived";

interface Shown {
  readonly lines: readonly string[];
  readonly left: number;
  readonly top: number;
  readonly isAbove: boolean;
}

const WIDTH = 340;
const GAP = 6;
const WAIT_MS = 120;

export function TipHost() {
  const [shown, setShown] = useState<Shown | null>(null);
  const id = useId();
  const described = useRef<Element | null>(null);
  useEffect(() => {
    let timer = 0;
    const hide = () => {
      window.clearTimeout(timer);
      described.current?.removeAttribute("aria-describedby");
      described.current = null;
      setShown(null);
    };
    const show = (element: Element | null, wait: number) => {
      if (element === described.current && element !== null) return;
      hide();
      if (!element) return;
      timer = window.setTimeout(() => {
        const box = element.getBoundingClientRect();
        const isAbove = box.bottom > window.innerHeight * 0.6;
        described.current = element;
        element.setAttribute("aria-describedby", id);
        setShown({
          lines: (element.getAttribute("data-tip") ?? "").split("\n"),
          left: Math.max(8, Math.min(window.innerWidth - WIDTH - 8, box.left)),
          top: isAbove ? box.top - GAP : box.bottom + GAP,
          isAbove,
        });
      }, wait);
    };
    const tipped = (target: EventTarget | null) =>
      target instanceof Element ? target.closest("[data-tip]") : null;
    const onOver = (event: Event) => {
      show(tipped(event.target), WAIT_MS);
    };
    const onFocus = (event: Event) => {
      const target = event.target instanceof Element ? event.target : null;
      // Whoever clicks means something else; and the head of a step has the focus as a whole.
      if (!target?.matches(":focus-visible")) return;
      show(tipped(target) ?? target.querySelector(":scope > .lived-head :is(b, span)[data-tip]"), 0);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") hide();
    };
    document.addEventListener("mouseover", onOver);
    document.addEventListener("focusin", onFocus);
    document.addEventListener("focusout", hide);
    document.addEventListener("keydown", onKey);
    document.addEventListener("scroll", hide, true);
    return () => {
      hide();
      document.removeEventListener("mouseover", onOver);
      document.removeEventListener("focusin", onFocus);
      document.removeEventListener("focusout", hide);
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("scroll", hide, true);
    };
  }, [id]);
  return (
    <div
      id={id}
      role="tooltip"
      className="tip"
      hidden={!shown}
      data-above={shown?.isAbove || undefined}
      style={shown ? { left: shown.left, top: shown.top, width: WIDTH } : undefined}
    >
      {shown?.lines.map((line, i) => (
        <p key={i} data-formula={(i > 0 && line.startsWith(livedWords.howWorkedOut(""))) || undefined}>
          {line}
        </p>
      ))}
    </div>
  );
}
