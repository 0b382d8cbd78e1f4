// When the journeys began that one looks at.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { logInfo } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { isoDay } from "../words/figures";
import { segmentWords as words } from "../words/segments";
import { lastDayOf, type Period, periodOf, type Preset, presetOf, PRESETS, untilAfter } from "./periods";

export interface PeriodPickerProps {
  readonly value: Period;
  readonly onChange: (period: Period) => void;
}

export function PeriodPicker({ value, onChange }: PeriodPickerProps) {
  const log = useQuery({ queryKey: ["log"], queryFn: () => answered(logInfo()) });
  const lastDay = log.data?.last ? isoDay(log.data.last) : "";
  const [isCustom, setCustom] = useState(false);
  const preset = isCustom ? "custom" : presetOf(value, lastDay);
  const isWrong = value.since !== "" && value.until !== "" && value.until <= value.since;
  return (
    <div className="period-picker" role="group" aria-label={words.when}>
      <select
        className="field"
        aria-label={words.when}
        value={preset}
        onChange={(event) => {
          const next = event.target.value as Preset;
          setCustom(next === "custom");
          if (next !== "custom") onChange(periodOf(next, lastDay));
        }}
      >
        {PRESETS.filter((one) => one === "ever" || one === "custom" || lastDay !== "").map((one) => (
          <option key={one} value={one}>
            {words.presets[one]}
          </option>
        ))}
      </select>
      {preset === "custom" && (
        <div className="days">
          <label>
            <span>{words.from}</span>
            <input
              className="field"
              type="date"
              value={value.since}
              onChange={(event) => {
                onChange({ ...value, since: event.target.value });
              }}
            />
          </label>
          <label>
            <span>{words.to}</span>
            <input
              className="field"
              type="date"
              value={lastDayOf(value)}
              min={value.since}
              onChange={(event) => {
                onChange({ ...value, until: untilAfter(event.target.value) });
              }}
            />
          </label>
        </div>
      )}
      {isWrong && <p className="wrong">{words.wrongOrder}</p>}
    </div>
  );
}
