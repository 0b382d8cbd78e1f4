// Several values, each to be taken away, and a field that offers more.

import { useState } from "react";
import { fieldWords as words } from "../words/fields";
import { Offer, type OfferGroup } from "./Offer";

export interface ChosenProps<T extends string | number | boolean> {
  readonly label: string;
  readonly values: readonly T[];
  /** What a typed text means as a value. */
  readonly read: (text: string) => T;
  readonly groups: readonly OfferGroup[];
  /** What the field for one more says; without it: to add to what the label says. */
  readonly adds?: string;
  readonly wrong?: string | undefined;
  readonly onChange: (values: readonly T[]) => void;
}

export function Chosen<T extends string | number | boolean>({
  label,
  values,
  read,
  groups,
  adds,
  wrong,
  onChange,
}: ChosenProps<T>) {
  const [typed, setTyped] = useState("");
  const add = (text: string) => {
    setTyped("");
    if (text.trim() === "") return;
    const value = read(text);
    if (!values.includes(value)) onChange([...values, value]);
  };
  const left = groups.map((group) => ({
    ...group,
    items: group.items.filter((item) => !values.includes(read(item.value))),
  }));
  return (
    <div className="chosen" role="group" aria-label={label}>
      {values.map((value, i) => (
        <span key={String(value)} className="chip">
          {String(value)}
          <button
            type="button"
            aria-label={words.takeAway(String(value))}
            onClick={() => {
              onChange(values.filter((_, j) => j !== i));
            }}
          >
            ×
          </button>
        </span>
      ))}
      <div className="chosen-more">
        <Offer
          label={adds ?? words.addTo(label)}
          value={typed}
          groups={left}
          wrong={wrong}
          onChange={setTyped}
          onChosen={add}
          onBlur={() => {
            add(typed); // Typed and left: it was meant.
          }}
        />
      </div>
    </div>
  );
}
