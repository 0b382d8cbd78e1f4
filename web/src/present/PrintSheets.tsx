// The map on paper: as many sheets side by side as it takes, each with its title, its lanes and its legend.

import { useLayoutEffect, useRef } from "react";
import { type MeasuredMap, say } from "../lived/measured";
import { useMostWays } from "../lived/mostWays";
import { sayAgainst, saySide } from "../lived/sayView";
import type { View } from "../lived/view";
import { namesOf, wayOf } from "../lived/ways";
import { type Board, textOf } from "../map/board";
import { presentWords as words } from "../words/present";
import { MapTable } from "./MapTable";
import { felt, fitted, layOut, type PaperChoice, RAIL, ROOM, stepsByStage } from "./sheets";
import "../styles/present.css";
import { timeNow } from "../app/clock";
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
                    {words.printed(sayDay(timeNow()))}
                  </p>
                </header>
              ),
            }}
          />
          <p className="legend">
            {words.legend}
            {measured && ` ${words.legendLived}`}
            {measured?.against && ` ${words.legendSides}`}
            {felt(measured) && ` ${words.legendFelt}`}
            {felt(measured?.against ?? null) && ` ${words.legendFeltThere}`}
          </p>
          {i === sheets.length - 1 && <Ways measured={measured} board={board} />}
        </section>
      ))}
    </div>
  );
}

/** The ways off the map that the board draws as arcs: on the last sheet, in words. */
function Ways({ measured, board }: { readonly measured: MeasuredMap | null; readonly board: Board }) {
  const most = useMostWays();
  if (!measured || measured.detours.length === 0) return null;
  const names = namesOf(board);
  const all = measured.detours.slice(0, most).map((one) => {
    const { value, unit } = one.share;
    return value === null ? wayOf(one, names) : `${wayOf(one, names)} (${say(value, unit)})`;
  });
  return <p className="legend">{words.ways(all.join("; "))}</p>;
}

/** Whose journeys the numbers count, and how many; of two sides, both in their order. */
function sayWhose(measured: MeasuredMap, view: View): string {
  const here = words.setOut(saySide(view), measured.passages.started);
  if (!measured.against || !view.against) return here;
  return words.beside(here, words.setOut(sayAgainst(view.against), measured.against.passages.started));
}
