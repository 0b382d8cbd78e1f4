// With whom one compares: another segment, another period, or nobody.

import { PeriodPicker } from "../segments/PeriodPicker";
import { EVER } from "../segments/periods";
import { SegmentBuilder } from "../segments/SegmentBuilder";
import { sayAgainst } from "./sayView";
import { livedWords as words } from "../words/lived";
import { Choice } from "./Choice";
import { type Against, isEver } from "./view";

export interface CompareProps {
  readonly against: Against | null;
  readonly subject: string;
  readonly maySee: boolean;
  readonly onChange: (against: Against | null) => void;
}

export function Compare({ against, subject, maySee, onChange }: CompareProps) {
  return (
    <Choice
      label={words.compare}
      says={against === null ? words.compare : words.beside(sayAgainst(against))}
      isSet={against !== null}
    >
      <div className="segmented" role="group" aria-label={words.compare}>
        <button
          type="button"
          aria-pressed={against === null}
          onClick={() => {
            onChange(null);
          }}
        >
          {words.nothing}
        </button>
        <button
          type="button"
          aria-pressed={against?.by === "segment"}
          onClick={() => {
            onChange({ by: "segment", segment: "" });
          }}
        >
          {words.anotherSegment}
        </button>
        <button
          type="button"
          aria-pressed={against?.by === "period"}
          onClick={() => {
            onChange({ by: "period", period: EVER });
          }}
        >
          {words.anotherPeriod}
        </button>
      </div>
      {against?.by === "segment" && (
        <SegmentBuilder
          value={against.segment}
          subject={subject}
          maySee={maySee}
          onChange={(segment) => {
            onChange({ by: "segment", segment });
          }}
        />
      )}
      {against?.by === "period" && (
        <>
          <PeriodPicker
            value={against.period}
            onChange={(period) => {
              onChange({ by: "period", period });
            }}
          />
          <p className="quiet">{isEver(against.period) ? words.noPeriod : words.sidesSoFar}</p>
        </>
      )}
    </Choice>
  );
}
