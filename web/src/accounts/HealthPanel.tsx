// The health score with every line of how it came about, and what changed since a week ago.

import type { HealthOut } from "../api/generated/types.gen";
import { accountWords as said, sayDay } from "../words/accounts";
import { Panel, type PanelProps } from "./Panel";

interface Line {
  readonly id: string;
  readonly name: string;
  readonly value: number | null;
  readonly rule: string | null;
  readonly says: string | null;
  readonly points: number | null;
  readonly adds: number;
  readonly missing: string | null;
}

export interface Explained {
  readonly score: number | null;
  readonly level: string | null;
  readonly worked_out: number | null;
  readonly coverage: number;
  readonly is_meant: boolean;
  readonly override: { readonly by: string; readonly reason: string; readonly until: string } | null;
  readonly signals: readonly Line[];
}

interface Changed {
  readonly moved: number | null;
  readonly parts: readonly { readonly name: string; readonly moved: number }[];
}

export interface HealthPanelProps {
  readonly health: HealthOut | undefined;
  readonly answer: NonNullable<PanelProps["answer"]>;
}

export function HealthPanel({ health, answer }: HealthPanelProps) {
  const told = health?.explained as Explained | null | undefined;
  const changed = health?.changed as Changed | null | undefined;
  const [lowest, highest] = [health?.lowest ?? 0, health?.highest ?? 100];
  return (
    <Panel title={said.health} answer={answer}>
      {health && !told && <p className="quiet">{said.noScorecard}</p>}
      {told && (told.score === null || !told.is_meant) && <p className="quiet">{said.notScored}</p>}
      {told && told.score !== null && (
        <>
          <p>
            <b className="tabular">{told.score.toFixed(0)}</b> {told.level}{" "}
            <span className="quiet small">
              {health?.scorecard && said.healthBy(health.scorecard)} ·{" "}
              {changed?.moved === null || changed === null || changed === undefined
                ? ""
                : Math.round(changed.moved) === 0
                  ? said.unchanged
                  : said.changed(signed(changed.moved))}
            </span>
          </p>
          {told.override && (
            <p className="small">
              {said.override(told.override.by, sayDay(told.override.until))}{" "}
              <span className="quiet">{told.override.reason}</span>
            </p>
          )}
          <ul className="account-lines signals">
            {told.signals.map((line) => (
              <li key={line.id} data-missing={line.points === null || undefined}>
                <span>
                  {line.name}
                  <span className="quiet small">
                    {" "}
                    {line.value === null
                      ? `${said.noValue}, ${line.missing ?? ""}`
                      : (line.says ?? line.rule)}
                  </span>
                </span>
                <meter
                  min={lowest}
                  max={highest}
                  value={line.points ?? lowest}
                  aria-label={line.name}
                  title={line.rule ?? ""}
                />
                <span className="tabular">{line.points === null ? "–" : line.points.toFixed(0)}</span>
              </li>
            ))}
          </ul>
          {changed && changed.parts.length > 0 && (
            <p className="quiet small">
              {changed.parts
                .slice(0, 3)
                .map((one) => `${one.name} ${signed(one.moved)}`)
                .join(" · ")}
            </p>
          )}
          {told.coverage < 1 && (
            <p className="quiet small">{said.coverage(`${Math.round(told.coverage * 100).toString()} %`)}</p>
          )}
        </>
      )}
    </Panel>
  );
}

function signed(moved: number): string {
  return `${moved > 0 ? "+" : "−"}${Math.abs(moved).toFixed(0)}`;
}
