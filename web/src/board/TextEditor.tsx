// Where words are typed: grows with them; Enter keeps, Escape leaves it as it was, Tab keeps and goes on.
//
// It also waits, unseen, in the cell that is picked: what begins there may be a letter, a dead key or the first
// syllable of an input method, which compose in a field only. The field that waited is the one that is typed into.

import { useEffect, useLayoutEffect, useRef } from "react";
import { IS_TOUCHED } from "../app/touched";
import { words } from "../words/en";

export type Then = "stay" | "next" | "previous" | "below";

export interface TextEditorProps {
  readonly initial: string;
  readonly label: string;
  readonly isWaiting?: boolean;
  /** Typing began in the field that waited. */
  readonly onBegin?: () => void;
  readonly onKeep: (text: string, then: Then) => void;
  readonly onLeave: () => void;
}

const GROWS_BY_ITSELF = typeof CSS !== "undefined" && CSS.supports("field-sizing", "content");

export function TextEditor(props: TextEditorProps) {
  const { initial, label, isWaiting = false, onBegin, onKeep, onLeave } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const isDone = useRef(isWaiting);
  const hasBegun = useRef(false);
  const latest = useRef({ text: initial, initial, onKeep });
  useEffect(() => {
    latest.current.onKeep = onKeep;
  });

  useLayoutEffect(() => {
    const it = area.current;
    if (!it) return;
    const now = latest.current;
    if (isWaiting) {
      // It may have been typed into until now, and was taken away by a click elsewhere in its cell.
      if (!isDone.current && now.text !== now.initial) now.onKeep(now.text, "stay");
      isDone.current = true;
      hasBegun.current = false;
      // Whoever is told of what is typed learns that it is over, though the field keeps the keys.
      if (it.value !== "") it.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
      it.value = "";
      it.style.height = "";
      return;
    }
    isDone.current = false;
    if (hasBegun.current) {
      latest.current = { ...now, initial: "", text: it.value };
    } else {
      latest.current = { ...now, initial, text: initial };
      it.value = initial;
      it.focus({ preventScroll: false });
      const isStillUnnamed = initial === words.newStep || initial === words.newStage;
      if (isStillUnnamed) it.select();
      else it.setSelectionRange(initial.length, initial.length);
    }
    grow(it);
    // What it begins with is read when the typing begins; what others write meanwhile is merged when it is kept.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isWaiting]);

  useEffect(
    () => () => {
      // What was typed into is taken away under our hands: the words are kept with it.
      const { text, initial: first, onKeep: tell } = latest.current;
      if (!isDone.current && text !== first) tell(text, "stay");
    },
    [],
  );

  const keep = (then: Then) => {
    if (isDone.current) return;
    isDone.current = true;
    onKeep(area.current?.value ?? initial, then);
  };
  const begin = () => {
    if (!isWaiting || hasBegun.current) return;
    hasBegun.current = true;
    onBegin?.();
  };

  return (
    <textarea
      ref={area}
      className="typing"
      data-waiting={isWaiting || undefined}
      aria-label={label}
      tabIndex={isWaiting ? 0 : undefined}
      // On a touch screen the keyboard comes when one begins to write, not whenever a cell is picked.
      inputMode={isWaiting && IS_TOUCHED ? "none" : undefined}
      rows={1}
      maxLength={10000}
      dir="auto"
      onCompositionStart={begin}
      onInput={(event) => {
        latest.current.text = event.currentTarget.value;
        begin();
        if (!isWaiting) grow(event.currentTarget);
      }}
      onBlur={() => {
        keep("stay");
      }}
      onKeyDown={(event) => {
        if (isWaiting && !hasBegun.current) return;
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
  if (GROWS_BY_ITSELF) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
