// With whom one compares: another segment, another period, or nobody.

import { useState } from "react";
import { PeriodPicker } from "../segments/PeriodPicker";
import { EVER } from "../segments/periods";
import { SegmentBuilder } from "../segments/SegmentBuilder";
import { livedWords as words } from "../words/lived";
import { Choice } from "./Choice";
import { sayAgainst } from "./sayView";
import { type Against, isEver } from "./view";

export interface CompareProps {
  readonly against: Against | null;
  /** Whether that is another side than one looks at already. */
  readonly isCompared: boolean;
  readonly subject: string;
  readonly maySee: boolean;
  readonly onChange: (against: Against | null) => void;
}

export function Compare({ against, isCompared, subject, maySee, onChange }: CompareProps) {
  // A period of all times is none, so the address cannot say that one is being chosen.
  const [isAskingWhen, setAskingWhen] = useState(false);
  const by = against?.by ?? (isAskingWhen ? "period" : null);
  const period = against?.by === "period" ? against.period : EVER;
  return (
    <Choice
      label={words.compare}
      says={against === null || !isCompared ? words.compare : words.beside(sayAgainst(against))}
      isSet={isCompared}
    >
      <div className="segmented" role="group" aria-label={words.compare}>
        <button
          type="button"
          aria-pressed={by === null}
          onClick={() => {
            setAskingWhen(false);
            onChange(null);
          }}
        >
          {words.nothing}
        </button>
        <button
          type="button"
          aria-pressed={by === "segment"}
          onClick={() => {
            onChange({ by: "segment", segment: "" });
          }}
        >
          {words.anotherSegment}
        </button>
        <button
          type="button"
          aria-pressed={by === "period"}
          onClick={() => {
            setAskingWhen(true);
            if (against?.by === "segment") onChange(null);
          }}
        >
          {words.anotherPeriod}
        </button>
      </div>
      {against?.by === "segment" && (
        <SegmentBuilder
          value={against.segment}
          subject={subject}
          hasPersonas
          maySee={maySee}
          onChange={(segment) => {
            onChange({ by: "segment", segment });
          }}
        />
      )}
      {against?.by === "segment" && !isCompared && <p className="quiet">{words.noOther}</p>}
      {by === "period" && (
        <>
          <PeriodPicker
            value={period}
            onChange={(next) => {
              onChange({ by: "period", period: next });
            }}
          />
          <p className="quiet">{isCompared && !isEver(period) ? words.sidesSoFar : words.noPeriod}</p>
        </>
      )}
    </Choice>
  );
}
