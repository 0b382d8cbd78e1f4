// An answer that is typed, and counts when one leaves the field or presses Enter.

import { useId, useState } from "react";

export interface WrittenProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly suggestions: readonly string[];
  readonly onWritten: (text: string) => void;
}

export function Written({ label, placeholder, value, suggestions, onWritten }: WrittenProps) {
  const [text, setText] = useState(value);
  const list = useId();
  const keep = () => {
    if (text.trim() !== value) onWritten(text.trim());
  };
  return (
    <span className="written">
      <input
        className="field narrow"
        list={suggestions.length > 0 ? list : undefined}
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          keep();
        }}
      />
      {suggestions.length > 0 && (
        <datalist id={list}>
          {suggestions.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </span>
  );
}
