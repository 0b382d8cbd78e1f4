// What becomes of letters: each with its shares and intervals, by the day of sending, and two of them side by side.

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { emails, listPlaybooks } from "../api/generated/sdk.gen";
import type { AnswerOut, PlaybookOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { today } from "../app/clock";
import type { Estimate } from "../lived/measured";
import { useAnswer } from "../lived/useLived";
import { Answer } from "../renewals/Answer";
import { sayDay, sayInterval, sayShare } from "../renewals/renewals";
import { letterWords as said } from "../words/letters";
import {
  bucketsOf,
  daysOf,
  headKey,
  knownOf,
  nameOf,
  rowOf,
  sayOf,
  sayTaken,
  ticked,
  type Channel,
  type Compared,
  type LetterMeasure,
  type LetterRow,
  type Letters,
} from "./letters";
import { sayValues } from "./sentences";
import "../styles/letters.css";
import { daysAfter, sayCount } from "../words/figures";

const WITHIN = [1, 3, 7, 14, 30] as const;
const SPANS = [0, 30, 90, 365] as const;
const WIDTH = 600;
const HEIGHT = 72;

export function EmailAnalytics() {
  const [within, setWithin] = useState(7);
  const [sent, setSent] = useState<{ readonly days: number; readonly since?: string }>({ days: 0 });
  const [picked, setPicked] = useState<readonly string[]>([]);
  const books = useQuery({ queryKey: ["playbooks", "all"], queryFn: () => answered(listPlaybooks()) });
  const names = new Map(
    books.data?.playbooks.flatMap((one) => [
      [one.id, one.name] as const,
      ...Object.entries(one.heads).map(([move, head]) => [headKey(one.id, move), sayValues(head)] as const),
    ]),
  );
  const [here, there] = picked;
  const query = {
    within_days: within,
    ...(sent.since === undefined ? {} : { since: sent.since }),
    ...(here === undefined || there === undefined ? {} : { here, there }),
  };
  const asked = useAnswer<Letters>(["letters", query], true, () => answered<AnswerOut>(emails({ query })));
  return (
    <section aria-label={said.title}>
      <p className="book-tools inline">
        <Choice
          label={said.sentIn}
          value={sent.days}
          values={SPANS}
          say={saySpan}
          onChoose={(days) => {
            setSent(sinceOf(days));
          }}
        />
        <Choice label={said.within} value={within} values={WITHIN} say={said.days} onChoose={setWithin} />
      </p>
      {asked.error !== null && asked.answer !== null && <p role="alert">{asked.error}</p>}
      <Kept books={books.data?.playbooks ?? []} />
      <Answer asked={asked}>
        {(found) =>
          found.rows.length === 0 ? (
            <Empty />
          ) : (
            <Whole
              found={found}
              names={names}
              picked={picked}
              onPick={(key) => {
                setPicked(ticked(picked, key));
              }}
              onClear={() => {
                setPicked([]);
              }}
            />
          )
        }
      </Answer>
    </section>
  );
}

function sinceOf(days: number) {
  const since = daysAfter(today(), -days);
  return days === 0 ? { days } : { days, since };
}

function saySpan(days: number): string {
  return days === 0 ? said.always : said.lately(days);
}

interface ChoiceProps {
  readonly label: string;
  readonly value: number;
  readonly values: readonly number[];
  readonly say: (value: number) => string;
  readonly onChoose: (value: number) => void;
}

function Choice({ label, value, values, say, onChoose }: ChoiceProps) {
  return (
    <label className="inline">
      <span className="quiet">{label}</span>
      <select
        className="field"
        value={value}
        onChange={(event) => {
          onChoose(Number(event.target.value));
        }}
      >
        {values.map((one) => (
          <option key={one} value={one}>
            {say(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Letters that did not go out, for want of a mail server: nothing can be told of them but that. */
function Kept({ books }: { readonly books: readonly PlaybookOut[] }) {
  const kept = books.filter((one) => one.letters_kept > 0);
  if (kept.length === 0) return null;
  return (
    <div className="letter-teach">
      {said.keptHint}
      <ul>
        {kept.map((one) => (
          <li key={one.id}>
            <Link to="/playbooks" search={{ playbook: one.id, tab: "outbox" }}>
              {said.kept(one.name, one.letters_kept)}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Empty() {
  return (
    <div className="empty">
      <p>{said.none}</p>
      <p className="quiet">{said.noneHint}</p>
      <p className="inline">
        <Link to="/data" className="button">
          {said.connect}
        </Link>
      </p>
    </div>
  );
}

interface WholeProps {
  readonly found: Letters;
  readonly names: ReadonlyMap<string, string>;
  readonly picked: readonly string[];
  readonly onPick: (key: string) => void;
  readonly onClear: () => void;
}

function Whole({ found, names, picked, onPick, onClear }: WholeProps) {
  const compared = found.compared;
  const isOfPicked = compared?.here.key === picked[0] && compared?.there.key === picked[1];
  const chosen = picked.flatMap((key) => rowOf(found.rows, key) ?? []);
  const shown = chosen.length > 0 ? chosen : found.rows.filter((row) => row.channel === "email");
  const channels = (["email", "in_app"] as const).filter((channel) =>
    found.rows.some((row) => row.channel === channel),
  );
  const isTold = knownOf(found, "email").some((one) => one.id === "opened" || one.id === "clicked");
  return (
    <>
      {compared && isOfPicked ? (
        <SideBySide found={compared} rows={found.rows} names={names} onClear={onClear} />
      ) : (
        <p className="quiet">
          {chosen.length === 1 ? said.pickOneMore : chosen.length === 0 ? said.pickHint : ""}
        </p>
      )}
      <div className="letter-days">
        {chosen.length === 0
          ? shown.length > 0 && <Days title={said.all} rows={shown} />
          : chosen.map((row) => <Days key={row.key} title={nameOf(row, names)} rows={[row]} />)}
      </div>
      {!isTold && channels.includes("email") && (
        <p className="letter-teach">
          {said.connectHint} <Link to="/data">{said.connect}</Link>
        </p>
      )}
      {channels.map((channel) => (
        <Table key={channel} channel={channel} found={found} names={names} picked={picked} onPick={onPick} />
      ))}
      {found.notes.map((note) => (
        <p key={note} className="quiet small">
          {note}
        </p>
      ))}
      <details className="letter-how">
        <summary>{said.how}</summary>
        <dl>
          {found.measures
            .filter((one) => channels.includes(one.channel))
            .map((one) => (
              <div key={one.id}>
                <dt>{one.name}</dt>
                <dd className="quiet">
                  {one.question} {one.formula}.
                </dd>
              </div>
            ))}
        </dl>
      </details>
    </>
  );
}

function Days({ title, rows }: { readonly title: string; readonly rows: readonly LetterRow[] }) {
  const channel = rows[0]?.channel ?? "email";
  const isOpened = rows.some((row) => (row.counts.opened ?? 0) > 0);
  const what = channel === "in_app" ? "seen" : isOpened ? "opened" : "clicked";
  const buckets = bucketsOf(rows, what);
  const most = Math.max(1, ...buckets.map((one) => one.sent));
  const step = WIDTH / Math.max(buckets.length, 12);
  const first = buckets[0];
  const last = buckets[buckets.length - 1];
  if (first === undefined || last === undefined) return null;
  const head = said.byDay(title, daysOf(first));
  return (
    <figure className="letter-chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={head} preserveAspectRatio="none">
        <defs>
          <pattern
            id="letter-young"
            width="4"
            height="4"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="1.5" height="4" className="letter-hatch" />
          </pattern>
        </defs>
        {buckets.map((one, i) => {
          const high = one.sent === 0 ? 0 : Math.max(2, (one.sent / most) * (HEIGHT - 2));
          const came = one.sent === 0 ? 0 : (one.came / one.sent) * high;
          const box = { x: i * step, width: Math.max(1, step - 1.5) };
          return (
            <g key={one.since}>
              <title>{said.bar(sayDays(one.since, one.until), one.sent, one.came, what)}</title>
              <rect {...box} y={HEIGHT - high} height={high} className="letter-bar" />
              <rect {...box} y={HEIGHT - came} height={came} className="letter-came" />
              {one.young > 0 && <rect {...box} y={HEIGHT - high} height={high} fill="url(#letter-young)" />}
            </g>
          );
        })}
      </svg>
      <figcaption>
        <span>{head}</span>
        <span className="quiet small">
          {sayDays(first.since, last.until)}. {said.legend(what)}
        </span>
      </figcaption>
    </figure>
  );
}

function sayDays(since: string, until: string): string {
  return since === until ? sayDay(since) : `${sayDay(since)} – ${sayDay(until)}`;
}

interface TableProps {
  readonly channel: Channel;
  readonly found: Letters;
  readonly names: ReadonlyMap<string, string>;
  readonly picked: readonly string[];
  readonly onPick: (key: string) => void;
}

function Table({ channel, found, names, picked, onPick }: TableProps) {
  const measures = knownOf(found, channel);
  const rows = found.rows.filter((row) => row.channel === channel);
  return (
    <>
      <h2>{channel === "email" ? said.email : said.inApp}</h2>
      <div className="wide" tabIndex={0}>
        <table className="letter-table">
          <thead>
            <tr>
              <th scope="col">{channel === "email" ? said.letter : said.message}</th>
              <th scope="col" className="told">
                {channel === "email" ? said.sent : said.ready}
              </th>
              {measures.map((one) => (
                <th key={one.id} scope="col" className="told" title={`${one.question} ${one.formula}.`}>
                  {one.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.flatMap((row) =>
              [row, ...(row.versions.length > 1 ? row.versions : [])].map((one) => {
                const name = nameOf(one, names);
                const isVersion = one !== row;
                return (
                  <tr key={one.key} data-version={isVersion || undefined}>
                    <th scope="row">
                      <label className="letter-name">
                        <input
                          type="checkbox"
                          aria-label={said.pick(name)}
                          checked={picked.includes(one.key)}
                          onChange={() => {
                            onPick(one.key);
                          }}
                        />
                        <span>{isVersion && one.version !== null ? said.version(one.version) : name}</span>
                      </label>
                    </th>
                    <td className="told" data-label={channel === "email" ? said.sent : said.ready}>
                      {sayCount(one.counts.sent ?? 0)}
                      {(one.counts.young ?? 0) > 0 && (
                        <span className="quiet small" title={said.youngHint(found.within_days)}>
                          {said.young(one.counts.young ?? 0)}
                        </span>
                      )}
                    </td>
                    {measures.map((measure) => (
                      <Share key={measure.id} measure={measure} one={one.estimates[measure.id]} />
                    ))}
                  </tr>
                );
              }),
            )}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Share({ measure, one }: { readonly measure: LetterMeasure; readonly one: Estimate | undefined }) {
  if (one?.value == null)
    return (
      <td className="told quiet" data-label={measure.name} title={one?.reason ?? ""}>
        {said.notTold}
      </td>
    );
  return (
    <td className="told" data-label={measure.name} title={said.of(one.n)}>
      {sayShare(one.value)}
      <span className="quiet small">{sayInterval(one)}</span>
    </td>
  );
}

interface SideBySideProps {
  readonly found: Compared;
  readonly rows: readonly LetterRow[];
  readonly names: ReadonlyMap<string, string>;
  readonly onClear: () => void;
}

function SideBySide({ found, rows, names, onClear }: SideBySideProps) {
  const called = (key: string) => {
    const row = rowOf(rows, key);
    return row === undefined ? key : nameOf(row, names);
  };
  return (
    <section className="letter-both" aria-label={said.sideBySide}>
      <h2>{said.sideBySide}</h2>
      <p>
        <strong>{sayTaken(found, called(found.here.key))}</strong>
      </p>
      {found.since !== null && found.until !== null && (
        <p className="quiet small">{said.together(sayDay(found.since), sayDay(found.until))}</p>
      )}
      {found.cautions.map((line) => (
        <p key={line} className="letter-caution">
          {line}
        </p>
      ))}
      <div className="wide" tabIndex={0}>
        <table className="letter-table">
          <thead>
            <tr>
              <th scope="col">{said.measure}</th>
              {[found.here, found.there].map((side) => (
                <th key={side.key} scope="col" className="told">
                  {called(side.key)} <span className="quiet small">{sayCount(side.sent)}</span>
                </th>
              ))}
              <th scope="col">{said.howSure}</th>
            </tr>
          </thead>
          <tbody>
            {found.differences.map((one) => (
              <tr key={one.measure}>
                <th scope="row">{one.name}</th>
                {[one.here, one.there].map((side, i) => (
                  <td
                    key={i}
                    className="told"
                    data-label={called(i === 0 ? found.here.key : found.there.key)}
                    title={side.reason ?? said.of(side.n)}
                  >
                    {side.value === null ? said.notTold : sayShare(side.value)}
                    <span className="quiet small">{side.value === null ? "" : sayInterval(side)}</span>
                  </td>
                ))}
                <td data-label={said.howSure} data-verdict={one.verdict}>
                  <b>{said.verdicts[one.verdict]}</b>
                  {one.difference !== null && (
                    <span className="quiet small">{sayOf(one.says, called(found.here.key))}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <button type="button" className="button" onClick={onClear}>
        {said.clear}
      </button>
    </section>
  );
}
