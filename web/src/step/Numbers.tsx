// What was measured at a step, number by number, in words; beside the other side, where two are compared; and how
// the numbers are spread.

import { type Estimate, estimateOf, say } from "../lived/measured";
import { apartAt, isSure, sayApart, tipOfApart } from "../lived/sides";
import { sayNames } from "../lived/sayView";
import { nameOf, tipOf } from "../lived/tips";
import { ownId } from "../map/nodes";
import { lookOf } from "../pages/map/looks";
import { useMapPage } from "../pages/map/page";
import { livedWords as words } from "../words/lived";
import { Shape } from "./Shape";

const NUMBERS = [
  "reach",
  "reach_within",
  "conversion",
  "drop_off",
  "skip_rate",
  "return_rate",
  "time_to_reach",
  "dwell",
  "late_rate",
  "feeling",
  "csat",
  "nps",
  "ces",
  "response_rate",
  "tickets_per_visit",
  "standing",
] as const;

export function Numbers({ step }: { readonly step: string }) {
  const { mapId, lived, view, look, setLook } = useMapPage();
  const { measured } = lived;
  if (!measured) {
    return (
      <section>
        <h3>{words.numbers}</h3>
        <p className="quiet">{lookOf(look).isMeasured ? words.measuring : words.lookAtLived}</p>
        {!lookOf(look).isMeasured && (
          <button
            type="button"
            className="button small"
            onClick={() => {
              setLook("lived");
            }}
          >
            {words.showLived}
          </button>
        )}
      </section>
    );
  }
  const here = measured.steps.find((one) => one.id === ownId(step));
  const there = measured.against?.steps.find((one) => one.id === ownId(step));
  const names = sayNames(measured);
  const known = NUMBERS.flatMap((name) => {
    const estimate = estimateOf(here, name);
    return estimate ? [estimate] : [];
  });
  const said = known.filter((one) => one.value !== null);
  const unsaid = known.filter((one) => one.value === null);
  return (
    <section className="numbers">
      <h3>{words.numbers}</h3>
      <table>
        {there && (
          <thead>
            <tr>
              <td />
              <th scope="col">{names.here}</th>
              <th scope="col">{names.there}</th>
            </tr>
          </thead>
        )}
        <tbody>
          {said.map((estimate) => {
            const other = estimateOf(there, estimate.measure);
            const apart = other && apartAt(measured, step, estimate.measure);
            return (
              <tr key={estimate.measure}>
                <th scope="row">{nameOf(estimate.measure)}</th>
                <td>
                  <Number estimate={estimate} />
                </td>
                {there && (
                  <td>
                    {other && <Number estimate={other} />}
                    {apart && (
                      <span
                        className="how-far"
                        tabIndex={0}
                        data-tip={tipOfApart(apart, names)}
                        data-sure={isSure(apart) || undefined}
                      >
                        {sayApart(apart)}
                      </span>
                    )}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      {unsaid.length > 0 && (
        <details>
          <summary>{words.unsaid(unsaid.length)}</summary>
          <ul className="unsaid">
            {unsaid.map((estimate) => (
              <li key={estimate.measure}>
                {nameOf(estimate.measure)}: {estimate.reason}
              </li>
            ))}
          </ul>
        </details>
      )}
      <Shape mapId={mapId} step={step} whose={view.whose} asOf={measured.as_of} />
    </section>
  );
}

function Number({ estimate }: { readonly estimate: Estimate }) {
  const { value, low, high, unit, n } = estimate;
  if (value === null) {
    return (
      <span className="quiet" tabIndex={0} data-tip={tipOf(estimate)}>
        –
      </span>
    );
  }
  const bounds = low !== null && high !== null ? sayBounds(low, high, unit) : "";
  return (
    <span className="number-said" tabIndex={0} data-tip={tipOf(estimate)} data-measure={estimate.measure}>
      <b>{say(value, unit)}</b>
      <span className="quiet">
        {bounds}
        {bounds !== "" && ", "}
        {words.nIs(n)}
        {n < 30 && ` (${words.few})`}
      </span>
    </span>
  );
}

/** 73 to 76 %; the unit once. */
function sayBounds(low: number, high: number, unit: string): string {
  const [first, last] = [say(low, unit), say(high, unit)];
  return `${unit === "share" ? first.replace(/ %$/, "") : first} to ${last}`;
}
