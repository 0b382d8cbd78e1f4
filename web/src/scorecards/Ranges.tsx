// What each value of a signal is worth: cells along a line, the better the darker, between them edges that belong
// to one side; under each how many are in it now.

import { scorecardWords as said } from "../words/scorecards";
import {
  type CardData,
  directionOf,
  goodness,
  join,
  type Line,
  lineOf,
  type RangeData,
  rangesOf,
  split,
} from "./card";
import { NumberField } from "./NumberField";
import { TextField } from "./TextField";

export interface RangesProps {
  readonly card: CardData;
  readonly scores: readonly RangeData[];
  /** How many are in each range of the file now; null: not counted yet. */
  readonly counts: readonly number[] | null;
  readonly onChange: (scores: readonly RangeData[]) => void;
}

const SHADES = 4;

export function Ranges({ card, scores, counts, onChange }: RangesProps) {
  const line = lineOf(scores);
  if (!line) return <p role="alert">{said.noLine}</p>;
  const change = (next: Line) => {
    onChange(rangesOf(next, scores));
  };
  const total = counts?.reduce((sum, one) => sum + one, 0) ?? 0;
  return (
    <>
      <ol className="card-ranges" aria-label={said.direction[directionOf(line)]}>
        {line.cells.map((cell, i) => {
          const edge = line.edges[i - 1];
          const here = counts?.[cell.place];
          const good = goodness(card, cell.points);
          return (
            <li key={cell.place} data-shade={Math.round(good * SHADES)}>
              {edge && (
                <span className="card-edge">
                  <NumberField
                    label={said.edge}
                    value={edge.value}
                    onChange={(value) => {
                      change({ ...line, edges: line.edges.with(i - 1, { ...edge, value }) });
                    }}
                  />
                  <button
                    type="button"
                    className="button"
                    aria-label={edge.isAfter ? said.edgeAfter(edge.value) : said.edgeBefore(edge.value)}
                    title={edge.isAfter ? said.edgeAfter(edge.value) : said.edgeBefore(edge.value)}
                    onClick={() => {
                      change({ ...line, edges: line.edges.with(i - 1, { ...edge, isAfter: !edge.isAfter }) });
                    }}
                  >
                    {edge.isAfter ? "≥" : ">"}
                  </button>
                </span>
              )}
              <span className="card-band" aria-hidden="true" />
              <span className="card-worth">
                <NumberField
                  label={said.points}
                  value={cell.points}
                  onChange={(points) => {
                    change({ ...line, cells: line.cells.with(i, { ...cell, points }) });
                  }}
                />
                <span className="small">{said.pointsUnit}</span>
                <span className="quiet small number card-here">
                  {here === undefined ? "" : said.here(here)}
                </span>
              </span>
              <TextField
                label={said.meaning}
                placeholder={said.meaning}
                value={cell.says}
                onChange={(says) => {
                  change({ ...line, cells: line.cells.with(i, { ...cell, says }) });
                }}
              />
              <span className="card-people" aria-hidden="true">
                <span
                  style={{ inlineSize: `${here === undefined || total === 0 ? 0 : (here / total) * 100}%` }}
                />
              </span>
              <span className="card-cell-deeds">
                <button
                  type="button"
                  className="link small"
                  onClick={() => {
                    change(split(line, i));
                  }}
                >
                  {said.split}
                </button>
                {line.cells.length > 1 && (
                  <button
                    type="button"
                    className="link small"
                    onClick={() => {
                      change(join(line, i));
                    }}
                  >
                    {said.join}
                  </button>
                )}
              </span>
            </li>
          );
        })}
      </ol>
    </>
  );
}
