// One account's health: the score, every line of how it came about, what changed in a week, and the score that
// somebody set by hand, beside what the signals say.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { healthOf, takeEntryBack } from "../api/generated/sdk.gen";
import type { HealthByCard, SignalOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { tell } from "../app/told";
import { Until } from "../pages/Until";
import { scorecardWords } from "../words/scorecards";
import { ByHand } from "./ByHand";
import { rankOf } from "./card";
import { sayDay, sayMoved, sayScore, sayShare, sayValue } from "./say";
import "../styles/health.css";

const said = scorecardWords.health;

export interface HealthOfProps {
  /** The type of object: account, customer… */
  readonly of: string;
  readonly account: string;
}

export function HealthOf({ of, account }: HealthOfProps) {
  const health = useQuery({
    queryKey: ["health", of, account],
    queryFn: () => answered(healthOf({ query: { of, account } })),
  });
  if (!health.data) return <Until answer={health} />;
  if (health.data.length === 0)
    return (
      <p className="quiet">
        {said.none} <Link to="/scorecards">{said.make}</Link>
      </p>
    );
  const meant = health.data.filter((one) => one.is_meant);
  return (
    <div className="health-of">
      {(meant.length > 0 ? meant : health.data.slice(0, 1)).map((one) => (
        <ByCard key={one.scorecard} of={of} health={one} />
      ))}
    </div>
  );
}

function ByCard({ of, health }: { readonly of: string; readonly health: HealthByCard }) {
  const [isSetting, setSetting] = useState(false);
  const { score, level, override } = health;
  if (!health.is_meant) return <p className="quiet">{said.notMeant}</p>;
  return (
    <section className="health-card" aria-label={`${said.title} ${health.name}`}>
      <header>
        <Score value={score} level={level} health={health} />
        <div className="health-scale-side">
          <Scale health={health} />
          <p className="quiet small">
            {said.by(health.name, health.version)}, {said.asOf(sayDay(health.as_of))}.{" "}
            {said.coverage(sayShare(health.coverage))}
            {health.segment !== null && ` ${said.segment(health.segment)}`}
          </p>
        </div>
        {!override && (
          <button
            type="button"
            className="button"
            onClick={() => {
              setSetting(true);
            }}
          >
            {said.set}
          </button>
        )}
      </header>
      {override && <Overridden of={of} health={health} />}
      <Lines health={health} />
      <Changed health={health} />
      {isSetting && (
        <ByHand
          of={of}
          health={health}
          onClose={() => {
            setSetting(false);
          }}
        />
      )}
    </section>
  );
}

interface ScoreProps {
  readonly value: number | null;
  readonly level: string | null;
  readonly health: HealthByCard;
}

function Score({ value, level, health }: ScoreProps) {
  if (value === null) return <p className="health-score quiet">{said.noScore}</p>;
  return (
    <p className="health-score" data-rank={rankOf(health.levels, value) === 0 ? "lowest" : undefined}>
      <b>{sayScore(value)}</b> <span>{level}</span>
    </p>
  );
}

/** The scale with its levels, where the score is, and where what the signals say is beside it. */
function Scale({ health }: { readonly health: HealthByCard }) {
  const { lowest, highest, levels, score, worked_out: signals } = health;
  const at = (value: number) => ((value - lowest) / (highest - lowest || 1)) * 100;
  return (
    <div className="health-scale" aria-hidden="true">
      {levels.map((one, i) => {
        const begin = at(one.at_least ?? lowest);
        const end = at(levels[i + 1]?.at_least ?? highest);
        return (
          <span
            key={one.name}
            data-rank={i === 0 ? "lowest" : i === levels.length - 1 ? "highest" : "middle"}
            style={{ inlineSize: `${end - begin}%` }}
          >
            {one.name}
          </span>
        );
      })}
      {signals !== null && signals !== score && (
        <i className="signals-mark" style={{ insetInlineStart: `${at(signals)}%` }} />
      )}
      {score !== null && <i style={{ insetInlineStart: `${at(score)}%` }} />}
    </div>
  );
}

function Overridden({ of, health }: { readonly of: string; readonly health: HealthByCard }) {
  const queries = useQueryClient();
  const back = useMutation({
    mutationFn: (key: string) =>
      answered(takeEntryBack({ path: { of, account: health.subject, entry_id: key } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["health", of, health.subject] });
      tell({ says: said.takenBack });
    },
  });
  const { override } = health;
  if (!override) return null;
  return (
    <div className="health-by-hand">
      <p>
        <b>{said.overridden(override.by, sayDay(override.until))}.</b> {override.reason}
      </p>
      <p>
        {health.worked_out === null
          ? said.signalsSayNothing
          : said.signalsSay(sayScore(health.worked_out), health.worked_out_level ?? "")}{" "}
        <button
          type="button"
          className="link"
          disabled={back.isPending}
          onClick={() => {
            back.mutate(override.key);
          }}
        >
          {said.takeBack}
        </button>
      </p>
      {back.error && <p role="alert">{back.error.message}</p>}
    </div>
  );
}

function Lines({ health }: { readonly health: HealthByCard }) {
  const most = Math.max(1, ...health.signals.map((one) => Math.abs(one.adds)));
  return (
    <ul className="health-lines">
      {health.starts_at !== null && (
        <li>
          <b>{said.begins}</b>
          <span className="number health-adds">{sayScore(health.starts_at)}</span>
        </li>
      )}
      {health.signals.map((one) => (
        <SignalLine key={one.id} one={one} most={most} health={health} />
      ))}
    </ul>
  );
}

interface SignalLineProps {
  readonly one: SignalOut;
  readonly most: number;
  readonly health: HealthByCard;
}

function SignalLine({ one, most, health }: SignalLineProps) {
  const isMissing = one.value === null;
  const middle = (health.lowest + health.highest) / 2;
  const isLow = one.points !== null && (health.combine === "points" ? one.points < 0 : one.points < middle);
  const details = [
    one.rule === null ? null : one.rule,
    one.n > 0 ? said.rests(one.n) : null,
    one.latest === null ? null : said.latest(sayDay(one.latest)),
    health.combine === "weighted mean" ? said.weight(one.weight) : null,
  ].filter((part) => part !== null);
  return (
    <li data-low={isLow || undefined} data-missing={isMissing || undefined}>
      <div>
        <b>{one.name}</b>{" "}
        <span>
          {isMissing
            ? `${said.unknown}: ${one.missing ?? ""}`
            : `${sayValue(one.value ?? 0)}${one.says === null ? "" : `, ${one.says}`}`}
        </span>
        <p className="quiet small">{details.join(" · ")}</p>
      </div>
      <span className="health-bar" aria-hidden="true">
        <span style={{ inlineSize: `${(Math.abs(one.adds) / most) * 100}%` }} />
      </span>
      <span className="number health-adds">{one.points === null ? "–" : said.adds(sayScore(one.adds))}</span>
    </li>
  );
}

function Changed({ health }: { readonly health: HealthByCard }) {
  const { before, after, moved, parts } = health.changed;
  return (
    <div className="health-changed">
      <h4>{said.changed}</h4>
      {moved === null ? (
        <p className="quiet">{said.noBefore}</p>
      ) : parts.length === 0 ? (
        <p className="quiet">{said.same}</p>
      ) : (
        <>
          <p>
            {said.moved(sayScore(before ?? 0), sayScore(after ?? 0))} <b>({sayMoved(moved)})</b>
          </p>
          <ul>
            {parts.map((part) => (
              <li key={part.signal ?? ""}>
                <b className="number">{sayMoved(part.moved)}</b>{" "}
                {part.signal === null
                  ? said.edge
                  : said.part(
                      part.name,
                      part.before === null ? said.unknown : sayValue(part.before),
                      part.after === null ? said.unknown : sayValue(part.after),
                    )}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
