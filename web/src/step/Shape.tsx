// How the numbers of a step are spread: lengths of stays, scores, visitors and their feeling week by week.

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { shape } from "../api/generated/sdk.gen";
import type { FeltWeekOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { say, sayTime } from "../lived/measured";
import { type Whose, whoseQuestion } from "../lived/view";
import { ownId } from "../map/nodes";
import { sayDay } from "../segments/periods";
import { livedWords as words } from "../words/lived";
import { sayCount } from "../words/figures";

export interface ShapeProps {
  readonly mapId: string;
  readonly step: string;
  readonly whose: Whose;
  readonly asOf: string;
}

const WEEKS_HEIGHT = 44;
const WEEK_WIDTH = 12;
const FELT_HEIGHT = 56;

export function Shape({ mapId, step, whose, asOf }: ShapeProps) {
  const question = whoseQuestion(whose);
  const query = useQuery({
    queryKey: ["shape", mapId, step, question, asOf],
    queryFn: () => answered(shape({ path: { map_id: mapId, step_id: ownId(step) }, query: question })),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const found = query.data;
  if (!found) return null;
  const most = Math.max(1, ...found.stays.map((one) => one.ended + one.under_way));
  const weekly = Math.max(1, ...found.weeks.map((one) => one.visits));
  return (
    <>
      {found.stays.length > 0 && (
        <figure className="chart">
          <figcaption>{words.stays}</figcaption>
          <ul className="bars">
            {trimmed(found.stays, (one) => one.ended + one.under_way).map((one) => {
              const label = sayLength(one.at_least_seconds, one.below_seconds);
              return (
                <li
                  key={one.at_least_seconds}
                  data-tip={[
                    words.stayedSo(one.ended, label),
                    ...(one.under_way > 0 ? [words.stillHere(one.under_way)] : []),
                  ].join("\n")}
                >
                  <span>{label}</span>
                  <span className="track">
                    <i style={{ width: `${(100 * one.ended) / most}%` }} />
                    <i className="open" style={{ width: `${(100 * one.under_way) / most}%` }} />
                  </span>
                  <span>{sayCount(one.ended + one.under_way)}</span>
                </li>
              );
            })}
          </ul>
        </figure>
      )}
      {found.answers.map((scale) => {
        const top = Math.max(1, ...scale.scores.map(([, times]) => times));
        return (
          <figure key={scale.scale} className="chart">
            <figcaption>{words.scores(scale.scale)}</figcaption>
            <ul className="bars scores">
              {scale.scores.map(([score, times]) => (
                <li key={score}>
                  <span>{score}</span>
                  <span className="track">
                    <i style={{ width: `${(100 * times) / top}%` }} />
                  </span>
                  <span>{sayCount(times)}</span>
                </li>
              ))}
            </ul>
          </figure>
        );
      })}
      {found.weeks.some((one) => one.visits > 0) && (
        <figure className="chart">
          <figcaption>{words.weeks}</figcaption>
          <svg
            viewBox={`0 0 ${found.weeks.length * WEEK_WIDTH} ${WEEKS_HEIGHT}`}
            role="img"
            aria-label={found.weeks.map((one) => words.weekOf(one.visits, sayDay(one.monday))).join("; ")}
          >
            {found.weeks.map((one, i) => {
              const height = (one.visits / weekly) * (WEEKS_HEIGHT - 2);
              return (
                <g
                  key={one.monday}
                  data-tip={[
                    words.weekOf(one.visits, sayDay(one.monday)),
                    ...(one.is_whole ? [] : [words.notWhole]),
                  ].join("\n")}
                >
                  <rect className="reachable" x={i * WEEK_WIDTH} width={WEEK_WIDTH} height={WEEKS_HEIGHT} />
                  <rect
                    className="week"
                    data-open={!one.is_whole || undefined}
                    x={i * WEEK_WIDTH + 1.5}
                    width={WEEK_WIDTH - 3}
                    y={WEEKS_HEIGHT - height}
                    height={height}
                  />
                </g>
              );
            })}
            <line x2={found.weeks.length * WEEK_WIDTH} y1={WEEKS_HEIGHT - 0.5} y2={WEEKS_HEIGHT - 0.5} />
          </svg>
          <p className="ends quiet">
            <span>{sayDay(found.weeks[0]?.monday ?? "")}</span>
            <span>{sayDay(found.weeks.at(-1)?.monday ?? "")}</span>
          </p>
        </figure>
      )}
      {found.felt.length > 0 && <Felt weeks={found.felt} />}
    </>
  );
}

/** The feeling of each week as a point, with its interval as a line through it; a gap where nobody answered. */
function Felt({ weeks }: { readonly weeks: readonly FeltWeekOut[] }) {
  const yOf = (feeling: number) => 3 + ((2 - feeling) / 4) * (FELT_HEIGHT - 6);
  const width = weeks.length * WEEK_WIDTH;
  const sayWeek = ({ monday, feeling, low, high, n }: FeltWeekOut) =>
    feeling === null
      ? words.nobodyFelt(sayDay(monday))
      : words.felt(say(feeling, "feeling"), sayBetween(low, high), n, sayDay(monday));
  return (
    <figure className="chart">
      <figcaption>{words.feltWeeks}</figcaption>
      <svg viewBox={`0 0 ${width} ${FELT_HEIGHT}`} role="img" aria-label={weeks.map(sayWeek).join("; ")}>
        <line className="neutral" x2={width} y1={yOf(0)} y2={yOf(0)} />
        {weeks.map((one, i) => {
          const x = (i + 0.5) * WEEK_WIDTH;
          return (
            <g key={one.monday} data-tip={sayWeek(one)}>
              <rect className="reachable" x={i * WEEK_WIDTH} width={WEEK_WIDTH} height={FELT_HEIGHT} />
              {one.low !== null && one.high !== null && (
                <line className="felt-range" x1={x} x2={x} y1={yOf(one.low)} y2={yOf(one.high)} />
              )}
              {one.feeling !== null && (
                <circle className="lived-point" cx={x} cy={yOf(one.feeling)} r={2.6} />
              )}
            </g>
          );
        })}
      </svg>
      <p className="ends quiet">
        <span>{sayDay(weeks[0]?.monday ?? "")}</span>
        <span>{sayDay(weeks.at(-1)?.monday ?? "")}</span>
      </p>
    </figure>
  );
}

function sayBetween(low: number | null, high: number | null): string {
  return low === null || high === null ? "" : `${say(low, "feeling")} and ${say(high, "feeling")}`;
}

/** Without the empty classes at both ends. */
function trimmed<T>(items: readonly T[], count: (item: T) => number): readonly T[] {
  const first = items.findIndex((one) => count(one) > 0);
  const last = items.findLastIndex((one) => count(one) > 0);
  return first < 0 ? [] : items.slice(first, last + 1);
}

function sayLength(low: number, high: number | null): string {
  if (high === null) return words.from(sayTime(low));
  return low === 0 ? words.under(sayTime(high)) : words.between(sayTime(low), sayTime(high));
}
