// What would change if this draft were in force: how many, who, from what to what.

import { scorecardDryRun } from "../api/generated/sdk.gen";
import type { AnswerOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { AccountLink } from "../app/Named";
import { useAnswer } from "../lived/useLived";
import { scorecardWords as said } from "../words/scorecards";
import { sayScore } from "./say";
import { sayCount } from "../words/figures";

interface Counted {
  readonly level: string | null;
  readonly subjects: number;
}

interface Mover {
  readonly subject: string;
  readonly name?: string | null;
  readonly level_before: string | null;
  readonly level_after: string | null;
  readonly before: number | null;
  readonly after: number | null;
}

interface DryRunTold {
  readonly of: string;
  readonly subjects: number;
  readonly moved: number;
  readonly before: readonly Counted[];
  readonly after: readonly Counted[];
  readonly movers: readonly Mover[];
}

const SHOWN = 100;

export interface DryRunProps {
  readonly text: string;
  readonly published: string | null;
}

export function DryRun({ text, published }: DryRunProps) {
  const { answer, progress, error } = useAnswer<DryRunTold>(
    ["scorecard-dry", text, published],
    published !== null,
    () => answered<AnswerOut>(scorecardDryRun({ body: { text, against: published ?? "" } })),
  );
  if (published === null) return <p className="quiet">{said.noDry}</p>;
  if (error) return <p role="alert">{error}</p>;
  if (!answer)
    return (
      <p role="status">
        {said.counting} {progress && <progress value={progress.share} aria-label={said.counting} />}
      </p>
    );
  return (
    <div className="card-dry">
      <p className="quiet">{said.dryHint}</p>
      <p>
        <b>
          {answer.movers.length === 0
            ? said.dryNone
            : said.drySays(answer.movers.length, answer.subjects, answer.moved)}
        </b>
      </p>
      <Sides told={answer} />
      {answer.movers.length > 0 && (
        <div className="wide" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{answer.of}</th>
                <th scope="col">{said.before}</th>
                <th scope="col">{said.after}</th>
              </tr>
            </thead>
            <tbody>
              {answer.movers.slice(0, SHOWN).map((one) => (
                <tr key={one.subject}>
                  <th scope="row">
                    <AccountLink of={answer.of} account={one.subject} name={one.name} />
                  </th>
                  <td>{sayLevel(one.level_before, one.before)}</td>
                  <td>{sayLevel(one.level_after, one.after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {answer.movers.length > SHOWN && <p className="quiet">{said.more(answer.movers.length - SHOWN)}</p>}
        </div>
      )}
    </div>
  );
}

function sayLevel(level: string | null, score: number | null): string {
  return score === null ? said.noScore : `${sayScore(score)}, ${level ?? ""}`;
}

function Sides({ told }: { readonly told: DryRunTold }) {
  return (
    <dl className="card-sides">
      {(
        [
          [said.before, told.before],
          [said.after, told.after],
        ] as const
      ).map(([name, counted]) => {
        const scored = counted.filter((one) => one.level !== null);
        const total = Math.max(
          1,
          counted.reduce((sum, one) => sum + one.subjects, 0),
        );
        return (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <div className="card-spread" aria-hidden="true">
                {scored.map((one, i) => (
                  <span
                    key={one.level}
                    data-rank={i === 0 ? "lowest" : i === scored.length - 1 ? "highest" : "middle"}
                    style={{ inlineSize: `${(one.subjects / total) * 100}%` }}
                  />
                ))}
              </div>
              <span className="small">
                {counted.map((one) => `${one.level ?? said.noScore} ${sayCount(one.subjects)}`).join(" · ")}
              </span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
