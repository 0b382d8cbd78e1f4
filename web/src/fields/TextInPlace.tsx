// A text that is changed where it stands: Enter or leaving it keeps, Escape leaves it as it was.

import { useId } from "react";
import { fieldWords as words } from "../words/fields";
import { useTyped } from "./useTyped";

export interface TextInPlaceProps {
  readonly label: string;
  readonly value: string;
  readonly canEdit: boolean;
  readonly placeholder?: string;
  /** A text that cannot be empty keeps what it was. */
  readonly isNeeded?: boolean;
  /** A label for readers of screens only. */
  readonly isUnlabelled?: boolean;
  readonly onKeep: (text: string) => void;
}

export function TextInPlace(props: TextInPlaceProps) {
  const { label, value, canEdit, placeholder, isNeeded, isUnlabelled, onKeep } = props;
  const id = useId();
  const typed = useTyped(value, (text) => {
    if (text !== "" || !isNeeded) onKeep(text);
  });
  return (
    <div className="in-place">
      <label htmlFor={id} className={isUnlabelled ? "hidden" : undefined}>
        {label}
      </label>
      {canEdit ? (
        <textarea
          id={id}
          className="field quiet-field"
          rows={1}
          maxLength={10000}
          value={typed.text}
          placeholder={placeholder ?? words.nothing}
          onChange={(event) => {
            typed.type(event.target.value);
          }}
          onBlur={() => {
            typed.finish();
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === "Enter" && !event.shiftKey) {
              event.preventDefault();
              typed.finish();
            } else if (event.key === "Escape" && typed.text !== value) {
              event.stopPropagation();
              typed.leave();
            }
          }}
        />
      ) : (
        <p id={id}>{value === "" ? <span className="quiet">{words.nothing}</span> : value}</p>
      )}
    </div>
  );
}
