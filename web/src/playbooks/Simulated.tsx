// What a simulation found: whom, when, how many a day and where the line is, what would have held it back, and
// what it has to beat; and account by account, each with its story.

import { useState } from "react";
import { Named } from "../app/Named";
import { playbookWords as said } from "../words/playbooks";
import { ProofSays } from "./Proof";
import {
  type Account,
  accountsIn,
  barsOf,
  busiest,
  countOf,
  type Counts,
  type Filter,
  FILTERS,
  heightOf,
  type Order,
  ordered,
  ORDERS,
  sayDate,
  sayMoment,
  type Simulated as Found,
  type SimulatedRun,
} from "./say";
import { sayValue } from "./sentences";
import { sayCount } from "../words/figures";

const WIDTH = 600;
const HEIGHT = 84;
const MOST_SHOWN = 40;

export interface SimulatedProps {
  readonly found: Found;
  readonly accounts: readonly Account[];
  readonly counts: Counts;
  readonly called: Called;
}

/** The first line of a move by its id, where the playbook has one. */
export type Called = (move: string) => string;

export function Simulated({ found, accounts, counts, called }: SimulatedProps) {
  if (found.occurred === 0) return <p className="quiet">{said.nothing}</p>;
  const held = Object.entries(found.refused).map(
    ([why, n]) => [said.notBegun(said.refused[why] ?? why), n] as const,
  );
  const left = Object.entries(found.left_out).map(([why, n]) => [said.leftOut(why), n] as const);
  const not = [...held, ...left];
  return (
    <div className="book-simulated">
      <p className="book-sum">
        <strong>{said.began(found.began, found.subjects, found.of)}</strong>
        {found.held_out > 0 && `; ${said.heldOut(found.held_out)}`}.
      </p>
      {found.asks && (
        <p role="alert" className="book-asks">
          {said.wouldAsk(found.asks)}
        </p>
      )}
      <DaysChart found={found} />
      <div className="book-two">
        <Counted
          title={said.whatDone}
          rows={Object.entries(found.done).map(([move, n]) => [called(move), n] as const)}
        />
        {not.length > 0 && <Counted title={said.whatNot} rows={not} />}
      </div>
      {found.missing.length > 0 && (
        <ul className="book-asks book-missing">
          {found.missing.map((one) => (
            <li key={`${one.move} ${one.name}`}>
              {said.isMissing(called(one.move), sayValue(one.name), one.missing, one.of)}
            </li>
          ))}
        </ul>
      )}
      {found.proof && (
        <>
          <h3>{said.proof}</h3>
          <ProofSays proof={found.proof} isSimulated />
        </>
      )}
      <Accounts accounts={accounts} of={found.of} counts={counts} called={called} />
    </div>
  );
}

function DaysChart({ found }: { readonly found: Found }) {
  const most = busiest(found.days);
  if (!most) return null;
  const { line, top } = heightOf(found.days, found.most_a_day);
  const says = said.perDay(most.began, sayDate(most.on));
  return (
    <figure>
      <svg
        viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
        role="img"
        aria-label={`${says}. ${said.capLine(found.most_a_day)}`}
        preserveAspectRatio="none"
      >
        {barsOf(found.days, WIDTH, HEIGHT - 6, top).map((bar) => (
          <rect
            key={bar.day.on}
            x={bar.x}
            y={HEIGHT - bar.height}
            width={bar.width}
            height={bar.height}
            className={bar.day.on === most.on ? "book-bar busiest" : "book-bar"}
          >
            <title>{said.onDay(sayDate(bar.day.on), bar.day.began, bar.day.messages)}</title>
          </rect>
        ))}
        {line !== null && (
          <line
            className="book-cap"
            x1={0}
            x2={WIDTH}
            y1={HEIGHT - line * (HEIGHT - 6)}
            y2={HEIGHT - line * (HEIGHT - 6)}
          />
        )}
      </svg>
      <figcaption className="quiet small">
        <span>{sayDate(found.days[0]?.on ?? "")}</span>
        <span>
          {says}. {line === null ? said.capFar(found.most_a_day) : `┄ ${said.capLine(found.most_a_day)}`}
        </span>
        <span>{sayDate(found.days[found.days.length - 1]?.on ?? "")}</span>
      </figcaption>
    </figure>
  );
}

interface AccountsProps {
  readonly accounts: readonly Account[];
  readonly of: string;
  readonly counts: Counts;
  readonly called: Called;
}

function Accounts({ accounts, of, counts, called }: AccountsProps) {
  const [filter, setFilter] = useState<Filter>("all");
  const [order, setOrder] = useState<Order>("since");
  const [isAll, setAll] = useState(false);
  const chosen = ordered(accountsIn(accounts, filter), order);
  const shown = isAll ? chosen : chosen.slice(0, MOST_SHOWN);
  return (
    <section aria-label={said.accountByAccount(of)}>
      <h3>{said.accountByAccount(of)}</h3>
      <div className="book-tools">
        <p className="segmented" role="group" aria-label={said.accountByAccount(of)}>
          {FILTERS.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={filter === one}
              disabled={countOf(counts, one) === 0}
              onClick={() => {
                setFilter(one);
              }}
            >
              {said.filters[one]} <span className="number">{sayCount(countOf(counts, one))}</span>
            </button>
          ))}
        </p>
        <p className="segmented" role="group" aria-label={said.order}>
          {ORDERS.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={order === one}
              onClick={() => {
                setOrder(one);
              }}
            >
              {said.orders[one]}
            </button>
          ))}
        </p>
      </div>
      <ul className="book-accounts">
        {shown.map((account) => (
          <li key={account.subject} data-is={account.is}>
            <details>
              <summary>
                <span className="book-head">
                  <Named id={account.subject} name={account.name} />
                </span>
                <span>{account.runs[0]?.says}</span>
                <span className="quiet small">{account.runs[0] ? sayMoment(account.runs[0].since) : ""}</span>
                <span className="book-outcome">{said.filters[account.is]}</span>
              </summary>
              {account.runs.map((run) => (
                <Story key={`${run.since} ${run.occurrence}`} run={run} called={called} />
              ))}
            </details>
          </li>
        ))}
      </ul>
      {shown.length < chosen.length && (
        <button
          type="button"
          className="button"
          onClick={() => {
            setAll(true);
          }}
        >
          {said.showAll(chosen.length)}
        </button>
      )}
      {shown.length === chosen.length && chosen.length < countOf(counts, filter) && (
        <p className="quiet small">{said.onlySome(chosen.length, countOf(counts, filter))}</p>
      )}
    </section>
  );
}

/** Why it began or did not, what it did and left out, and what comes next. */
function Story({ run, called }: { readonly run: SimulatedRun; readonly called: Called }) {
  const told = [
    ...run.moves.map((one) => ({
      at: one.at,
      says: said.wouldDo(
        said.kinds[one.kind] ?? one.kind,
        called(one.move),
        one.person_name ?? one.person ?? "",
      ),
    })),
    ...run.left_out.map((one) => ({
      at: one.at,
      says: said.wouldLeave(called(one.move), one.person_name ?? one.person ?? "", one.why),
    })),
  ].toSorted((a, b) => a.at.localeCompare(b.at));
  return (
    <ol className="book-story">
      <li>
        <time>{sayMoment(run.since)}</time> {run.says}.{" "}
        <strong>{said.statuses[run.status] ?? run.status}</strong>
        {told.length === 0 && run.why !== "begun" && `: ${run.why}`}
      </li>
      {told.map((one, i) => (
        <li key={i}>
          <time>{sayMoment(one.at)}</time> {one.says}
        </li>
      ))}
      {told.length > 0 && (
        <li>
          {run.ended_at && <time>{sayMoment(run.ended_at)}</time>} {run.why}
          {run.next_at && `; ${said.next(sayMoment(run.next_at))}`}
        </li>
      )}
    </ol>
  );
}

function Counted({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly (readonly [string, number])[];
}) {
  return (
    <table className="book-counted">
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col" className="number">
            {said.howOften}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([what, n]) => (
          <tr key={what}>
            <td>{what}</td>
            <td className="number">{sayCount(n)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
