// What the first rows would become, and which would be refused, and why.

import type { TrialOut, TriedOut } from "../api/generated/types.gen";
import { dataWords as words } from "../words/data";
import { cellText, flat, plainly } from "./say";
import { sayCount, sayDay, sayMoment, zoneTold } from "../words/figures";

const SHOWN = 12;

export interface PreviewProps {
  readonly trial: TrialOut | undefined;
}

export function Preview({ trial }: PreviewProps) {
  return (
    <section className="preview" aria-labelledby="preview-title">
      <h2 id="preview-title">
        {words.preview}{" "}
        {trial && <span className="quiet small">{words.previewOf(trial.read, trial.is_whole)}</span>}
      </h2>
      {!trial && <p className="quiet">{words.previewWaits}</p>}
      {trial && <Counts trial={trial} />}
      {trial && Object.keys(trial.lost).length > 0 && (
        <ul className="reasons refused">
          {Object.entries(trial.lost as Record<string, number>).map(([name, count]) => (
            <li key={name}>{words.lostKind(name, count)}</li>
          ))}
        </ul>
      )}
      {trial && trial.reasons.length > 0 && (
        <ul className="reasons">
          {trial.reasons.map((one) => (
            <li key={`${one.code} ${String(one.line)} ${one.example.message}`}>
              <b className="number">{sayCount(one.rows)}</b> {plainly(one.example.message)}{" "}
              <span className="quiet small">
                {words.line(one.line)} ({one.code})
              </span>
            </li>
          ))}
        </ul>
      )}
      {trial && trial.rows.length > 0 && (
        <>
          <ol className="becomes">
            {pick(trial).map((one) => (
              <Row key={one.line} row={one} />
            ))}
          </ol>
          <p className="quiet small">{words.timesIn(zoneTold())}</p>
        </>
      )}
    </section>
  );
}

/** A few that would be refused, and more that would be kept. */
function pick(trial: TrialOut): TriedOut[] {
  const refused = trial.rows.filter((one) => one.problems.length > 0).slice(0, 4);
  const kept = trial.rows.filter((one) => one.problems.length === 0).slice(0, SHOWN - refused.length);
  return [...kept, ...refused].toSorted((a, b) => a.line - b.line);
}

function Counts({ trial }: { readonly trial: TrialOut }) {
  return (
    <p className="counts">
      <span>
        <b className="number">{sayCount(trial.kept)}</b> {words.wouldKeep(trial.kept).replace(/^\S+ /, "")}
      </span>
      {trial.refused > 0 && (
        <span className="refused">
          <b className="number">{sayCount(trial.refused)}</b>{" "}
          {words.wouldRefuse(trial.refused).replace(/^\S+ /, "")}
        </span>
      )}
      {trial.of_nobody > 0 && <span>{words.ofNobody(trial.of_nobody)}</span>}
      {trial.skipped > 0 && <span className="quiet">{words.wouldSkip(trial.skipped)}</span>}
      {trial.first && trial.last && (
        <span className="quiet">{words.fromUntil(sayDay(trial.first), sayDay(trial.last))}</span>
      )}
      <span className="quiet">
        {Object.entries(trial.activities as Record<string, number>)
          .map(([name, count]) => `${name} ${sayCount(count)}`)
          .join(", ")}
        {trial.more > 0 && words.moreKinds(trial.more)}
      </span>
    </p>
  );
}

const FIRST = [
  "occurred_at",
  "customer",
  "account",
  "object_type",
  "object_id",
  "activity",
  "title",
  "alias",
];

function Row({ row }: { readonly row: TriedOut }) {
  if (row.problems.length > 0)
    return (
      <li data-refused>
        <span className="quiet small number">{words.line(row.line)}</span>
        <span>
          <b className="sign">{words.refusedBecause}</b>{" "}
          {row.problems.map((one) => plainly(one.message)).join("; ")}
          <span className="quiet small row-as-it-was"> {asItWas(row.row)}</span>
        </span>
      </li>
    );
  return (
    <li>
      <span className="quiet small number">{words.line(row.line)}</span>
      <span>
        {row.facts.map((fact, at) => {
          const fields = fact.fields as Record<string, unknown>;
          const rest = flat(fields).filter(
            ([name]) =>
              !FIRST.includes(name) &&
              (name !== "scale" || fields.score !== undefined) &&
              (name !== "currency" || fields.amount !== undefined),
          );
          return (
            <span key={at} className="fact">
              <span className="number">
                {typeof fields.occurred_at === "string" && sayMoment(fields.occurred_at)}
              </span>{" "}
              <b>{cellText(fields.customer ?? fields.account ?? fields.object_id ?? "")}</b>{" "}
              <span className="what">
                {cellText(fields.activity ?? fields.title ?? words.makes[fact.type])}
              </span>{" "}
              <span className="quiet small">
                {rest
                  .map(([name, value]) =>
                    name === "belongs_to" ? words.belongsTo(accountOf(value)) : `${name}: ${value}`,
                  )
                  .join(", ")}
              </span>
            </span>
          );
        })}
      </span>
    </li>
  );
}

/** Of `["account","acme"]` the account. */
function accountOf(value: string): string {
  const found: unknown = JSON.parse(value);
  return Array.isArray(found) ? cellText(found[1]) : value;
}

function asItWas(row: unknown): string {
  if (typeof row !== "object" || row === null) return cellText(row);
  return Object.values(row).map(cellText).join(" | ");
}
