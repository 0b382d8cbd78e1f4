// The map on paper: as many sheets side by side as it takes, each with its title, its lanes and its legend.

import { useLayoutEffect, useRef } from "react";
import { estimateOf, type MeasuredMap } from "../lived/measured";
import { sayAgainst, saySide } from "../lived/sayView";
import type { View } from "../lived/view";
import { type Board, textOf } from "../map/board";
import { presentWords as words } from "../words/present";
import { MapTable } from "./MapTable";
import { fitted, layOut, type PaperChoice, RAIL, ROOM, stepsByStage } from "./sheets";
import "../styles/present.css";
import { sayDay } from "../words/figures";

export interface PrintSheetsProps {
  readonly board: Board;
  readonly measured: MeasuredMap | null;
  /** Whose numbers they are. */
  readonly view: View;
  readonly choice: PaperChoice;
}

export function PrintSheets({ board, measured, view, choice }: PrintSheetsProps) {
  const { sheets, most, scale } = layOut(stepsByStage(board), choice);
  const title = textOf(board.map.properties.title);
  const all = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const it = all.current;
    if (!it) return;
    // They stand beside the screen, as wide as the paper: what they take there, they take on it.
    const measure = (tried: number) => {
      it.style.setProperty("--paper-scale", String(tried));
      return [...it.children].map((sheet) => ({
        whole: sheet.getBoundingClientRect().height,
        heads: sheet.querySelector("thead")?.getBoundingClientRect().height ?? 0,
      }));
    };
    it.style.setProperty("--paper-scale", String(fitted(scale, ROOM[choice.paper].height, measure)));
  }, [board, measured, choice.paper, scale]);
  return (
    <div
      ref={all}
      className="print-sheets"
      data-paper={choice.paper}
      lang={textOf(board.map.properties.language) || undefined}
      style={{
        ["--paper-width" as string]: `${ROOM[choice.paper].width}px`,
        ["--paper-scale" as string]: scale,
      }}
    >
      {sheets.map((columns, i) => (
        <section key={i} className="paper">
          <MapTable
            board={board}
            columns={columns}
            measured={measured}
            caption={title}
            hasCurve
            sheet={{
              most,
              each: (ROOM[choice.paper].width / scale - RAIL) / most,
              head: (
                <header>
                  <h1>{title}</h1>
                  <p>
                    {measured && `${sayWhose(measured, view)} · `}
                    {sheets.length > 1 &&
                      `${words.sheetOf(i + 1, sheets.length, columns[0]?.number ?? 1, columns.at(-1)?.number ?? 1)} · `}
                    {measured && `${words.asOf(sayDay(measured.as_of))} · `}
                    {words.printed(sayDay(new Date()))}
                  </p>
                </header>
              ),
            }}
          />
          <p className="legend">
            {words.legend}
            {measured && ` ${words.legendLived}`}
            {measured?.steps.some((step) => estimateOf(step, "feeling")?.value != null) &&
              ` ${words.legendFelt}`}
          </p>
        </section>
      ))}
    </div>
  );
}

/** Whose journeys the numbers count, and how many; of two sides, both in their order. */
function sayWhose(measured: MeasuredMap, view: View): string {
  const here = words.setOut(saySide(view), measured.passages.started);
  if (!measured.against || !view.against) return here;
  return words.beside(here, words.setOut(sayAgainst(view.against), measured.against.passages.started));
}
