// The feeling lane: the believed curve through the steps (dashed, hollow points that can be dragged or keyed),
// and, where it was measured, the lived one over it (solid, with its band).

import { curveMonotoneX, area as areaOf, line as lineOf } from "d3-shape";
import { memo, useEffect, useRef, useState } from "react";
import { type Board, feelingOf, textOf } from "../map/board";
import type { LaneView } from "../map/lanes";
import { estimateOf, type MeasuredMap, type MeasuredStep, say, sayEstimate } from "../lived/measured";
import { tipOf } from "../lived/tips";
import { ownId } from "../map/nodes";
import { words } from "../words/en";
import { Beside } from "./Beside";
import { useBoard } from "./context";
import { FEELING_HEIGHT, feelingAt, yOf } from "./feelingHeights";
import type { Place } from "./selection";
import { focusPlace } from "./where";

const MOST_SLIP = 4;
/** Above it there is no room for the words over the point. */
const HIGH = 1.6;

export interface FeelingRowProps {
  readonly board: Board;
  readonly lane: LaneView;
  readonly widths: readonly number[];
  readonly at: Place | null;
  readonly measured: MeasuredMap | null;
  readonly zoom: number;
  readonly pickedSteps: ReadonlySet<string> | null;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

export const FeelingRow = memo(function FeelingRow(props: FeelingRowProps) {
  const { board, lane, widths, at, measured, zoom, pickedSteps } = props;
  const { canEdit, setFeeling: onFeeling } = useBoard();
  const [dragged, setDragged] = useState<{ step: string; feeling: number } | null>(null);
  const top = useRef(0);
  // Where a cell was pressed, and whether a click there sets its feeling: an empty one's always, another's only
  // where it was picked before, so that picking a cell changes nothing.
  const pressed = useRef<{ readonly x: number; readonly y: number; readonly mayMove: boolean } | null>(null);
  const row = useRef<HTMLDivElement>(null);
  const here = at?.lane === lane.id ? at.step : null;
  useEffect(() => {
    const point = here === null ? null : row.current?.querySelector<HTMLElement>("[data-roving]");
    if (!point) return;
    focusPlace(point);
    point.closest(".feeling-cell")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [here]);
  const centres: number[] = [];
  widths.reduce((left, width) => {
    centres.push(left + width / 2);
    return left + width;
  }, 0);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const measuredSteps = new Map(measured?.steps.map((step) => [step.id, step]));
  const believed = board.slots.map((step, i): Point | null => {
    if (!step) return null;
    const feeling = dragged?.step === step.node.id ? dragged.feeling : feelingOf(step.node);
    return feeling === null ? null : { x: centres[i] ?? 0, y: yOf(feeling) };
  });
  const lived = livedPoints(board, centres, measuredSteps);
  const there = livedPoints(board, centres, new Map(measured?.against?.steps.map((step) => [step.id, step])));
  const draw = lineOf<Point | null>()
    .defined((point) => point !== null)
    .x((point) => point?.x ?? 0)
    .y((point) => point?.y ?? 0)
    .curve(curveMonotoneX);
  const band = areaOf<Point | null>()
    .defined((point) => point !== null)
    .x((point) => point?.x ?? 0)
    .y0((point) => point?.low ?? 0)
    .y1((point) => point?.high ?? 0)
    .curve(curveMonotoneX);

  return (
    <div
      ref={row}
      className="feeling-row"
      role="presentation"
      style={{ width: total, height: FEELING_HEIGHT }}
    >
      <svg width={total} height={FEELING_HEIGHT} aria-hidden="true" className="curve">
        <line className="neutral" x1={0} x2={total} y1={yOf(0)} y2={yOf(0)} />
        {measured?.against && <path className="there-band" d={band(there) ?? ""} />}
        {lived.length > 0 && <path className="lived-band" d={band(lived) ?? ""} />}
        <path className="believed-line" d={draw(believed) ?? ""} />
        {measured?.against && <path className="there-line" d={draw(there) ?? ""} />}
        {measured && <path className="lived-line" d={draw(lived) ?? ""} />}
        {there.map(
          (point, i) =>
            point && (
              <rect key={i} className="there-point" x={point.x - 4} y={point.y - 4} width={8} height={8} />
            ),
        )}
        {lived.map(
          (point, i) => point && <circle key={i} className="lived-point" cx={point.x} cy={point.y} r={4} />,
        )}
      </svg>
      {board.slots.map((step, i) => {
        if (!step) return null;
        const feeling = dragged?.step === step.node.id ? dragged.feeling : feelingOf(step.node);
        const isPicked = here === step.node.id;
        const estimate = estimateOf(measuredSteps.get(ownId(step.node.id)), "feeling");
        const name = textOf(step.node.properties.name);
        const value = feeling === null ? words.feelingNone : say(feeling, "feeling");
        return (
          <div
            key={step.node.id}
            className="feeling-cell"
            role="gridcell"
            aria-selected={isPicked || (pickedSteps?.has(step.node.id) ?? false)}
            data-at-step={step.node.id}
            data-at-lane={lane.id}
            data-picked={pickedSteps?.has(step.node.id) || undefined}
            style={{ left: (centres[i] ?? 0) - (widths[i] ?? 0) / 2, width: widths[i] }}
            data-first={step.isFirst || undefined}
            data-here={isPicked || undefined}
            data-unsaid={feeling === null || undefined}
            onPointerDown={(event) => {
              pressed.current = { x: event.clientX, y: event.clientY, mayMove: feeling === null || isPicked };
            }}
            onClick={(event) => {
              const from = pressed.current;
              pressed.current = null;
              const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
              if (!canEdit || !isPlain || !from?.mayMove || event.target !== event.currentTarget) return;
              if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > MOST_SLIP) return;
              const box = event.currentTarget.getBoundingClientRect();
              onFeeling(step.node.id, feelingAt((event.clientY - box.top) / zoom));
            }}
          >
            <button
              type="button"
              role="slider"
              className="feeling-point"
              aria-label={words.feelingOf(name, value)}
              aria-valuemin={-2}
              aria-valuemax={2}
              aria-valuenow={feeling ?? 0}
              aria-valuetext={estimate ? `${value}; ${words.measured}: ${sayEstimate(estimate)}` : value}
              aria-readonly={!canEdit}
              tabIndex={isPicked ? 0 : -1}
              data-roving={isPicked || undefined}
              data-empty={feeling === null || undefined}
              style={{ top: yOf(feeling ?? 0) }}
              title={estimate ? undefined : `${words.believed}: ${value}`}
              data-tip={estimate ? tipOf(estimate, `${words.believed}: ${value}`) : undefined}
              onPointerDown={(event) => {
                if (!canEdit) return;
                event.currentTarget.setPointerCapture(event.pointerId);
                top.current = event.currentTarget.parentElement?.getBoundingClientRect().top ?? 0;
                setDragged({ step: step.node.id, feeling: feeling ?? 0 });
              }}
              onPointerMove={(event) => {
                if (dragged?.step !== step.node.id) return;
                setDragged({ step: step.node.id, feeling: feelingAt((event.clientY - top.current) / zoom) });
              }}
              onPointerUp={() => {
                if (dragged?.step === step.node.id) onFeeling(step.node.id, dragged.feeling);
                setDragged(null);
              }}
              onPointerCancel={() => {
                setDragged(null);
              }}
            />
            {feeling !== null && (
              <span
                className="feeling-value"
                data-below={feeling > HIGH || undefined}
                style={{ top: yOf(feeling) }}
              >
                {value}
              </span>
            )}
            <Beside node={step.node.id} property={lane.id} />
          </div>
        );
      })}
    </div>
  );
});

/** Where the measured curve goes; null where nobody answered: a gap, not a neutral feeling. */
function livedPoints(
  board: Board,
  centres: readonly number[],
  steps: ReadonlyMap<string, MeasuredStep>,
): readonly (Point | null)[] {
  return board.slots.map((step, i): Point | null => {
    if (!step) return null;
    const estimate = estimateOf(steps.get(ownId(step.node.id)), "feeling");
    if (estimate?.value == null) return null;
    const { value, low, high } = estimate;
    return { x: centres[i] ?? 0, y: yOf(value), low: yOf(low ?? value), high: yOf(high ?? value) };
  });
}
