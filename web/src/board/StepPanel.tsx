// What is known of one step, beside the board: its rule, its numbers, its owner, and what customers said here.

import { useQuery } from "@tanstack/react-query";
import { atStep } from "../api/generated/sdk.gen";
import type { InteractionOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { type MeasuredStep, estimateOf, sayEstimate, sayWhen } from "../lived/measured";
import { type StepColumn, textOf } from "../map/board";
import { ownId } from "../map/nodes";
import type { Value } from "../map/valueMerge";
import { words } from "../words/en";
import { Comments } from "./Comments";

const MOST_QUOTES = 6;
const NUMBERS = [
  "reach",
  "conversion",
  "drop_off",
  "time_to_reach",
  "dwell",
  "late_rate",
  "feeling",
  "csat",
  "nps",
  "tickets_per_visit",
  "standing",
] as const;

export interface StepPanelProps {
  readonly mapId: string;
  readonly column: StepColumn;
  readonly measured: MeasuredStep | undefined;
  readonly canComment: boolean;
  /** Counts up when somebody said something on this map. */
  readonly said: number;
  readonly onClose: () => void;
}

export function StepPanel({ mapId, column, measured, canComment, said: saidCount, onClose }: StepPanelProps) {
  const step = column.node;
  const said = useQuery({
    queryKey: ["said", mapId, step.id],
    queryFn: () =>
      answered(
        atStep({ path: { map_id: mapId, step_id: ownId(step.id) }, query: { with_text: true, limit: 50 } }),
      ),
  });
  const quotes = quotesOf(said.data?.items ?? []);
  const owner = textOf(step.properties.owner);
  const success = textOf(step.properties.success);
  return (
    <aside className="panel" aria-label={textOf(step.properties.name)}>
      <header>
        <h2>{textOf(step.properties.name)}</h2>
        <button type="button" className="button icon" aria-label={words.close} onClick={onClose}>
          ×
        </button>
      </header>
      <dl>
        <dt>{words.owner}</dt>
        <dd>{owner === "" ? <span className="quiet">{words.nobodyOwns}</span> : owner}</dd>
        {success !== "" && (
          <>
            <dt>{words.success}</dt>
            <dd>{success}</dd>
          </>
        )}
      </dl>
      <section>
        <h3>{words.rule}</h3>
        <Rule rules={step.properties.when} />
      </section>
      <section>
        <h3>{words.numbers}</h3>
        {measured ? (
          <dl>
            {NUMBERS.map((name) => {
              const estimate = estimateOf(measured, name);
              return (
                estimate && (
                  <div key={name} className="number-row">
                    <dt>{name.replaceAll("_", " ")}</dt>
                    <dd className={estimate.value === null ? "quiet" : undefined}>{sayEstimate(estimate)}</dd>
                  </div>
                )
              );
            })}
          </dl>
        ) : (
          <p className="quiet">{words.lookAtLived}</p>
        )}
      </section>
      {quotes.length > 0 && (
        <section>
          <h3>{words.quotes}</h3>
          <ul className="said-list">
            {quotes.map((one) => (
              <li key={one.arrival}>
                <q>{one.text}</q>
                <span className="quiet">
                  {" "}
                  {one.activity}, {sayWhen(one.occurred_at)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Comments mapId={mapId} node={step.id} canComment={canComment} said={saidCount} />
    </aside>
  );
}

/** The customers' own words, the newest first, the same words once. */
function quotesOf(said: readonly InteractionOut[]): readonly InteractionOut[] {
  const byText = new Map<string, InteractionOut>();
  for (const one of said) {
    const isTheirs = one.direction !== "by_us" && one.activity !== "ticket.replied";
    if (isTheirs && one.text && !byText.has(one.text)) byText.set(one.text, one);
  }
  return [...byText.values()].slice(0, MOST_QUOTES);
}

function Rule({ rules }: { readonly rules: Value }) {
  if (!Array.isArray(rules) || rules.length === 0) return <p className="quiet">{words.noRule}</p>;
  return <pre>{rules.map((rule) => sayRule(rule as Value)).join("\nor ")}</pre>;
}

function sayRule(rule: Value): string {
  if (typeof rule !== "object" || rule === null || Array.isArray(rule)) return textOf(rule);
  return Object.entries(rule)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}
