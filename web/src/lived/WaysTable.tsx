// The ways off the map as a table: what the arcs over the board draw, for screen readers and for copying.

import type { Board } from "../map/board";
import { livedWords as words } from "../words/lived";
import { type MeasuredMap, say } from "./measured";
import { namesOf, wayOf } from "./ways";
import { sayCount } from "../words/figures";

export interface WaysTableProps {
  readonly measured: MeasuredMap;
  readonly board: Board;
}

export function WaysTable({ measured, board }: WaysTableProps) {
  const { detours } = measured;
  if (detours.length === 0) return null;
  const names = namesOf(board);
  return (
    <table className="ways-table">
      <caption>{words.waysTable}</caption>
      <thead>
        <tr>
          <th scope="col">{words.way}</th>
          <th scope="col" className="number">
            {words.shareOfJourneys}
          </th>
          <th scope="col" className="number">
            {words.howSure}
          </th>
          <th scope="col" className="number">
            {words.times}
          </th>
        </tr>
      </thead>
      <tbody>
        {detours.map((one) => {
          const { value, low, high, unit } = one.share;
          return (
            <tr key={`${one.kind} ${one.from ?? ""} ${one.to}`}>
              <th scope="row">{wayOf(one, names)}</th>
              <td className="number">{value === null ? "–" : say(value, unit)}</td>
              <td className="number">
                {low === null || high === null ? "–" : words.lowToHigh(say(low, unit), say(high, unit))}
              </td>
              <td className="number">{sayCount(one.n)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
