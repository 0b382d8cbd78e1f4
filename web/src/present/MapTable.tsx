// A map, or some of its steps, as a real table: stages and steps as heads, a row for each lane.

import { LivedHead } from "../board/LivedHead";
import type { MeasuredMap } from "../lived/measured";
import { type Board, type StepColumn, textOf } from "../map/board";
import { presentWords as words } from "../words/present";
import { CellWords, isSaid } from "./CellWords";
import { Curve } from "./Curve";

export interface MapTableProps {
  readonly board: Board;
  readonly columns: readonly StepColumn[];
  readonly measured: MeasuredMap | null;
  readonly caption: string;
  /** Whether the feelings are drawn as a curve; else each is said in its cell. */
  readonly hasCurve: boolean;
}

export function MapTable({ board, columns, measured, caption, hasCurve }: MapTableProps) {
  const stages = board.stages
    .map((stage) => ({ stage, span: stage.steps.filter((step) => columns.includes(step)).length }))
    .filter(({ span }) => span > 0);
  const lanes = board.lanes.filter((lane) => board.steps.some((column) => isSaid(lane, column)));
  return (
    <table className="map-table">
      <caption>{caption}</caption>
      <colgroup>
        <col className="rail-column" />
        {columns.map((column) => (
          <col key={column.node.id} />
        ))}
      </colgroup>
      <thead>
        <tr>
          <td />
          {stages.map(({ stage, span }) => (
            <th key={stage.node.id} scope="colgroup" colSpan={span} className="stage">
              <span className="quiet">{stage.number}</span> {textOf(stage.node.properties.name)}
            </th>
          ))}
        </tr>
        <tr>
          <th scope="col" className="lane-head">
            {words.lane}
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
                <Curve columns={columns} all={board.steps} measured={measured} />
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
