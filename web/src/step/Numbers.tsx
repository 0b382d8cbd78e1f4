// What was measured at a step, number by number.

import { type MeasuredStep, estimateOf, sayEstimate } from "../lived/measured";
import { words } from "../words/en";

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

export function Numbers({ measured }: { readonly measured: MeasuredStep | undefined }) {
  return (
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
  );
}
