// Of whom other weights and ranges are true: everybody, then segment by segment.

import { SegmentBuilder } from "../segments/SegmentBuilder";
import { scorecardWords as said } from "../words/scorecards";
import { type CardData, freeId, type SegmentData, withSegment } from "./card";
import type { CardNow } from "./now";
import { TextField } from "./TextField";
import { sayCount } from "../words/figures";

export interface SegmentsProps {
  readonly card: CardData;
  readonly segment: SegmentData | null;
  readonly now: CardNow | null;
  readonly onChoose: (id: string | null) => void;
  readonly onChange: (card: CardData) => void;
}

export function Segments({ card, segment, now, onChoose, onChange }: SegmentsProps) {
  const segments = card.segments ?? [];
  const saySize = (id: string) => {
    const size = now?.segments.find((one) => one.id === id)?.subjects;
    return size === undefined ? "" : sayCount(size);
  };
  return (
    <div className="card-segments">
      <div role="group" aria-label={said.segmentWhen}>
        {segments.length > 0 && (
          <button
            type="button"
            className="button"
            aria-pressed={segment === null}
            onClick={() => {
              onChoose(null);
            }}
          >
            {said.everybody}
          </button>
        )}
        {segments.map((one) => (
          <button
            key={one.id}
            type="button"
            className="button"
            aria-pressed={one === segment}
            onClick={() => {
              onChoose(one.id);
            }}
          >
            {one.name} <span className="quiet number">{saySize(one.id)}</span>
          </button>
        ))}
        <button
          type="button"
          className="link"
          title={said.segmentHint}
          onClick={() => {
            const id = freeId(
              "segment",
              segments.map((one) => one.id),
            );
            const made: SegmentData = {
              id,
              name: said.newSegment,
              when: 'traits.plan == "pro"',
              signals: [],
            };
            onChange({ ...card, segments: [...segments, made] });
            onChoose(id);
          }}
        >
          {said.addSegment}
        </button>
      </div>
      {segment && (
        <div className="card-segment">
          <TextField
            label={said.name}
            value={segment.name}
            isNeeded
            onChange={(name) => {
              onChange(withSegment(card, segment.id, (one) => ({ ...one, name })));
            }}
          />
          <button
            type="button"
            className="link"
            onClick={() => {
              onChoose(null);
              const rest = segments.filter((one) => one.id !== segment.id);
              const { segments: _, ...whole } = card;
              onChange(rest.length > 0 ? { ...whole, segments: rest } : whole);
            }}
          >
            {said.removeSegment}
          </button>
          <span className="quiet small">{said.segmentHint}</span>
          <div className="card-when" role="group" aria-label={said.segmentWhen}>
            <SegmentBuilder
              key={segment.id}
              value={segment.when}
              subject={card.of ?? "account"}
              onChange={(when) => {
                if (when !== "") onChange(withSegment(card, segment.id, (one) => ({ ...one, when })));
              }}
            />
          </div>
        </div>
      )}
    </div>
  );
}
