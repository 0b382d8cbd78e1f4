// The calendar: a bar for every month, cut into committed, likely, at risk and lost; what that comes to; and the
// terms behind whatever was clicked.

import { useState } from "react";
import { renewals } from "../api/generated/sdk.gen";
import type { AnswerOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { useAnswer } from "../lived/useLived";
import { renewalWords as said } from "../words/renewals";
import { AccountLink } from "./AccountLink";
import { Answer } from "./Answer";
import { ByHand } from "./ByHand";
import {
  type Call,
  CALLS,
  type Chosen,
  type Forecast,
  type Renewals,
  sayCents,
  sayDay,
  sayInterval,
  sayMoney,
  sayMonth,
  sayShare,
  termsOf,
} from "./renewals";

const AHEAD = [90, 180, 365] as const;
const FIRST_SHOWN = 25;
const NOTHING: Chosen = { month: null, call: null };

export function Calendar() {
  const [ahead, setAhead] = useState<(typeof AHEAD)[number]>(180);
  const asked = useAnswer<Renewals>(["renewals", ahead], true, () =>
    answered<AnswerOut>(renewals({ query: { ahead_days: ahead } })),
  );
  return (
    <>
      <div className="inline">
        <select
          className="field"
          aria-label={said.ahead}
          value={ahead}
          onChange={(event) => {
            setAhead(AHEAD.find((one) => String(one) === event.target.value) ?? 180);
          }}
        >
          {AHEAD.map((one) => (
            <option key={one} value={one}>
              {said.aheadDays[one]}
            </option>
          ))}
        </select>
        <ByHand />
      </div>
      <Answer asked={asked}>{(found) => <Shown found={found} ahead={ahead} />}</Answer>
    </>
  );
}

function Shown({ found, ahead }: { readonly found: Renewals; readonly ahead: number }) {
  const [chosen, setChosen] = useState<Chosen>(NOTHING);
  if (found.months.length === 0 && found.overdue.length === 0)
    return (
      <div className="empty">
        <h2>{said.none}</h2>
        <p className="quiet">{said.noneHint}</p>
      </div>
    );
  const most = Math.max(1, ...found.months.map((one) => one.forecast.due));
  const isChosen = (month: string | null, call: Call | null) =>
    chosen.month === month && chosen.call === call;
  return (
    <>
      <Said found={found} />
      <h2 className="apart">{said.calendar}</h2>
      <ul className="renewal-key" aria-hidden="true">
        {CALLS.map((call) => (
          <li key={call} title={said.callHints[call]}>
            <i data-call={call} /> {said.calls[call]}
          </li>
        ))}
      </ul>
      <div className="wide">
        <table className="renewal-months">
          <thead>
            <tr>
              <th scope="col">{said.month}</th>
              <th scope="col" className="grow">
                {said.due}
              </th>
              {CALLS.map((call) => (
                <th key={call} scope="col" className="money" title={said.callHints[call]}>
                  {said.calls[call]}
                </th>
              ))}
              <th scope="col" className="money">
                {said.expected}
              </th>
            </tr>
          </thead>
          <tbody>
            {found.months.map((one) => (
              <tr key={one.month}>
                <th scope="row">
                  <Pick
                    isOn={isChosen(one.month, null)}
                    onPick={() => {
                      setChosen({ month: one.month, call: null });
                    }}
                  >
                    {sayMonth(one.month)}
                  </Pick>
                </th>
                <td className="grow">
                  <Stack forecast={one.forecast} most={most} />
                  <span className="small">
                    {sayMoney(one.forecast.due, found.currency)}{" "}
                    <span className="quiet">{said.terms(one.forecast.terms)}</span>
                  </span>
                </td>
                {CALLS.map((call) => (
                  <td key={call} className="money">
                    <Pick
                      isOn={isChosen(one.month, call)}
                      isNothing={part(one.forecast, call) === 0}
                      title={sayCents(part(one.forecast, call), found.currency)}
                      onPick={() => {
                        setChosen({ month: one.month, call });
                      }}
                    >
                      {sayMoney(part(one.forecast, call), found.currency)}
                    </Pick>
                  </td>
                ))}
                <td className="money">
                  {sayMoney(one.forecast.expected, found.currency)}
                  <span className="quiet small">
                    {sayMoney(one.forecast.least, found.currency)} to{" "}
                    {sayMoney(one.forecast.most, found.currency)}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Terms found={found} ahead={ahead} chosen={chosen} onChoose={setChosen} />
    </>
  );
}

function part(forecast: Forecast, call: Call): number {
  return call === "at risk" ? forecast.at_risk : forecast[call];
}

/** What all of it comes to, in words, and how that is known. */
function Said({ found }: { readonly found: Renewals }) {
  const { total, currency } = found;
  return (
    <section className="renewal-said">
      <p className="renewal-expected">
        {said.expectedOf(sayMoney(total.expected, currency), sayMoney(total.due, currency))}
      </p>
      <p className="quiet">{said.between(sayMoney(total.least, currency), sayMoney(total.most, currency))}</p>
      <details>
        <summary>{said.howSure}</summary>
        <ul className="said-list">
          {found.likelihoods.map(({ level, likelihood }) => (
            <li key={level ?? ""}>
              {likelihood.value === null
                ? said.noLikelihood(likelihood.reason ?? "")
                : said.likelihood(level, sayShare(likelihood.value), sayInterval(likelihood), likelihood.n)}
            </li>
          ))}
          {CALLS.map((call) => (
            <li key={call}>
              <b>{said.calls[call]}</b>: {said.callHints[call]}
            </li>
          ))}
          <li>{said.asOf(sayDay(found.as_of))}</li>
        </ul>
      </details>
      {Object.entries(total.excluded).map(([why, count]) => (
        <p key={why} className="small">
          {said.excluded(count, why)}
        </p>
      ))}
    </section>
  );
}

function Stack({ forecast, most }: { readonly forecast: Forecast; readonly most: number }) {
  return (
    <span
      className="renewal-stack"
      style={{ inlineSize: `${(forecast.due / most) * 100}%` }}
      aria-hidden="true"
    >
      {CALLS.map((call) => (
        <i key={call} data-call={call} style={{ flexGrow: part(forecast, call) }} />
      ))}
    </span>
  );
}

interface PickProps {
  readonly isOn: boolean;
  readonly isNothing?: boolean;
  readonly title?: string;
  readonly onPick: () => void;
  readonly children: React.ReactNode;
}

/** A number that can be clicked; where it is nothing there is nobody behind it. */
export function Pick({ isOn, isNothing = false, title, onPick, children }: PickProps) {
  if (isNothing) return <span className="quiet">{children}</span>;
  return (
    <button type="button" className="renewal-pick" aria-pressed={isOn} title={title} onClick={onPick}>
      {children}
    </button>
  );
}

interface TermsProps {
  readonly found: Renewals;
  readonly ahead: number;
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
}

function Terms({ found, ahead, chosen, onChoose }: TermsProps) {
  const [most, setMost] = useState(FIRST_SHOWN);
  const terms = termsOf(found, chosen);
  const what = [
    chosen.month === null ? said.all : sayMonth(chosen.month),
    ...(chosen.call === null ? [] : [said.calls[chosen.call]]),
  ].join(", ");
  const query = new URLSearchParams({
    ahead_days: String(ahead),
    ...(chosen.month === null ? {} : { month: chosen.month }),
    ...(chosen.call === null ? {} : { call: chosen.call }),
  }).toString();
  return (
    <section aria-live="polite">
      <div className="inline apart">
        <h2>{said.shown(what, terms.length)}</h2>
        <SaveAs path={(form) => `/api/v1/renewals/terms.${form}?${query}`} />
        {(chosen.month !== null || chosen.call !== null) && (
          <button
            type="button"
            className="button"
            onClick={() => {
              onChoose(NOTHING);
            }}
          >
            {said.clear}
          </button>
        )}
      </div>
      {chosen.month === null && found.overdue.length > 0 && <p>{said.overdue(found.overdue.length)}.</p>}
      <div className="wide">
        <table>
          <thead>
            <tr>
              {[said.account, said.dueOn].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
              <th scope="col" className="money">
                {said.aMonth}
              </th>
              {found.levels.length > 0 && <th scope="col">{said.health}</th>}
              <th scope="col">{said.call}</th>
              <th scope="col">{said.likely}</th>
            </tr>
          </thead>
          <tbody>
            {terms.slice(0, most).map((one) => (
              <tr key={`${one.subject} ${one.due}`}>
                <th scope="row">
                  <AccountLink subject={one.subject} />
                </th>
                <td className="number">{sayDay(one.due)}</td>
                <td className="money" title={one.cents === null ? "" : sayCents(one.cents, found.currency)}>
                  {one.cents === null ? (
                    <span className="quiet" title={one.gap ?? ""}>
                      {said.notKnown}
                    </span>
                  ) : (
                    sayMoney(one.cents, found.currency)
                  )}
                </td>
                {found.levels.length > 0 && (
                  <td>{one.level ?? <span className="quiet">{said.notKnown}</span>}</td>
                )}
                <td>
                  <span className="renewal-call" data-call={one.call}>
                    {said.calls[one.call]}
                  </span>
                  {one.state === "overdue" && <span className="quiet"> {said.state.overdue}</span>}
                </td>
                <td className="number">
                  {one.likelihood?.value != null ? (
                    <>
                      {sayShare(one.likelihood.value)}{" "}
                      <span className="quiet small">{sayInterval(one.likelihood)}</span>
                    </>
                  ) : (
                    <span className="quiet">–</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {terms.length > most && (
        <button
          type="button"
          className="button"
          onClick={() => {
            setMost(most + 200);
          }}
        >
          {said.more(terms.length - most)}
        </button>
      )}
    </section>
  );
}

export function SaveAs({ path }: { readonly path: (form: "csv" | "xlsx") => string }) {
  return (
    <span className="small">
      {said.saveAs}{" "}
      <a href={path("csv")} download>
        {said.csv}
      </a>{" "}
      <a href={path("xlsx")} download>
        {said.xlsx}
      </a>
    </span>
  );
}
