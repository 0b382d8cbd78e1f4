// The emotion curve through some steps, drawn to be looked at: believed dashed, measured solid with its band; that of
// another side dotted, with square points.

import { area as areaOf, curveMonotoneX, line as lineOf } from "d3-shape";
import { estimateOf, type MeasuredMap, type MeasuredSide, say } from "../lived/measured";
import { feelingOf, type StepColumn, textOf } from "../map/board";
import { ownId } from "../map/nodes";
import { sayFeeling } from "./CellWords";

export interface CurveProps {
  readonly columns: readonly StepColumn[];
  /** All steps of the map, where these are some of them: the curve comes in from the step before, and goes on. */
  readonly all?: readonly StepColumn[];
  readonly measured: MeasuredMap | null;
  /** The width of one step, in the drawing's own units. */
  readonly each?: number;
  readonly height?: number;
  readonly hasNames?: boolean;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

const PADDING = 12;
/** What one line of numbers under the curve takes. */
const LINE = 20;

export function Curve({
  columns,
  all = columns,
  measured,
  each = 165,
  height = 126,
  hasNames = false,
}: CurveProps) {
  const lines = [measured, measured?.against].filter(Boolean).length + 1;
  const room = height - (hasNames ? 22 : 0) - lines * LINE;
  const yOf = (value: number) => PADDING + ((2 - value) / 4) * (room - 2 * PADDING);
  const before = columns[0] ? Math.max(0, all.indexOf(columns[0])) : 0;
  const isIn = (i: number) => i >= before && i < before + columns.length;
  const xOf = (i: number) => (i - before + 0.5) * each;
  const believed = all.map((column, i): Point | null => {
    const value = feelingOf(column.node);
    return value === null ? null : { x: xOf(i), y: yOf(value), low: 0, high: 0 };
  });
  const measuredOn = (side: MeasuredSide | null) => {
    const steps = new Map(side?.steps.map((step) => [step.id, step]));
    return all.map((column, i): Point | null => {
      const estimate = estimateOf(steps.get(ownId(column.node.id)), "feeling");
      if (estimate?.value == null) return null;
      return {
        x: xOf(i),
        y: yOf(estimate.value),
        low: yOf(estimate.low ?? estimate.value),
        high: yOf(estimate.high ?? estimate.value),
      };
    });
  };
  const lived = measuredOn(measured);
  const there = measuredOn(measured?.against ?? null);
  const line = lineOf<Point | null>()
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
  const width = each * Math.max(1, columns.length);
  const says = columns.map((column) => `${textOf(column.node.properties.name)}: ${sayOf(column)}`).join("; ");
  return (
    <svg className="paper-curve" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={says}>
      <line className="neutral" x1={0} x2={width} y1={yOf(0)} y2={yOf(0)} />
      <svg width={width} height={height}>
        <path className="there-band" d={band(there) ?? ""} />
        <path className="lived-band" d={band(lived) ?? ""} />
        <path className="believed-line" d={line(believed) ?? ""} />
        <path className="there-line" d={line(there) ?? ""} />
        <path className="lived-line" d={line(lived) ?? ""} />
      </svg>
      {there.map(
        (point, i) =>
          isIn(i) &&
          point && (
            <rect key={i} className="there-point" x={point.x - 4} y={point.y - 4} width={8} height={8} />
          ),
      )}
      {lived.map(
        (point, i) =>
          isIn(i) && point && <circle key={i} className="lived-point" cx={point.x} cy={point.y} r={4} />,
      )}
      {believed.map(
        (point, i) =>
          isIn(i) && point && <circle key={i} className="believed-point" cx={point.x} cy={point.y} r={5} />,
      )}
      {columns.map((column, i) => {
        const x = xOf(i + before);
        const own = ownId(column.node.id);
        const measuredAt = (side: MeasuredSide) =>
          estimateOf(
            side.steps.find((step) => step.id === own),
            "feeling",
          )?.value;
        const said = [
          { mark: "believed", text: sayOf(column) },
          ...[measured, measured?.against].flatMap((side, which) => {
            const value = side ? measuredAt(side) : null;
            return value == null
              ? []
              : [{ mark: which === 0 ? "lived" : "there", text: say(value, "feeling") }];
          }),
        ];
        return (
          <g key={column.node.id}>
            {said.map(({ mark, text }, line) => {
              const y = room + LINE * (line + 0.7);
              return (
                <g key={mark}>
                  {mark === "there" ? (
                    <rect className="there-point" x={x - 24} y={y - 9} width={8} height={8} />
                  ) : (
                    <circle className={`${mark}-point`} cx={x - 20} cy={y - 5} r={4} />
                  )}
                  <text x={x - 10} y={y}>
                    {text}
                  </text>
                </g>
              );
            })}
          </g>
        );
      })}
      {hasNames &&
        columns.map((column, i) => (
          <text key={column.node.id} className="name" x={xOf(i + before)} y={height - 6} textAnchor="middle">
            {column.number}
          </text>
        ))}
    </svg>
  );
}

function sayOf(column: StepColumn | undefined): string {
  const value = column ? feelingOf(column.node) : null;
  return value === null ? "–" : sayFeeling(value);
}
