// A map, or some of its steps, as a real table: stages and steps as heads, a row for each lane.

import type { ReactNode } from "react";
import { LivedHead } from "../board/LivedHead";
import type { MeasuredMap } from "../lived/measured";
import { type Board, type StepColumn, textOf } from "../map/board";
import { presentWords as words } from "../words/present";
import { CellWords, isSaid } from "./CellWords";
import { Curve } from "./Curve";
import { felt, RAIL } from "./sheets";

/** On paper, in pixels. */
const CURVE_HEIGHT = 104;

export interface MapTableProps {
  readonly board: Board;
  readonly columns: readonly StepColumn[];
  readonly measured: MeasuredMap | null;
  readonly caption: string;
  /** Whether the feelings are drawn as a curve; else each is said in its cell. */
  readonly hasCurve: boolean;
  /** On paper: what stands over the stages on every page, and how many steps the widest sheet has, and how wide
   * about they are there, in pixels. */
  readonly sheet?: { readonly head: ReactNode; readonly most: number; readonly each: number };
}

export function MapTable({ board, columns, measured, caption, hasCurve, sheet }: MapTableProps) {
  const stages = board.stages
    .map((stage) => ({
      stage,
      span: stage.steps.filter((step) => columns.includes(step)).length,
      goesOn: stage.steps[0] !== undefined && !columns.includes(stage.steps[0]),
    }))
    .filter(({ span }) => span > 0);
  const isFelt = hasCurve && (felt(measured) || felt(measured?.against ?? null));
  const lanes = board.lanes.filter(
    (lane) => (lane.shape === "feeling" && isFelt) || board.steps.some((column) => isSaid(lane, column)),
  );
  return (
    <table
      className="map-table"
      style={sheet && { width: `calc(${RAIL}px + (100% - ${RAIL}px) * ${columns.length} / ${sheet.most})` }}
    >
      <caption>{caption}</caption>
      <colgroup>
        <col className="rail-column" />
        {columns.map((column) => (
          <col key={column.node.id} />
        ))}
      </colgroup>
      <thead>
        {sheet && (
          <tr className="sheet-head">
            <td colSpan={columns.length + 1}>{sheet.head}</td>
          </tr>
        )}
        <tr>
          <td />
          {stages.map(({ stage, span, goesOn }) => (
            <th key={stage.node.id} scope="colgroup" colSpan={span} className="stage">
              <span className="quiet">{stage.number}</span> {textOf(stage.node.properties.name)}
              {goesOn && <span className="goes-on"> {words.goesOn}</span>}
            </th>
          ))}
        </tr>
        <tr>
          <th scope="col" className="lane-head">
            {lanes.length > 0 && words.lane}
          </th>
          {columns.map((column) => (
            <th key={column.node.id} scope="col" data-first={column.isFirst || undefined}>
              <span className="quiet">{column.number}</span> {textOf(column.node.properties.name)}
              {column.node.properties.moment_of_truth === true && <span className="moment"> ◆</span>}
              {measured && <LivedHead measured={measured} board={board} column={column} />}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lanes.map((lane) => (
          <tr
            key={lane.id}
            data-side={lane.side}
            data-visibility={board.visibilityBefore === lane.id || undefined}
          >
            <th scope="row">{lane.name}</th>
            {lane.shape === "feeling" && hasCurve ? (
              <td colSpan={columns.length} className="curve-cell">
                <Curve
                  columns={columns}
                  all={board.steps}
                  measured={measured}
                  {...(sheet && { each: sheet.each, height: CURVE_HEIGHT })}
                />
              </td>
            ) : (
              columns.map((column) => (
                <td key={column.node.id} data-first={column.isFirst || undefined}>
                  <CellWords lane={lane} column={column} />
                </td>
              ))
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
