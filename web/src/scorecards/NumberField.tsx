// A number that is typed: it counts when one leaves it or presses Enter, and never while it is none.

import { useState } from "react";

export interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min?: number;
  readonly max?: number;
  readonly onChange: (value: number) => void;
}

export function NumberField({ label, value, min, max, onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const done = () => {
    if (typed === null) return;
    const number = Number(typed);
    setTyped(null);
    if (typed.trim() === "" || !Number.isFinite(number) || number === value) return;
    onChange(Math.min(max ?? Infinity, Math.max(min ?? -Infinity, number)));
  };
  return (
    <input
      className="field card-number"
      inputMode="decimal"
      aria-label={label}
      title={label}
      value={typed ?? String(value)}
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
