// The scale: its levels with where each begins, how many are in each now, and how scores lie on it.

import { useState } from "react";
import { tell } from "../app/told";
import { scorecardWords as said } from "../words/scorecards";
import type { CardData } from "./card";
import { goneOf, isTaken, spanOf, splitLevel, withoutLevel } from "./levels";
import { NumberField } from "./NumberField";
import type { CardNow } from "./now";
import { TextField } from "./TextField";

export interface LevelsProps {
  readonly card: CardData;
  readonly now: CardNow | null;
  /** What the levels in force are called. */
  readonly inForce: readonly string[];
  /** Whether a segment is looked at: the levels stay everybody's. */
  readonly isSegment: boolean;
  readonly onChange: (card: CardData) => void;
}

export function Levels({ card, now, inForce, isSegment, onChange }: LevelsProps) {
  const [refused, setRefused] = useState<string | null>(null);
  const change = (next: CardData) => {
    setRefused(null);
    onChange(next);
  };
  const gone = goneOf(inForce, card);
  const low = card.lowest ?? 0;
  const high = card.highest ?? 100;
  const rank = (i: number) => (i === 0 ? "lowest" : i === card.levels.length - 1 ? "highest" : "middle");
  const total = now?.levels.reduce((sum, one) => sum + one.now, 0) ?? 0;
  return (
    <section className="card-levels" aria-label={said.levels}>
      <Histogram card={card} now={now} low={low} high={high} />
      <ol>
        {card.levels.map((level, i) => {
          const here = now?.levels[i]?.name === level.name ? now.levels[i] : undefined;
          const { begin, end } = spanOf(card, i);
          const halves = splitLevel(card, i, said.newLevel);
          return (
            <li key={i} data-rank={rank(i)}>
              <TextField
                label={said.levelName}
                value={level.name}
                isNeeded
                onChange={(name) => {
                  if (isTaken(card, i, name)) setRefused(said.levelTaken(name));
                  else change({ ...card, levels: card.levels.with(i, { ...level, name }) });
                }}
              />
              <span className="card-level-from">
                {level.at_least === undefined ? (
                  <span className="quiet small">
                    {said.from} {low}
                  </span>
                ) : (
                  <>
                    <span className="quiet small">{said.from}</span>
                    <NumberField
                      label={said.level(level.name)}
                      value={level.at_least}
                      min={low}
                      max={high}
                      onChange={(at_least) => {
                        const before = spanOf(card, i - 1).begin;
                        if (at_least <= before || at_least >= end) {
                          setRefused(said.levelBetween(level.name, before, end));
                          return;
                        }
                        change({ ...card, levels: card.levels.with(i, { ...level, at_least }) });
                      }}
                    />
                  </>
                )}
              </span>
              <b className="number">{here ? said.nowIn(here.now, here.before) : said.counting}</b>
              <span className="card-level-deeds">
                <button
                  type="button"
                  className="link small"
                  aria-label={`${said.splitLevel}: ${level.name}`}
                  title={said.splitLevelHint(begin, end)}
                  disabled={halves === null}
                  onClick={() => {
                    if (halves) change(halves);
                  }}
                >
                  {said.splitLevel}
                </button>
                <button
                  type="button"
                  className="link small"
                  aria-label={`${said.removeLevel}: ${level.name}`}
                  title={said.removeLevelHint((card.levels[i - 1] ?? card.levels[i + 1])?.name ?? "")}
                  disabled={card.levels.length === 1}
                  onClick={() => {
                    change(withoutLevel(card, i));
                    tell({ says: said.levelRemoved(level.name) });
                  }}
                >
                  {said.removeLevel}
                </button>
              </span>
            </li>
          );
        })}
      </ol>
      {refused !== null && <p role="alert">{refused}</p>}
      {gone.length > 0 && <p className="note">{said.goneLevels(gone)}</p>}
      {isSegment && <p className="quiet small">{said.scaleIsEverybodys}</p>}
      <div className="card-spread" aria-hidden="true">
        {now?.levels.map((one, i) => (
          <span
            key={one.name}
            data-rank={rank(i)}
            style={{ inlineSize: `${total === 0 ? 0 : (one.now / total) * 100}%` }}
          />
        ))}
      </div>
      <p className="quiet small">{now ? said.meant(now.meant, now.of, now.without_score) : said.counting}</p>
    </section>
  );
}

interface HistogramProps {
  readonly card: CardData;
  readonly now: CardNow | null;
  readonly low: number;
  readonly high: number;
}

function Histogram({ card, now, low, high }: HistogramProps) {
  const bins = now?.bins ?? [];
  const most = Math.max(1, ...bins);
  const width = (high - low) / Math.max(1, bins.length);
  return (
    <svg
      className="card-histogram"
      viewBox="0 0 200 60"
      preserveAspectRatio="none"
      role="img"
      aria-label={said.spread}
    >
      <title>{bins.map((n, i) => said.bin(low + i * width, low + (i + 1) * width, n)).join("; ")}</title>
      {bins.map((n, i) => {
        const middle = low + (i + 0.5) * width;
        const rank =
          card.levels.filter((one) => one.at_least === undefined || middle >= one.at_least).length - 1;
        const height = (n / most) * 56;
        return (
          <rect
            key={i}
            data-rank={rank <= 0 ? "lowest" : rank === card.levels.length - 1 ? "highest" : "middle"}
            x={(i * 200) / bins.length + 0.5}
            y={58 - height}
            width={200 / bins.length - 1}
            height={height}
          />
        );
      })}
      {card.levels.map(
        (level) =>
          level.at_least !== undefined && (
            <line
              key={level.name}
              x1={((level.at_least - low) / (high - low || 1)) * 200}
              x2={((level.at_least - low) / (high - low || 1)) * 200}
              y1="0"
              y2="60"
            />
          ),
      )}
      <line className="ground" x1="0" x2="200" y1="58.5" y2="58.5" />
    </svg>
  );
}
