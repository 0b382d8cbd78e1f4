// A length of time: how many of which unit.

import { useState } from "react";
import { fieldWords as words } from "../words/fields";
import { readSpan, type Unit, UNITS, writeSpan } from "./spans";
import { useTyped } from "./useTyped";

export interface SpanInPlaceProps {
  readonly label: string;
  readonly value: string;
  readonly canEdit: boolean;
  readonly placeholder?: string;
  /** The length of time; empty: none. */
  readonly onKeep: (text: string) => void;
}

export function SpanInPlace({ label, value, canEdit, placeholder, onKeep }: SpanInPlaceProps) {
  const span = readSpan(value);
  const [chosen, setChosen] = useState<Unit>("days");
  const unit = span?.unit ?? chosen;
  const keep = (number: string, of: Unit) => {
    const n = Number(number.replace(",", "."));
    if (number.trim() === "") onKeep("");
    else if (Number.isFinite(n) && n > 0 && n < 1e6) {
      onKeep(writeSpan({ number: Math.round(n * 1000) / 1000, unit: of }));
    }
  };
  const typed = useTyped(span ? String(span.number) : "", (number) => {
    keep(number, unit);
  });
  return (
    <div className="in-place">
      <span className="label" aria-hidden={canEdit || undefined}>
        {label}
      </span>
      {canEdit ? (
        <span className="span-field">
          <input
            className="field"
            inputMode="decimal"
            aria-label={words.number(label)}
            value={typed.text}
            placeholder={placeholder ?? "–"}
            maxLength={8}
            onChange={(event) => {
              typed.type(event.target.value);
            }}
            onBlur={() => {
              typed.finish();
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter") typed.finish();
            }}
          />
          <select
            className="field"
            aria-label={words.unit(label)}
            value={unit}
            onChange={(event) => {
              const next = event.target.value as Unit;
              setChosen(next);
              if (typed.text.trim() !== "") keep(typed.text, next);
            }}
          >
            {UNITS.map((one) => (
              <option key={one} value={one}>
                {words.units[one]}
              </option>
            ))}
          </select>
          {span === null && value !== "" && <span className="quiet small">{words.notASpan(value)}</span>}
        </span>
      ) : (
        <p>{value === "" ? <span className="quiet">{words.nothing}</span> : value}</p>
      )}
    </div>
  );
}
