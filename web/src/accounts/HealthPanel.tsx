// The health score with every line of how it came about, and what changed since a week ago.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { healthOf } from "../api/generated/sdk.gen";
import type { HealthOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Until } from "../pages/Until";
import { ByHand } from "../scorecards/ByHand";
import { scorecardWords } from "../words/scorecards";
import { accountWords as said, sayDay } from "../words/accounts";
import { Panel, type PanelProps } from "./Panel";
import { sayWeight } from "./weights";
import { useWriting, type Whom } from "./useWriting";

interface Line {
  readonly id: string;
  readonly name: string;
  readonly value: number | null;
  /** The value with its unit. */
  readonly shown?: string | null;
  readonly rule: string | null;
  readonly says: string | null;
  readonly points: number | null;
  readonly weight: number;
  readonly adds: number;
  readonly missing: string | null;
}

export interface Explained {
  readonly score: number | null;
  readonly level: string | null;
  readonly worked_out: number | null;
  readonly coverage: number;
  readonly is_meant: boolean;
  readonly override: {
    readonly by: string;
    readonly reason: string;
    readonly until: string;
    readonly key: string;
  } | null;
  readonly signals: readonly Line[];
}

interface Changed {
  readonly moved: number | null;
  readonly parts: readonly { readonly name: string; readonly moved: number }[];
}

export interface HealthPanelProps {
  readonly whom: Whom;
  readonly health: HealthOut | undefined;
  readonly answer: NonNullable<PanelProps["answer"]>;
}

export function HealthPanel({ whom, health, answer }: HealthPanelProps) {
  const { back } = useWriting();
  const [isSetting, setSetting] = useState(false);
  const told = health?.explained as Explained | null | undefined;
  const changed = health?.changed as Changed | null | undefined;
  const [lowest, highest] = [health?.lowest ?? 0, health?.highest ?? 100];
  return (
    <Panel title={said.health} answer={answer} comes={said.comes.health} height={26}>
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
              <span className="quiet">{told.override.reason}</span>{" "}
              <button
                type="button"
                className="link"
                disabled={back.isPending}
                onClick={() => {
                  if (told.override) back.mutate({ ...whom, id: told.override.key });
                }}
              >
                {said.takeBack}
              </button>
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
                      : [line.shown, line.says ?? line.rule].filter(Boolean).join(" · ")}
                  </span>
                  <span className="quiet small signal-weight">
                    {sayWeight(line, told.signals, health?.combine ?? null)}
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
      {told?.is_meant && !told.override && (
        <button
          type="button"
          className="link small"
          onClick={() => {
            setSetting(true);
          }}
        >
          {scorecardWords.health.set}
        </button>
      )}
      {isSetting && (
        <Setting
          whom={whom}
          by={health?.scorecard ?? ""}
          onClose={() => {
            setSetting(false);
          }}
        />
      )}
    </Panel>
  );
}

interface SettingProps {
  readonly whom: Whom;
  /** The name of the scorecard that the panel shows. */
  readonly by: string;
  readonly onClose: () => void;
}

function Setting({ whom, by, onClose }: SettingProps) {
  const cards = useQuery({
    queryKey: ["health", whom.of, whom.account],
    queryFn: () => answered(healthOf({ query: whom })),
    gcTime: 0,
  });
  const card = cards.data?.find((one) => one.name === by);
  return card ? <ByHand of={whom.of} health={card} onClose={onClose} /> : <Until answer={cards} />;
}

function signed(moved: number): string {
  return `${moved > 0 ? "+" : "−"}${Math.abs(moved).toFixed(0)}`;
}
