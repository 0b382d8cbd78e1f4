// The map on paper: as many sheets side by side as it takes, each with its title, its lanes and its legend.

import type { MeasuredMap } from "../lived/measured";
import { type Board, textOf } from "../map/board";
import { presentWords as words } from "../words/present";
import { MapTable } from "./MapTable";
import { layOut, type PaperChoice } from "./sheets";
import "../styles/present.css";
import { sayDay } from "../words/figures";

export interface PrintSheetsProps {
  readonly board: Board;
  readonly measured: MeasuredMap | null;
  readonly choice: PaperChoice;
}

export function PrintSheets({ board, measured, choice }: PrintSheetsProps) {
  const { sheets, scale } = layOut(board.steps, choice);
  const title = textOf(board.map.properties.title);
  return (
    <div className="print-sheets" data-paper={choice.paper}>
      {sheets.map((columns, i) => (
        <section key={i} className="paper" style={{ zoom: scale }}>
          <header>
            <h1>{title}</h1>
            <p>
              {sheets.length > 1 && `${words.sheetOf(i + 1, sheets.length)} · `}
              {measured && `${words.asOf(sayDay(measured.as_of))} · `}
              {words.printed(sayDay(new Date()))}
            </p>
          </header>
          <MapTable board={board} columns={columns} measured={measured} caption={title} hasCurve />
          <p className="legend">
            {words.legend}
            {measured && ` ${words.legendLived}`}
          </p>
        </section>
      ))}
    </div>
  );
}
