// The map as one table: the twin of the board for screen readers, for searching, and for copying elsewhere.

import { useRef, useState } from "react";
import type { MeasuredMap } from "../lived/measured";
import { WaysTable } from "../lived/WaysTable";
import { type Board, textOf } from "../map/board";
import { presentWords as words } from "../words/present";
import { MapTable } from "./MapTable";
import "../styles/present.css";

export interface TableTwinProps {
  readonly board: Board;
  readonly measured: MeasuredMap | null;
}

export function TableTwin({ board, measured }: TableTwinProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [isCopied, setCopied] = useState(false);
  return (
    <div className="table-twin" ref={holder}>
      <p className="table-tools">
        <button
          type="button"
          className="button"
          onClick={() => {
            const table = holder.current?.querySelector("table");
            if (!table) return;
            const item = new ClipboardItem({
              "text/html": new Blob([table.outerHTML], { type: "text/html" }),
              "text/plain": new Blob([toTabs(table)], { type: "text/plain" }),
            });
            void navigator.clipboard.write([item]).then(() => {
              setCopied(true);
            });
          }}
        >
          {words.copyTable}
        </button>{" "}
        <span className="quiet" role="status">
          {isCopied ? words.copied : ""}
        </span>
      </p>
      <MapTable
        board={board}
        columns={board.steps}
        measured={measured}
        caption={words.tableOf(textOf(board.map.properties.title))}
        hasCurve={false}
      />
      {measured && <WaysTable measured={measured} board={board} />}
    </div>
  );
}

/** The table as spreadsheets take it: cells by tabs, rows by lines. */
function toTabs(table: HTMLTableElement): string {
  return [...table.rows]
    .map((row) =>
      [...row.cells]
        .flatMap((cell) => [
          cell.innerText.replaceAll(/\s*\n\s*/g, "; ").replaceAll("\t", " "),
          ...Array.from({ length: cell.colSpan - 1 }, () => ""),
        ])
        .join("\t"),
    )
    .join("\n");
}
