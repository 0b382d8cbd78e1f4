// What a simulation found: whom, when, how many a day, what would have held it back, and what it has to beat.

import { playbookWords as said } from "../words/playbooks";
import { barsOf, busiest, sayDate, sayShare, saySpan, type Simulated as Found } from "./say";

const WIDTH = 600;
const HEIGHT = 64;

export function Simulated({ found }: { readonly found: Found }) {
  if (found.occurred === 0) return <p className="quiet">{said.nothing}</p>;
  const most = busiest(found.days);
  const held = Object.entries(found.refused).map(
    ([why, n]) => [said.notBegun(said.refused[why] ?? why), n] as const,
  );
  const left = Object.entries(found.left_out).map(([why, n]) => [said.leftOut(why), n] as const);
  const not = [...held, ...left];
  return (
    <div className="book-simulated">
      <p>
        <strong>{said.began(found.began, found.subjects, found.of)}</strong>
        {found.held_out > 0 && `; ${said.heldOut(found.held_out)}`}.
      </p>
      {found.asks && (
        <p role="alert" className="book-asks">
          {said.wouldAsk(found.asks)}
        </p>
      )}
      {most && (
        <figure>
          <svg
            viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
            role="img"
            aria-label={said.perDay(most.began, sayDate(most.on))}
            preserveAspectRatio="none"
          >
            {barsOf(found.days, WIDTH, HEIGHT - 2).map((bar) => (
              <rect
                key={bar.day.on}
                x={bar.x}
                y={HEIGHT - bar.height}
                width={bar.width}
                height={bar.height}
                className={bar.day.on === most.on ? "book-bar busiest" : "book-bar"}
              >
                <title>{`${sayDate(bar.day.on)}: ${bar.day.began.toLocaleString("en")}`}</title>
              </rect>
            ))}
          </svg>
          <figcaption className="quiet small">
            <span>{sayDate(found.days[0]?.on ?? "")}</span>
            <span>{said.perDay(most.began, sayDate(most.on))}</span>
            <span>{sayDate(found.days[found.days.length - 1]?.on ?? "")}</span>
          </figcaption>
        </figure>
      )}
      <Counted title={said.whatDone} rows={Object.entries(found.done)} />
      {not.length > 0 && <Counted title={said.whatNot} rows={not} />}
      {found.proof && (
        <>
          <h3>{said.proof}</h3>
          <p>
            {said.proofSays(
              saySpan(found.proof.within),
              sayShare(found.proof.meant),
              sayShare(found.proof.held_out),
            )}{" "}
            {found.proof.smallest !== null && said.smallest(Math.round(found.proof.smallest * 100))}
          </p>
        </>
      )}
    </div>
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
            <td className="number">{n.toLocaleString("en")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
