// The waterfall: from what customers paid at the start to what they pay at the end, every movement a step.

import { renewalWords as said } from "../words/renewals";
import { type RevenueNumber, type RevenueRow, sayCents, sayMoney, waterfall } from "./renewals";

const WIDE = 720;
const HIGH = 240;
const TOP = 22;
const FOOT = 34;
const GAP = 18;

export interface WaterfallProps {
  readonly row: RevenueRow;
  readonly currency: string;
  readonly onPick: (row: RevenueRow, number: RevenueNumber) => void;
}

export function Waterfall({ row, currency, onPick }: WaterfallProps) {
  const bars = waterfall(row);
  if (bars.length === 0) return <p className="quiet">{row.measures.mrr_end.reason ?? said.noRevenue}</p>;
  const levels = bars.flatMap((bar) => [bar.from, bar.to]);
  const most = Math.max(...levels, 1);
  // The two ends stand on the ground; the steps between are small against them, so the ground is cut off.
  const least = Math.min(...bars.slice(1, -1).flatMap((bar) => [bar.from, bar.to]), most);
  const ground = least > most * 0.4 ? Math.floor(least * 0.9) : 0;
  const y = (cents: number) => TOP + (1 - (cents - ground) / (most - ground || 1)) * (HIGH - TOP - FOOT);
  const width = WIDE / bars.length;
  return (
    <div className="wide" tabIndex={0}>
      <svg className="waterfall" viewBox={`0 0 ${WIDE} ${HIGH}`} role="group" aria-label={said.waterfall}>
        <line x1={0} x2={WIDE} y1={HIGH - FOOT} y2={HIGH - FOOT} />
        {bars.map((bar, i) => {
          const isEnd = bar.from === 0 && (i === 0 || i === bars.length - 1);
          const top = y(Math.max(bar.from, bar.to));
          const bottom = isEnd ? HIGH - FOOT : y(Math.min(bar.from, bar.to));
          const by = isEnd ? bar.to : Math.abs(bar.to - bar.from);
          const sign = isEnd ? "" : bar.to >= bar.from ? "+" : "−";
          const x = i * width + GAP / 2;
          const next = bars[i + 1];
          const name = `${said.numbers[bar.number]}: ${sign}${sayCents(by, currency)}`;
          const pick = () => {
            if (by !== 0) onPick(row, bar.number);
          };
          return (
            <g
              key={bar.number}
              data-kind={isEnd ? "end" : bar.to >= bar.from ? "more" : "less"}
              role="button"
              tabIndex={by === 0 ? -1 : 0}
              aria-label={name}
              aria-disabled={by === 0}
              onClick={pick}
              onKeyDown={(event) => {
                if (event.key === "Enter" || event.key === " ") {
                  event.preventDefault();
                  pick();
                }
              }}
            >
              <title>{`${name}. ${said.hints[bar.number]}`}</title>
              <rect className="target" x={i * width} y={0} width={width} height={HIGH} />
              <rect className="step" x={x} y={top} width={width - GAP} height={Math.max(bottom - top, 1.5)} />
              {next && <line x1={x + width - GAP} x2={x + width} y1={y(bar.to)} y2={y(bar.to)} />}
              <text x={x + (width - GAP) / 2} y={top - 6}>
                {sign}
                {sayMoney(by, currency)}
              </text>
              <text className="name" x={x + (width - GAP) / 2} y={HIGH - FOOT + 18}>
                {said.numbers[bar.number]}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
