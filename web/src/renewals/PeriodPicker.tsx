// The period of revenue: the year up to the end of the data, a quarter, a year, or any two months.

import { useId } from "react";
import { renewalWords as said } from "../words/renewals";
import { choicesOf, isMonth, type Months } from "./period";

export interface PeriodPickerProps {
  readonly months: Months | null;
  /** The last day that is known of. */
  readonly lastDay: string;
  readonly onChoose: (months: Months | null) => void;
}

export function PeriodPicker({ months, lastDay, onChoose }: PeriodPickerProps) {
  const first = useId();
  const { quarters, years } = choicesOf(lastDay);
  const all = [...quarters, ...years];
  const chosen = months && all.find((one) => one.from === months.from && one.to === months.to);
  const edge = (name: "from" | "to", value: string) => {
    if (!months || !isMonth(value)) return;
    const next = { ...months, [name]: value };
    // The other end goes along where the period would end before it begins.
    onChoose(next.from > next.to ? { from: value, to: value } : next);
  };
  return (
    <>
      <select
        className="field"
        aria-label={said.period}
        value={months === null ? "" : (chosen?.says ?? "own")}
        onChange={({ target }) => {
          if (target.value === "own") {
            onChoose(months ?? { from: quarters[1]?.from ?? "", to: lastDay.slice(0, 7) });
            requestAnimationFrame(() => document.getElementById(first)?.focus());
          } else onChoose(all.find((one) => one.says === target.value) ?? null);
        }}
      >
        <option value="">{said.lastYear}</option>
        <optgroup label={said.quarters}>
          {quarters.map((one) => (
            <option key={one.says}>{one.says}</option>
          ))}
        </optgroup>
        <optgroup label={said.years}>
          {years.map((one) => (
            <option key={one.says}>{one.says}</option>
          ))}
        </optgroup>
        <option value="own">{said.ownMonths}</option>
      </select>
      {months !== null && (
        <span className="revenue-months">
          {(["from", "to"] as const).map((name) => (
            <label key={`${name} ${months[name]}`}>
              <span className="quiet">{said.monthEdges[name]}</span>
              <input
                {...(name === "from" ? { id: first } : {})}
                className="field"
                type="month"
                pattern="\d{4}-\d{2}"
                placeholder="2026-01"
                defaultValue={months[name]}
                onBlur={(event) => {
                  if (event.target.value !== months[name]) edge(name, event.target.value);
                }}
                onKeyDown={(event) => {
                  if (event.key === "Enter") edge(name, event.currentTarget.value);
                }}
              />
            </label>
          ))}
        </span>
      )}
    </>
  );
}
