// The calendar: a bar for every month, cut into committed, likely, at risk and lost; what that comes to; and the
// terms behind whatever was clicked.

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { renewals } from "../api/generated/sdk.gen";
import type { AnswerOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { MineOnly } from "../app/MineOnly";
import { AccountLink } from "../app/Named";
import { useAnswer } from "../lived/useLived";
import { beginOfDay, isoDay } from "../words/figures";
import { renewalWords as said } from "../words/renewals";
import { Answer } from "./Answer";
import { ByHand } from "./ByHand";
import type { RenewalsSearch } from "./RenewalsPage";
import {
  askedOf,
  cancelledCount,
  cancelledOf,
  type Call,
  CALLS,
  type Chosen,
  type Forecast,
  type Order,
  ORDERS,
  type Renewals,
  type Span,
  isQuarter,
  quartersAround,
  SPANS,
  sayCents,
  sayDay,
  sayInterval,
  sayMoney,
  sayMonth,
  sayShare,
  type Term,
  termsOf,
} from "./renewals";

const FIRST_SHOWN = 25;
const NOTHING: Chosen = { month: null, call: null };

/** What of the calendar the address asks for, and how to ask for something else. */
function useLook() {
  const search: RenewalsSearch = useSearch({ from: "/renewals" });
  const go = useNavigate({ from: "/renewals" });
  const put = (some: Partial<RenewalsSearch>) =>
    void go({ search: { ...search, ...some }, resetScroll: false });
  return {
    span:
      search.ahead !== undefined && isQuarter(search.ahead)
        ? search.ahead
        : (SPANS.find((one) => one === search.ahead) ?? "6-months"),
    order: ORDERS.find((one) => one === search.order) ?? "due",
    chosen: { month: search.month ?? null, call: CALLS.find((one) => one === search.call) ?? null },
    isMine: search.mine === true,
    setMine: (isMine: boolean) => {
      put({ mine: isMine ? true : undefined });
    },
    setSpan: (span: string) => {
      put({ ahead: span, month: undefined, call: undefined });
    },
    setOrder: (order: string) => {
      put({ order });
    },
    choose: ({ month, call }: Chosen) => {
      put({ month: month ?? undefined, call: call ?? undefined });
    },
  };
}

export function Calendar() {
  const look = useLook();
  const { span, isMine } = look;
  const asked = useAnswer<Renewals>(["renewals", span, isMine], true, () =>
    answered<AnswerOut>(renewals({ query: { ...askedOf(span), ...(isMine ? { mine: true } : {}) } })),
  );
  const around = asked.answer ? quartersAround(asked.answer.as_of) : [];
  const quarters = isQuarter(span) && !around.includes(span) ? [span, ...around].sort() : around;
  return (
    <>
      <div className="inline">
        <select
          className="field"
          aria-label={said.ahead}
          value={span}
          onChange={(event) => {
            look.setSpan(event.target.value);
          }}
        >
          {SPANS.map((one) => (
            <option key={one} value={one}>
              {said.spans[one]}
            </option>
          ))}
          <optgroup label={said.quarters}>
            {quarters.map((one) => (
              <option key={one} value={one}>
                {one.replace("-", " ")}
              </option>
            ))}
          </optgroup>
        </select>
        <MineOnly isMine={isMine} onMine={look.setMine} />
        <ByHand />
      </div>
      <Answer asked={asked}>{(found) => <Shown found={found} look={look} />}</Answer>
    </>
  );
}

function Untimed({ told }: { readonly told: NonNullable<Renewals["untimed"]> }) {
  const amounts = Object.entries(told.cents).map(([currency, cents]) => sayMoney(cents, currency));
  return (
    <p className="note">
      {said.untimed(told.subscriptions, amounts.join(" + "))} {said.untimedHelp}
    </p>
  );
}

interface ShownProps {
  readonly found: Renewals;
  readonly look: ReturnType<typeof useLook>;
}

function Shown({ found, look }: ShownProps) {
  const { chosen } = look;
  const list = useRef<HTMLElement>(null);
  const choose = (next: Chosen) => {
    look.choose(next);
    list.current?.scrollIntoView({ block: "start" });
  };
  if (found.months.length === 0 && found.overdue.length === 0)
    return (
      <div className="empty">
        <h2>{said.none}</h2>
        {found.untimed && found.untimed.subscriptions > 0 ? (
          <Untimed told={found.untimed} />
        ) : (
          <p className="quiet">{said.noneHint}</p>
        )}
      </div>
    );
  const most = Math.max(1, ...found.months.map((one) => one.forecast.due));
  const isChosen = (month: string | null, call: Call | null) =>
    chosen.month === month && chosen.call === call;
  return (
    <div data-untold={found.health_tells === false || undefined}>
      <Said found={found} />
      {found.untimed && found.untimed.subscriptions > 0 && <Untimed told={found.untimed} />}
      <h2 className="apart">{said.calendar}</h2>
      <ul className="renewal-key" aria-hidden="true">
        {CALLS.map((call) => (
          <li key={call} title={said.callHints[call]}>
            <i data-call={call} /> {said.calls[call]}
          </li>
        ))}
      </ul>
      <div className="wide" tabIndex={0}>
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
                      choose({ month: one.month, call: null });
                    }}
                  >
                    {sayMonth(one.month)}
                  </Pick>
                  {one.month === isoDay(found.since).slice(0, 7) &&
                    Date.parse(found.since) !== beginOfDay(`${one.month}-01`) && (
                      <span className="quiet small"> {said.fromDay(sayDay(found.since))}</span>
                    )}
                </th>
                <td className="grow">
                  <Stack forecast={one.forecast} most={most} />
                  <span className="small">
                    {sayMoney(one.forecast.due - cancelledOf(one.renewals), found.currency)}{" "}
                    <span className="quiet">
                      {said.terms(one.forecast.terms - cancelledCount(one.renewals))}
                    </span>
                  </span>
                </td>
                {CALLS.map((call) => (
                  <td key={call} className="money">
                    <Pick
                      isOn={isChosen(one.month, call)}
                      isNothing={part(one.forecast, call) === 0}
                      title={sayCents(part(one.forecast, call), found.currency)}
                      onPick={() => {
                        choose({ month: one.month, call });
                      }}
                    >
                      {sayMoney(part(one.forecast, call), found.currency)}
                    </Pick>
                  </td>
                ))}
                <td className="money">
                  {sayMoney(one.forecast.expected, found.currency)}
                  {one.forecast.least < one.forecast.most && (
                    <span className="quiet small">
                      {sayMoney(one.forecast.least, found.currency)} to{" "}
                      {sayMoney(one.forecast.most, found.currency)}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Terms found={found} span={look.span} chosen={chosen} order={look.order} look={look} ref={list} />
    </div>
  );
}

function part(forecast: Forecast, call: Call): number {
  return call === "at risk" ? forecast.at_risk : forecast[call];
}

/** What all of it comes to, in words, and how that is known. */
function Said({ found }: { readonly found: Renewals }) {
  const { total, currency } = found;
  if (Date.parse(found.until) <= Date.parse(found.as_of))
    return (
      <section className="renewal-said">
        <p className="renewal-expected">
          {said.renewedOf(
            sayMoney(total.committed, currency),
            sayMoney(total.due, currency),
            total.due === 0 ? "" : sayShare(total.committed / total.due),
          )}
        </p>
        <Excluded found={found} />
      </section>
    );
  const gone = cancelledOf(found.months.flatMap((one) => one.renewals));
  return (
    <section className="renewal-said">
      <p className="renewal-expected">
        {said.expectedOf(sayMoney(total.expected, currency), sayMoney(total.due - gone, currency))}
      </p>
      {gone > 0 && <p>{said.cancelledApart(sayMoney(gone, currency), sayMoney(total.due, currency))}</p>}
      <p className="quiet">{said.between(sayMoney(total.least, currency), sayMoney(total.most, currency))}</p>
      {found.health_tells === false && (
        <p className="renewal-untold">
          {said.untold(found.levels.map((one) => `${one} ${likelihoodOf(found, one)}`).join("; "))}
        </p>
      )}
      {found.levels.length > 0 && found.health_tells !== false && (
        <p className="small">
          {said.restsOn}{" "}
          {found.health_tells == null ? said.tooFew : said.risk((found.risk ?? []).map((one) => `“${one}”`))}
        </p>
      )}
      {found.health_tells === true &&
        found.alike?.map(([one, other]) => (
          <p key={`${one} ${other}`} className="small">
            {said.alike(one, other, likelihoodOf(found, one), likelihoodOf(found, other))}
          </p>
        ))}
      <Telling found={found} />
      <details>
        <summary>{said.howSure}</summary>
        <ul className="said-list">
          {inOrder(found).map(({ level, likelihood }) => (
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
      <Excluded found={found} />
    </section>
  );
}

/** What is in no sum, and why. */
function Excluded({ found }: { readonly found: Renewals }) {
  return Object.entries(found.total.excluded).map(([why, count]) => (
    <p key={why} className="small">
      {said.excluded(count, why)}
    </p>
  ));
}

/** What told beforehand who renews: of the signals the clearest. */
function Telling({ found }: { readonly found: Renewals }) {
  const telling = found.signals?.filter((one) => one.tells) ?? [];
  if (found.levels.length === 0 || found.signals === undefined) return null;
  if (telling.length === 0) return <p className="small">{said.nothingTells}</p>;
  return (
    <div className="small">
      {said.tells}
      <ul className="said-list">
        {telling.slice(0, 3).map(({ signal, name, worst, others }) => (
          <li key={signal}>
            {said.told(
              name,
              `${sayShare(worst.value ?? 0)} (${sayInterval(worst)} %)`,
              `${sayShare(others.value ?? 0)} (${sayInterval(others)} %)`,
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** How likely a level's renewals are, with the interval. */
function likelihoodOf(found: Renewals, level: string): string {
  const one = found.likelihoods.find((each) => each.level === level)?.likelihood;
  return one?.value == null ? said.notKnown : `${sayShare(one.value)}, ${sayInterval(one)}`;
}

/** The levels as the scorecard orders them, then all together. */
function inOrder({ likelihoods, levels }: Renewals): Renewals["likelihoods"] {
  const place = (level: string | null) => (level === null ? levels.length : levels.indexOf(level));
  return [...likelihoods].sort((one, other) => place(one.level) - place(other.level));
}

function Stack({ forecast, most }: { readonly forecast: Forecast; readonly most: number }) {
  return (
    <span
      className="renewal-stack"
      style={{ inlineSize: `${(forecast.due / most) * 100}%` }}
      aria-hidden="true"
    >
      {CALLS.filter((call) => part(forecast, call) > 0).map((call) => (
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

/** What a renewal's call rests on. */
function becauseOf(one: Term, found: Renewals): string {
  if (one.settled != null)
    return said.settled[one.state === "renewed" ? "renewed" : "lost"](sayDay(one.settled));
  if (one.state === "overdue") return said.because.overdue;
  if (one.reason != null) return one.reason.text;
  if (found.levels.length === 0 || found.health_tells === false) return said.because.history;
  if (one.level === null) return said.because.unknown;
  return said.because.nothing;
}

interface TermsProps extends ShownProps {
  readonly span: Span;
  readonly chosen: Chosen;
  readonly order: Order;
  readonly ref: React.Ref<HTMLElement>;
}

function Terms({ found, span, chosen, order, look, ref }: TermsProps) {
  const [most, setMost] = useState(FIRST_SHOWN);
  const terms = termsOf(found, chosen, order);
  const { ahead_days: days, quarter } = askedOf(span);
  const what = [
    chosen.month === null
      ? said.all(terms.filter((one) => one.state === "overdue").length)
      : sayMonth(chosen.month),
    ...(chosen.call === null ? [] : [said.calls[chosen.call]]),
  ].join(", ");
  const query = new URLSearchParams({
    ahead_days: String(days),
    ...(quarter === undefined ? {} : { quarter }),
    ...(chosen.month === null ? {} : { month: chosen.month }),
    ...(chosen.call === null ? {} : { call: chosen.call }),
    ...(look.isMine ? { mine: "true" } : {}),
  }).toString();
  return (
    <section aria-live="polite" ref={ref} className="renewal-list">
      <div className="inline apart">
        <h2>{said.shown(what, terms.length)}</h2>
        <select
          className="field"
          aria-label={said.order}
          value={order}
          onChange={(event) => {
            look.setOrder(event.target.value);
          }}
        >
          {ORDERS.map((one) => (
            <option key={one} value={one}>
              {said.orders[one]}
            </option>
          ))}
        </select>
        <SaveAs path={(form) => `/api/v1/renewals/terms.${form}?${query}`} />
        {(chosen.month !== null || chosen.call !== null) && (
          <button
            type="button"
            className="button"
            onClick={() => {
              look.choose(NOTHING);
            }}
          >
            {said.clear}
          </button>
        )}
      </div>
      {chosen.month === null && found.overdue.length > 0 && <p>{said.overdue(found.overdue.length)}.</p>}
      <div className="wide" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {[said.account, said.owner, said.dueOn].map((head) => (
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
                  <AccountLink of="account" account={one.subject} name={one.name} />
                </th>
                <td>{one.owner ?? <span className="quiet">{said.nobodys}</span>}</td>
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
                  {one.state === "overdue" && <span className="quiet"> {said.state.overdue}</span>}{" "}
                  <span className="quiet small">{becauseOf(one, found)}</span>
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
