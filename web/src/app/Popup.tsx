// A button with something that opens under it: closed by Esc, by a click elsewhere, and by following a link in it.
// It is the browser's own popover, so that the first page loads nothing for it.

import { type ReactNode, useEffect, useId, useRef, useState } from "react";

export interface PopupProps {
  readonly label: string;
  readonly button: ReactNode;
  readonly className?: string;
  /** Whether words stand on the button, and no icon. */
  readonly isInWords?: boolean;
  readonly side?: "start" | "end";
  /** What is inside; made only while it is open. */
  readonly children: (close: () => void) => ReactNode;
  readonly onOpen?: () => void;
}

const GAP = 6;

export function Popup(props: PopupProps) {
  const { label, button, className = "", isInWords = false, side = "end", children, onOpen } = props;
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const it = popup.current;
    if (!it) return;
    const onToggle = (event: Event) => {
      setOpen((event as ToggleEvent).newState === "open");
    };
    const onBefore = (event: Event) => {
      const box = opener.current?.getBoundingClientRect();
      if (!box || (event as ToggleEvent).newState !== "open") return;
      it.style.top = `${box.bottom + GAP}px`;
      it.style.left = side === "start" ? `${Math.max(GAP, box.left)}px` : "auto";
      it.style.right =
        side === "start" ? "auto" : `${Math.max(GAP, document.documentElement.clientWidth - box.right)}px`;
    };
    it.addEventListener("beforetoggle", onBefore);
    it.addEventListener("toggle", onToggle);
    return () => {
      it.removeEventListener("beforetoggle", onBefore);
      it.removeEventListener("toggle", onToggle);
    };
  }, [side]);
  const close = () => {
    document.getElementById(id)?.hidePopover();
  };
  return (
    <>
      <button
        ref={opener}
        type="button"
        className={`button ${isInWords ? "" : "icon"} ${className}`}
        aria-label={label}
        title={label}
        aria-expanded={isOpen}
        popoverTarget={id}
        onClick={() => onOpen?.()}
      >
        {button}
      </button>
      <div ref={popup} id={id} popover="auto" className="popup" aria-label={label} role="dialog">
        {isOpen && children(close)}
      </div>
    </>
  );
}
