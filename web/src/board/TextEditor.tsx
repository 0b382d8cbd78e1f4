// Where words are typed: grows with them; Enter keeps, Escape leaves it as it was, Tab keeps and goes on.

import { useEffect, useLayoutEffect, useRef } from "react";
import { words } from "../words/en";

export interface TextEditorProps {
  readonly initial: string;
  readonly label: string;
  readonly onKeep: (text: string, then: "stay" | "next" | "previous" | "below") => void;
  readonly onLeave: () => void;
}

export function TextEditor({ initial, label, onKeep, onLeave }: TextEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const isDone = useRef(false);

  useLayoutEffect(() => {
    const it = area.current;
    if (!it) return;
    it.focus({ preventScroll: false });
    const isStillUnnamed = it.value === words.newStep || it.value === words.newStage;
    if (isStillUnnamed) it.select();
    else it.setSelectionRange(it.value.length, it.value.length);
    grow(it);
  }, []);

  const latest = useRef({ text: initial, onKeep });
  useEffect(() => {
    latest.current.onKeep = onKeep;
  });
  useEffect(
    () => () => {
      // What was typed into is taken away under our hands: the words are kept with it.
      const { text, onKeep: tell } = latest.current;
      if (!isDone.current && text !== initial) tell(text, "stay");
    },
    [initial],
  );

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
        latest.current.text = event.currentTarget.value;
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
