// Would it have told? The scorecard held against the past, in pictures and in words that need no statistics.

import { useState } from "react";
import { scorecardBackTest } from "../api/generated/sdk.gen";
import type { AnswerOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { useAnswer } from "../lived/useLived";
import { scorecardWords as said } from "../words/scorecards";
import { type AreaTold, type BackTestTold, type LevelTold, verdictOf } from "./backTest";
import { hits, sayShare } from "./say";
import { sayCount } from "../words/figures";

const HORIZONS = [30, 60, 90, 180, 365];

export interface BackTestProps {
  readonly text: string;
}

export function BackTest({ text }: BackTestProps) {
  const [days, setDays] = useState(90);
  const [asked, setAsked] = useState<string | null>(null);
  const isAsked = asked === text;
  const { answer, progress, error } = useAnswer<BackTestTold>(["scorecard-test", text, days], isAsked, () =>
    answered<AnswerOut>(scorecardBackTest({ body: { text, horizon_days: days } })),
  );
  return (
    <div className="card-test">
      <p className="inline">
        <label>
          {said.horizon}{" "}
          <select
            className="field"
            value={days}
            onChange={(event) => {
              setDays(Number(event.target.value));
            }}
          >
            {HORIZONS.map((one) => (
              <option key={one} value={one}>
                {said.days(one)}
              </option>
            ))}
          </select>
        </label>
        {!isAsked && (
          <button
            type="button"
            className="button first"
            onClick={() => {
              setAsked(text);
            }}
          >
            {said.test}
          </button>
        )}
        {progress && (
          <span role="status">
            {said.testing} <progress value={progress.share} aria-label={said.testing} /> {progress.words}
          </span>
        )}
      </p>
      {isAsked && error && (
        <p role="alert">
          <b>{said.noTest}.</b> {error}
        </p>
      )}
      {isAsked && answer && !error && <Report told={answer} />}
    </div>
  );
}

function Report({ told }: { readonly told: BackTestTold }) {
  const verdict = verdictOf(told);
  const { auc, baseline, lead_days: lead } = told;
  return (
    <div className="test-report">
      <section>
        {verdict && (
          <h3 className="test-verdict" data-verdict={verdict}>
            {said[verdict]}
          </h3>
        )}
        {auc && (
          <p>
            {said.auc(
              hits(auc.value),
              auc.low === null ? null : hits(auc.low),
              auc.high === null ? null : hits(auc.high),
            )}
          </p>
        )}
        <Areas
          rows={[
            [said.thisCard, auc],
            [said.simplest, baseline],
          ]}
        />
        <p className="quiet small">
          {said.testSays(told.judgements, told.customers, told.days.length, told.left)}
        </p>
      </section>
      <section>
        <h3>{said.leftOf}</h3>
        <Shares rows={told.levels} />
      </section>
      <section>
        <h3>{said.lead}</h3>
        <p>
          {lead.median === null ? said.leadNone : said.leadSays(lead.n, Math.round(lead.median), lead.missed)}
        </p>
        {lead.median !== null && <Lead n={lead.n} missed={lead.missed} />}
      </section>
      <section>
        <h3>{said.bands}</h3>
        <Bands rows={told.bands} />
      </section>
      {told.held.length > 0 && (
        <section>
          <h3>{said.calibration}</h3>
          <ul className="plain">
            {told.held.map(
              (one) =>
                one.promised !== null &&
                one.came !== null &&
                one.low !== null &&
                one.high !== null && (
                  <li
                    key={one.name}
                    data-off={one.promised < one.low || one.promised > one.high || undefined}
                  >
                    {said.calibrationSays(
                      one.name,
                      sayShare(one.promised),
                      sayShare(one.came),
                      sayShare(one.low),
                      sayShare(one.high),
                    )}
                  </li>
                ),
            )}
          </ul>
        </section>
      )}
      <section className="test-alone">
        <h3>{said.alone}</h3>
        <div className="wide" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{said.signal}</th>
                <th scope="col">{said.pairs}</th>
                <th scope="col" className="number">
                  {said.flagged}
                </th>
                <th scope="col" className="number">
                  {said.ofThese}
                </th>
              </tr>
            </thead>
            <tbody>
              {told.signals.map((one) => (
                <tr key={one.id}>
                  <th scope="row">{one.name}</th>
                  <td>
                    <Areas rows={[["", one.auc]]} />
                  </td>
                  <td className="number">{sayCount(one.flagged)}</td>
                  <td className="number">
                    {one.precision !== null && sayShare(one.precision)}
                    {one.lift !== null && (
                      <span className="quiet small"> {said.lift(one.lift.toFixed(1))}</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </div>
  );
}

/** Areas as dots with their intervals on a line from what is worse than a coin to what tells all apart. */
function Areas({ rows }: { readonly rows: readonly (readonly [string, AreaTold | null])[] }) {
  const low = 0.3;
  const at = (value: number) => `${((Math.min(1, Math.max(low, value)) - low) / (1 - low)) * 100}%`;
  return (
    <ul className="test-areas">
      {rows.map(([name, area]) => (
        <li key={name}>
          {name !== "" && <span>{name}</span>}
          <span className="test-line" aria-hidden="true">
            <i className="coin" style={{ insetInlineStart: at(0.5) }} />
            {area?.low != null && area.high != null && (
              <i
                className="interval"
                style={{
                  insetInlineStart: at(area.low),
                  inlineSize: `calc(${at(area.high)} - ${at(area.low)})`,
                }}
              />
            )}
            {area && <i className="dot" style={{ insetInlineStart: at(area.value) }} />}
          </span>
          <b className="number">{area ? hits(area.value) : "–"}</b>
        </li>
      ))}
    </ul>
  );
}

function Shares({ rows }: { readonly rows: readonly LevelTold[] }) {
  const most = Math.max(0.01, ...rows.map((one) => one.high ?? 0));
  return (
    <ul className="test-shares">
      {rows.map((one, i) => (
        <li key={one.name} data-rank={i === 0 ? "lowest" : i === rows.length - 1 ? "highest" : "middle"}>
          <span>{one.name}</span>
          <span className="test-line" aria-hidden="true">
            {one.share !== null && (
              <i className="share-bar" style={{ inlineSize: `${(one.share / most) * 100}%` }} />
            )}
            {one.low !== null && one.high !== null && (
              <i
                className="interval"
                style={{
                  insetInlineStart: `${(one.low / most) * 100}%`,
                  inlineSize: `${((one.high - one.low) / most) * 100}%`,
                }}
              />
            )}
          </span>
          <span className="number">
            {one.share !== null && one.low !== null && one.high !== null
              ? said.leftShare(sayShare(one.share), sayShare(one.low), sayShare(one.high))
              : "–"}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Bands({ rows }: { readonly rows: readonly LevelTold[] }) {
  const most = Math.max(0.01, ...rows.map((one) => one.high ?? 0));
  return (
    <ol className="test-bands">
      {rows.map((one) => (
        <li
          key={one.name}
          title={
            one.share !== null && one.low !== null && one.high !== null
              ? `${one.name}: ${said.leftShare(sayShare(one.share), sayShare(one.low), sayShare(one.high))}`
              : one.name
          }
        >
          <span className="column" aria-hidden="true">
            {one.share !== null && <i style={{ blockSize: `${(one.share / most) * 100}%` }} />}
          </span>
          <span className="number small">{one.share === null ? "" : sayShare(one.share)}</span>
          <span className="quiet small">{one.name.split(" to ")[0]}</span>
        </li>
      ))}
    </ol>
  );
}

function Lead({ n, missed }: { readonly n: number; readonly missed: number }) {
  return (
    <div className="card-spread" aria-hidden="true">
      <span data-rank="highest" style={{ inlineSize: `${(n / Math.max(1, n + missed)) * 100}%` }} />
      <span data-rank="lowest" style={{ inlineSize: `${(missed / Math.max(1, n + missed)) * 100}%` }} />
    </div>
  );
}
