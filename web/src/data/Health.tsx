// What came in, source by source, and what about it needs a look. Missing is not zero: what is not known yet is
// said to be not known yet.

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { dataHealth, listMaps, logInfo, unmentionedActivities } from "../api/generated/sdk.gen";
import type { LogOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Until } from "../pages/Until";
import { dataWords as words } from "../words/data";
import { Ago } from "./Ago";
import { useImports } from "./Imports";
import { VolumeChart, type SourceHealth } from "./VolumeChart";
import { sayCount, sayDay } from "../words/figures";

interface Drift {
  readonly source: string;
  readonly activity: string;
  readonly property: string;
  readonly what: "came" | "went" | "type";
  readonly before: number;
  readonly now: number;
  readonly types_before: string[];
  readonly types_now: string[];
}

interface HealthAnswer {
  readonly until: string;
  readonly first: string;
  readonly sources: SourceHealth[];
  readonly nobodys: { source: string; activity: string; interactions: number }[];
  readonly drift: Drift[];
}

/** As which source the clock of the demo writes that a day has passed: nobody sends that. */
const DEMO_CLOCK = "clock";

export interface HealthProps {
  readonly mayBring: boolean;
  readonly bring: (isLarge: boolean) => ReactNode;
  readonly tools: (isEmpty: boolean) => ReactNode;
  readonly files: ReactNode;
}

export function Health({ mayBring, bring, tools, files }: HealthProps) {
  const info = useQuery({ queryKey: ["log"], queryFn: () => answered(logInfo()), staleTime: 0 });
  const health = useQuery({
    queryKey: ["data-health", info.data?.generation],
    queryFn: () => answered(dataHealth()),
    enabled: info.data !== undefined,
    refetchInterval: (query) => (query.state.data && !query.state.data.fresh ? 700 : false),
    staleTime: 0,
  });
  if (!info.data) return <Until answer={info} />;
  const isEmpty = Object.keys(info.data.sources).length === 0;
  const found = health.data?.answer as HealthAnswer | undefined;
  // The place where a file is dropped stays while what is known changes: a file may be on its way there.
  return (
    <>
      {isEmpty && (
        <section className="first-time">
          <h2>{words.firstTime}</h2>
          <p>{words.firstTimeHint}</p>
        </section>
      )}
      {bring(isEmpty)}
      {!isEmpty && <Sources info={info.data} found={found} error={health.error} />}
      {!isEmpty && found && <NeedsLook found={found} mayBring={mayBring} />}
      {files}
      {tools(isEmpty)}
      {!isEmpty && <Activities activities={info.data.activities} />}
    </>
  );
}

interface SourcesProps {
  readonly info: LogOut;
  readonly found: HealthAnswer | undefined;
  readonly error: Error | null;
}

function Sources({ info, found, error }: SourcesProps) {
  const counts = Object.entries(info.sources as Record<string, number>).filter(
    ([name]) => name !== DEMO_CLOCK,
  );
  return (
    <section aria-labelledby="sources-title">
      <h2 id="sources-title" className="apart">
        {words.sources}{" "}
        {info.first && info.last && (
          <span className="quiet small">{words.fromUntil(sayDay(info.first), sayDay(info.last))}</span>
        )}
      </h2>
      {error && <p role="alert">{error.message}</p>}
      <div className="wide" tabIndex={0}>
        <table className="source-table">
          <thead>
            <tr>
              <th scope="col">{words.source}</th>
              <th scope="col">{words.lastEvent}</th>
              <th scope="col">{words.perDay}</th>
              <th scope="col" className="at-end">
                {words.total}
              </th>
            </tr>
          </thead>
          <tbody>
            {counts
              .toSorted((a, b) => b[1] - a[1])
              .map(([name, count]) => {
                const one = found?.sources.find((each) => each.source === name);
                return (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td className="quiet">
                      {one ? <LastEvent one={one} /> : <span>{words.notKnownYet}</span>}
                    </td>
                    <td>
                      {one && found ? <VolumeChart one={one} first={found.first} /> : words.lookingAtData}
                    </td>
                    <td className="number at-end">{sayCount(count)}</td>
                  </tr>
                );
              })}
          </tbody>
        </table>
      </div>
      <p className="quiet small how-marked">{words.howMarked}</p>
    </section>
  );
}

function LastEvent({ one }: { readonly one: SourceHealth }) {
  const at = one.last_at ?? one.last_on;
  return (
    <>
      <Ago at={at} />
      {one.silent_days > 0 && <b className="refused block">{words.silent(one.silent_days)}</b>}
    </>
  );
}

function NeedsLook({ found, mayBring }: { readonly found: HealthAnswer; readonly mayBring: boolean }) {
  const unmentioned = useQuery({
    queryKey: ["data-unmentioned"],
    queryFn: () => answered(unmentionedActivities()),
  });
  const maps = useQuery({ queryKey: ["maps"], queryFn: () => answered(listMaps()) });
  const imports = useImports(mayBring);
  const silent = found.sources.filter((one) => one.silent_days > 0);
  const refused = (imports.data?.items ?? []).filter((one) => one.has_rejects && one.fixes === null);
  const rest = unmentioned.data ?? [];
  const isWell =
    silent.length + refused.length + found.nobodys.length + found.drift.length + rest.length === 0 &&
    unmentioned.data !== undefined;
  const some = maps.data?.items.slice(0, 3) ?? [];
  return (
    <section aria-labelledby="look-title">
      <h2 id="look-title" className="apart">
        {words.needsLook}
      </h2>
      {isWell && <p className="quiet">{words.allWell}</p>}
      <div className="needs">
        <Need title={words.silentTitle} hint={words.silentHint}>
          {silent.map((one) => (
            <li key={one.source}>{words.silentOf(one.source, sayDay(one.last_on))}</li>
          ))}
        </Need>
        <Need title={words.nobodys} hint={words.nobodysHint}>
          {found.nobodys.map((one) => (
            <li key={one.source + one.activity}>
              {words.nobodysOf(one.interactions, one.activity, one.source)}
            </li>
          ))}
        </Need>
        <Need title={words.drift} hint={words.driftHint}>
          {found.drift.map((one) => (
            <li key={one.source + one.activity + one.property}>{driftSaid(one)}</li>
          ))}
        </Need>
        <Need title={words.refusedTitle} hint={words.refusedHint}>
          {refused.map((one) => (
            <li key={one.id}>
              <Link to="/data" search={{ mend: one.id }}>
                {words.refusedOf(one.counts?.rejected ?? 0, one.name)}
              </Link>
            </li>
          ))}
        </Need>
        <Need
          title={words.unmentioned}
          hint={words.unmentionedHint}
          foot={
            <p className="small">
              {some.map((one) => (
                <Link key={one.id} to="/maps/$mapId" params={{ mapId: one.id }} className="add-step">
                  {words.addStep(one.title)}
                </Link>
              ))}
            </p>
          }
        >
          {rest.map((one) => (
            <li key={one.activity}>
              {one.activity} <span className="quiet number">{words.times(one.interactions)}</span>
            </li>
          ))}
        </Need>
      </div>
    </section>
  );
}

const SHOWN = 6;

function Need({
  title,
  hint,
  children,
  foot,
}: {
  readonly title: string;
  readonly hint: string;
  readonly children: readonly ReactNode[];
  readonly foot?: ReactNode;
}) {
  if (children.length === 0) return null;
  return (
    <article>
      <h3>
        {title} <span className="quiet number">{children.length}</span>
      </h3>
      <p className="quiet small">{hint}</p>
      <ul>{children.slice(0, SHOWN)}</ul>
      {children.length > SHOWN && (
        <details>
          <summary className="small">{words.more(children.length - SHOWN)}</summary>
          <ul>{children.slice(SHOWN)}</ul>
        </details>
      )}
      {foot}
    </article>
  );
}

function driftSaid(one: Drift): string {
  const share = (of: number) => `${String(Math.round(100 * of))} %`;
  if (one.what === "came") return words.driftCame(one.property, one.activity, one.source, share(one.now));
  if (one.what === "went") return words.driftWent(one.property, one.activity, one.source, share(one.before));
  return words.driftType(
    one.property,
    one.activity,
    one.source,
    one.types_before.join(", "),
    one.types_now.join(", "),
  );
}

function Activities({ activities }: { readonly activities: Record<string, number> }) {
  const all = Object.entries(activities).toSorted((a, b) => b[1] - a[1]);
  if (all.length === 0) return null;
  return (
    <section aria-labelledby="activities-title">
      <h2 id="activities-title" className="apart">
        {words.activitiesTitle}
      </h2>
      <ul className="many">
        {all.map(([name, count]) => (
          <li key={name}>
            {name} <span className="quiet number">{sayCount(count)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
