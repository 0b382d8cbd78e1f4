// A text that is typed: it counts when one leaves it or presses Enter.

import { useState } from "react";

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly list?: string;
  readonly className?: string;
  readonly isNeeded?: boolean;
  readonly onChange: (value: string) => void;
}

export function TextField(props: TextFieldProps) {
  const { label, value, placeholder, list, className = "", isNeeded = false, onChange } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const done = () => {
    if (typed === null) return;
    const text = typed.trim();
    setTyped(null);
    if (text !== value && (text !== "" || !isNeeded)) onChange(text);
  };
  return (
    <input
      className={`field ${className}`}
      aria-label={label}
      title={label}
      placeholder={placeholder}
      list={list}
      value={typed ?? value}
      onChange={(event) => {
        setTyped(event.target.value);
      }}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.key === "Enter") done();
        if (event.key === "Escape") setTyped(null);
      }}
    />
  );
}
