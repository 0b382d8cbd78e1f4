// What the account pays, has paid, and when its terms end; gaps are said.

import type { WorthOut } from "../api/generated/types.gen";
import { sayMoney } from "../success/board";
import { accountWords as said, sayDay } from "../words/accounts";
import { Panel, type PanelProps } from "./Panel";
import { sayShare } from "../words/figures";

const WIDTH = 320;
const HEIGHT = 56;
const MOST_TERMS = 4;

export interface WorthPanelProps {
  readonly worth: WorthOut | undefined;
  readonly answer: NonNullable<PanelProps["answer"]>;
}

export function WorthPanel({ worth, answer }: WorthPanelProps) {
  const came = (worth?.untimed ?? []).map((one) => sayMoney(one.cents, one.currency)).join(" + ");
  const terms = worth?.terms.toReversed().slice(0, MOST_TERMS) ?? [];
  return (
    <Panel title={said.money} answer={answer} comes={said.comes.money} height={12}>
      {worth && !worth.has_subscriptions && <p className="quiet">{said.noMoney}</p>}
      {worth?.has_subscriptions && worth.history.length === 0 && <p className="quiet">{said.noneOfIts}</p>}
      {worth && worth.history.length > 0 && (
        <>
          <p>
            <b className="tabular">
              {worth.now === null
                ? said.paysNothing
                : worth.now.cents === null
                  ? came === ""
                    ? said.noWorth
                    : said.untimed(came)
                  : sayMoney(worth.now.cents, worth.currency)}
            </b>{" "}
            {worth.now?.gap && (
              <span className="quiet small">
                {came === "" ? "" : `${said.worth}: `}
                {said.gap(worth.now.gap)}
              </span>
            )}
          </p>
          <Paid worth={worth} />
          <ul className="account-lines">
            {terms.map((one) => (
              <li key={`${one.due} ${one.state}`}>
                <span>
                  {sayDay(one.due)} <span className="quiet">{said.termStates[one.state] ?? one.state}</span>
                  {typeof one.likelihood === "number" && (
                    <span className="quiet small">
                      {" "}
                      {said.likely(sayShare(one.likelihood), sayShare(one.low ?? 0), sayShare(one.high ?? 1))}
                    </span>
                  )}
                </span>
                <span className="tabular">
                  {one.cents === null ? said.noWorth : sayMoney(one.cents, worth.currency)}
                </span>
              </li>
            ))}
          </ul>
          {worth.without_term > 0 && <p className="quiet small">{said.withoutTerm(worth.without_term)}</p>}
        </>
      )}
    </Panel>
  );
}

/** Steps of what was paid a month; where that is not known the line has a gap. */
function Paid({ worth }: { readonly worth: WorthOut }) {
  const { history } = worth;
  const first = Date.parse(history[0]?.at ?? "");
  const last = Math.max(Date.parse(history.at(-1)?.at ?? ""), first + 1);
  const highest = Math.max(1, ...history.map((one) => one.cents ?? 0));
  const x = (at: string) => ((Date.parse(at) - first) / (last - first)) * (WIDTH - 24);
  const y = (cents: number) => HEIGHT - 4 - (cents / highest) * (HEIGHT - 12);
  if (history.length < 2) return null;
  return (
    <svg
      className="paid-line"
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      role="img"
      aria-label={`${said.paid}: ${history.map((one) => `${sayDay(one.at)} ${one.cents === null ? said.noWorth : sayMoney(one.cents, worth.currency)}`).join("; ")}`}
    >
      <line className="paid-ground" x1={0} x2={WIDTH} y1={HEIGHT - 4} y2={HEIGHT - 4} />
      {history.map((one, i) => {
        if (one.cents === null) return null;
        const next = history[i + 1];
        const [from, to] = [x(one.at), next ? x(next.at) : WIDTH];
        const rise = next && next.cents !== null ? `V${String(y(next.cents))}` : "";
        return <path key={one.at} d={`M${String(from)} ${String(y(one.cents))}H${String(to)}${rise}`} />;
      })}
    </svg>
  );
}
