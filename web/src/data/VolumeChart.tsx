// A bar for each day, and a sign above the days that are unusual.

import { dataWords as words } from "../words/data";
import { daysAfter, sayDay } from "../words/figures";

export interface Marked {
  readonly on: string;
  readonly count: number;
  readonly low: number;
  readonly high: number;
  readonly mark: "gap" | "low" | "spike";
}

export interface SourceHealth {
  readonly source: string;
  readonly total: number;
  readonly last_on: string;
  readonly last_at: string | null;
  readonly silent_days: number;
  /** Interactions day by day; null: before the source began. */
  readonly days: (number | null)[];
  readonly marks: Marked[];
}

const DAY = 2.2;
const HEIGHT = 34;
const SIGNS = 8;

interface Run {
  readonly marks: Marked[];
  readonly isMore: boolean;
}

/** Unusual days that follow one another are one thing to see. */
function runsOf(marks: readonly Marked[]): Run[] {
  const runs: Run[] = [];
  for (const mark of marks) {
    const isMore = mark.mark === "spike";
    const last = runs.at(-1);
    const before = last?.marks.at(-1);
    const gap = before ? (Date.parse(mark.on) - Date.parse(before.on)) / 86_400_000 : Infinity;
    if (last && last.isMore === isMore && gap <= 3) last.marks.push(mark);
    else runs.push({ marks: [mark], isMore });
  }
  return runs;
}

export function VolumeChart({ one, first }: { readonly one: SourceHealth; readonly first: string }) {
  const most = Math.max(1, ...one.days.map((count) => count ?? 0));
  const place = (on: string) => Math.round((Date.parse(on) - Date.parse(first)) / 86_400_000) * DAY;
  const less = one.marks.filter((mark) => mark.mark !== "spike");
  const more = one.marks.filter((mark) => mark.mark === "spike");
  const width = one.days.length * DAY;
  const unusual = new Map(one.marks.map((mark) => [mark.on, mark]));
  return (
    <span className="volume">
      <svg
        width={width}
        height={HEIGHT + SIGNS}
        role="img"
        aria-label={words.chartOf(one.source, most, less.length, more.length)}
      >
        <line x1={0} x2={width} y1={SIGNS + HEIGHT - 0.5} y2={SIGNS + HEIGHT - 0.5} />
        {one.days.map((count, at) => {
          if (count === null) return null;
          const on = daysAfter(first, at);
          const height = (count / most) * (HEIGHT - 1);
          return (
            <rect
              key={on}
              data-unusual={unusual.has(on) || undefined}
              x={at * DAY}
              width={DAY - 0.5}
              y={SIGNS + HEIGHT - 1 - height}
              height={height}
            />
          );
        })}
        {runsOf(one.marks).map(({ marks, isMore }) => {
          const [mark] = marks;
          const end = place(marks.at(-1)?.on ?? "") + DAY;
          if (!mark) return null;
          const middle = (place(mark.on) + end) / 2;
          return (
            <g key={mark.on} className="mark">
              <title>
                {isMore
                  ? words.moreThan(sayDay(mark.on), mark.count, mark.high)
                  : words.lessThan(sayDay(mark.on), mark.count, mark.low)}
                {marks.length > 1 && ` ${words.daysInARow(marks.length)}`}
              </title>
              {marks.length > 2 && (
                <rect x={place(mark.on)} width={end - place(mark.on)} y={isMore ? 6 : 1} height={1.2} />
              )}
              <path
                d={
                  isMore
                    ? `M${String(middle - 2.5)} 6.5h5l-2.5 -5z`
                    : `M${String(middle - 2.5)} 1.5h5l-2.5 5z`
                }
              />
            </g>
          );
        })}
      </svg>
      {one.marks.length > 0 && (
        <span className="quiet small">
          {[
            ...(less.length > 0 ? [`▽ ${words.daysLess(less.length)}`] : []),
            ...(more.length > 0 ? [`△ ${words.daysMore(more.length)}`] : []),
          ].join("  ")}
        </span>
      )}
    </span>
  );
}
