// How the workspace is set up; for owners also who did what.

import { useQuery } from "@tanstack/react-query";
import { securityLog } from "../../api/generated/sdk.gen";
import { answered } from "../../api/http";
import { useWorkspace } from "../../app/clock";
import { mayOn, useMe } from "../../app/me";
import { settingsWords } from "../../words/settings";
import { Until } from "../Until";
import { Zone } from "./Zone";
import { sayWhen } from "../../words/figures";

const { space: words } = settingsWords;
const MOST_SHOWN = 20;

export function Workspace() {
  const mine = useMe();
  const found = useWorkspace();
  const it = found.data;
  return (
    <>
      <section>
        <h2>{words.title}</h2>
        <p className="quiet">{words.hint}</p>
        <Until answer={found} />
        {it && (
          <dl className="facts">
            <dt>{words.name}</dt>
            <dd>{it.name === "" ? <span className="quiet">{words.noName}</span> : it.name}</dd>
            <dt>{words.address}</dt>
            <dd>{it.address}</dd>
            <dt>{words.zone}</dt>
            <dd>
              <Zone space={it} />
            </dd>
            <dt>{words.week}</dt>
            <dd>{it.week_start.charAt(0).toUpperCase() + it.week_start.slice(1)}</dd>
            <dt>{words.currency}</dt>
            <dd>
              {it.currency}
              {it.currencies.length > 0 && (
                <span className="quiet"> ({words.rates(it.currencies.join(", "))})</span>
              )}
            </dd>
            <dt>{words.kept}</dt>
            <dd>
              {Object.keys(it.retention).length === 0
                ? words.keptAll
                : Object.entries(it.retention)
                    .map(([source, span]) => words.keptFor(source, span))
                    .join("; ")}
            </dd>
            <dt>{words.dropped}</dt>
            <dd>{it.dropped.join(", ") || words.nothing}</dd>
            <dt>{words.hashed}</dt>
            <dd>{it.hashed.join(", ") || words.nothing}</dd>
            <dt>{words.upload}</dt>
            <dd>{it.attachment_megabytes} MB</dd>
            <dt>{words.mails}</dt>
            <dd>{it.mails ? words.mailsOn : words.mailsOff}</dd>
            <dt>{words.providers}</dt>
            <dd>{it.sign_in_with.join(", ") || words.noProviders}</dd>
            <dt>{words.version}</dt>
            <dd>{it.version}</dd>
          </dl>
        )}
      </section>
      {mayOn(mine, "", "owner") && <WhoDidWhat />}
    </>
  );
}

function WhoDidWhat() {
  const log = useQuery({
    queryKey: ["security-log"],
    queryFn: () => answered(securityLog({ query: { limit: MOST_SHOWN } })),
  });
  return (
    <section>
      <h2>{words.log}</h2>
      <p className="quiet">
        {words.logHint} <a href="/api/v1/security-log.csv">{words.download}</a>
      </p>
      <Until answer={log} />
      <ul className="rows">
        {log.data?.items.map((one) => (
          <li key={one.id}>
            <span>
              <b>{one.email ?? "–"}</b> {one.action}
              {one.target && <span className="quiet"> {one.target}</span>}
            </span>
            <time className="quiet small" dateTime={one.at}>
              {sayWhen(one.at)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}
