// Words of a message: typed, with values inserted from a menu of what the playbook declares.

import { useId, useRef } from "react";
import { playbookWords as said } from "../words/playbooks";
import { sayValue } from "./sentences";

export interface WordsFieldProps {
  readonly label: string;
  readonly value: string;
  readonly rows?: number;
  /** The names of the values that may stand in it; none: it takes no values. */
  readonly names?: readonly string[];
  readonly isWrong?: boolean;
  /** It has the focus where it is opened with others. */
  readonly isFirst?: boolean;
  readonly onChange: (value: string) => void;
}

export function WordsField({
  label,
  value,
  rows = 1,
  names = [],
  isWrong,
  isFirst,
  onChange,
}: WordsFieldProps) {
  const field = useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  const id = useId();
  const insert = (name: string) => {
    const it = field.current;
    const at = it?.selectionStart ?? value.length;
    const end = it?.selectionEnd ?? at;
    const put = `{{${name}}}`;
    onChange(value.slice(0, at) + put + value.slice(end));
    requestAnimationFrame(() => {
      it?.focus();
      it?.setSelectionRange(at + put.length, at + put.length);
    });
  };
  const shared = {
    id,
    ref: field,
    className: "field",
    value,
    maxLength: 20_000,
    "aria-invalid": isWrong || undefined,
    "data-first": isFirst || undefined,
  };
  return (
    <div className="book-words">
      <div className="book-words-head">
        <label htmlFor={id}>{label}</label>
        {names.length > 0 && (
          <select
            className="field"
            aria-label={`${said.insert}: ${label}`}
            value=""
            onChange={(event) => {
              insert(event.target.value);
            }}
          >
            <option value="" disabled>
              {said.insert}
            </option>
            {names.map((name) => (
              <option key={name} value={name}>
                {sayValue(name)}
              </option>
            ))}
          </select>
        )}
      </div>
      {rows > 1 ? (
        <textarea
          {...shared}
          rows={rows}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        />
      ) : (
        <input
          {...shared}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        />
      )}
    </div>
  );
}
