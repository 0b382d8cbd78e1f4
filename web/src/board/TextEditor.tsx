// Where words are typed: grows with them; Enter keeps, Escape leaves it as it was, Tab keeps and goes on.

import { useLayoutEffect, useRef } from "react";

export interface TextEditorProps {
  readonly initial: string;
  readonly label: string;
  readonly isReplacing: boolean;
  readonly onKeep: (text: string, then: "stay" | "next" | "previous" | "below") => void;
  readonly onLeave: () => void;
}

export function TextEditor({ initial, label, isReplacing, onKeep, onLeave }: TextEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const isDone = useRef(false);

  useLayoutEffect(() => {
    const it = area.current;
    if (!it) return;
    it.focus({ preventScroll: false });
    if (isReplacing) it.setSelectionRange(it.value.length, it.value.length);
    else it.select();
    grow(it);
  }, [isReplacing]);

  const keep = (then: "stay" | "next" | "previous" | "below") => {
    if (isDone.current) return;
    isDone.current = true;
    onKeep(area.current?.value ?? initial, then);
  };

  return (
    <textarea
      ref={area}
      className="typing"
      aria-label={label}
      defaultValue={initial}
      rows={1}
      maxLength={10000}
      onInput={(event) => {
        grow(event.currentTarget);
      }}
      onBlur={() => {
        keep("stay");
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter" && !event.shiftKey) {
          event.preventDefault();
          keep("below");
        } else if (event.key === "Tab") {
          event.preventDefault();
          keep(event.shiftKey ? "previous" : "next");
        } else if (event.key === "Escape") {
          event.preventDefault();
          isDone.current = true;
          onLeave();
        }
      }}
    />
  );
}

function grow(area: HTMLTextAreaElement): void {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
