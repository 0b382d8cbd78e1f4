// The team's day: what is on whose desk, whose load is how large, who is away; and the handoffs that are late.

import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { team as readTeam } from "../api/generated/sdk.gen";
import type { MateOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Until } from "../pages/Until";
import { sayMoney } from "../success/board";
import { todayWords as said } from "../words/today";
import { MapsAtWork } from "./MapsAtWork";
import { Overdue } from "./Overdue";
import { sayCount, sayDay } from "../words/figures";

export function Team({ onPerson }: { readonly onPerson: (id: number) => void }) {
  const team = useQuery({
    queryKey: ["desk", "team"],
    queryFn: () => answered(readTeam()),
    staleTime: 0,
  });
  return (
    <>
      <Until answer={team} />
      {team.data && (
        <div className="desk-team">
          <table>
            <thead>
              <tr>
                <th scope="col">{said.person}</th>
                <th scope="col">{said.onDesk}</th>
                <th scope="col">{said.lateOrUrgent}</th>
                <th scope="col" title={said.loadHint}>
                  {said.load}
                </th>
              </tr>
            </thead>
            <tbody>
              {team.data.people.map((one) => (
                <tr key={one.person.id} data-away={one.away_until ? "" : undefined}>
                  <th scope="row">
                    <button
                      type="button"
                      className="link"
                      onClick={() => {
                        onPerson(one.person.id);
                      }}
                    >
                      {one.person.name}
                    </button>
                    <span className="quiet small">
                      {one.roles.length > 0 ? one.roles.join(", ") : said.noRoles}
                      {one.away_until &&
                        ` · ${said.awayUntil(sayDay(Date.parse(one.away_until) - 1), one.substitute?.name ?? "")}`}
                    </span>
                  </th>
                  <td data-label={said.onDesk}>{sayDesk(one)}</td>
                  <td data-label={said.lateOrUrgent}>
                    <b className={one.late > 0 ? "thing-reason is-late" : undefined}>{one.late}</b>
                    {" / "}
                    {one.urgent}
                  </td>
                  <td data-label={said.load}>
                    <Load of={one} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {team.data.rules.length > 0 && (
            <section>
              <h2 className="desk-part">{said.teamRules}</h2>
              <p className="quiet">{said.teamRulesHint}</p>
              <ul className="moments">
                {team.data.rules.map((rule) => (
                  <li key={rule.key} className="desk-rule" data-severity={rule.severity}>
                    <p>
                      <b>{rule.says}</b>{" "}
                      <span className="quiet small">
                        {[
                          said.alerts(rule.alerts),
                          rule.urgent > 0 && said.urgentOf(rule.urgent, rule.alerts),
                          rule.cents !== null &&
                            rule.cents > 0 &&
                            said.perMonthTogether(sayMoney(rule.cents, team.data.currency)),
                        ]
                          .filter(Boolean)
                          .join(" · ")}
                      </span>
                    </p>
                    <p className="small">
                      {rule.shares.map((share, place) => (
                        <Fragment key={share.person?.id ?? 0}>
                          {place > 0 && " · "}
                          {share.person ? (
                            <button
                              type="button"
                              className="link"
                              onClick={() => {
                                if (share.person) onPerson(share.person.id);
                              }}
                            >
                              {share.person.name}
                            </button>
                          ) : (
                            said.nobody
                          )}{" "}
                          {sayCount(share.alerts)}
                        </Fragment>
                      ))}
                    </p>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <Overdue handoffs={team.data.overdue} currency={team.data.currency} onPerson={onPerson} />
          <MapsAtWork />
        </div>
      )}
    </>
  );
}

function sayDesk(one: MateOut): string {
  const parts = [
    ...(one.tasks > 0 ? [said.tasks(one.tasks)] : []),
    ...(one.alerts > 0 ? [said.alerts(one.alerts)] : []),
    ...(one.handoffs > 0 ? [said.handoffs(one.handoffs)] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : said.nothing;
}

function Load({ of: one }: { readonly of: MateOut }) {
  const share = one.capacity > 0 ? one.accounts / one.capacity : 0;
  return (
    <span className="load" data-over={share > 1 ? "" : undefined} title={share > 1 ? said.over : undefined}>
      {one.capacity > 0 && (
        <span className="load-bar" aria-hidden="true">
          <span style={{ inlineSize: `${Math.min(share, 1) * 100}%` }} />
        </span>
      )}
      {said.ofCapacity(one.accounts, one.capacity)}
      {share > 1 && <span className="small"> · {said.over}</span>}
    </span>
  );
}
