// The account's people, whoever was seen last first.

import type { AccountPeople } from "../api/generated/types.gen";
import { accountWords as said, sayDay } from "../words/accounts";
import { Panel, type PanelProps } from "./Panel";

const MOST = 8;

export interface PeoplePanelProps {
  readonly people: AccountPeople | undefined;
  readonly answer: NonNullable<PanelProps["answer"]>;
}

export function PeoplePanel({ people, answer }: PeoplePanelProps) {
  return (
    <Panel title={said.people} answer={answer} comes={said.comes.people} height={18}>
      {people?.total === 0 && <p className="quiet">{said.noPeople}</p>}
      {people && people.people.length > 0 && (
        <ul className="account-lines">
          {people.people.slice(0, MOST).map((one) => (
            <li key={one.id}>
              <span>
                {one.name ?? one.id}
                {one.title && <span className="quiet small"> {one.title}</span>}
                {one.email && (
                  <a className="small account-mail" href={`mailto:${one.email}`}>
                    {one.email}
                  </a>
                )}
              </span>
              <span className="quiet small" title={said.lastSeenHint}>
                {one.last_seen === null ? said.neverSeen : sayDay(one.last_seen)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {people && people.total > MOST && <p className="quiet small">{said.morePeople(people.total - MOST)}</p>}
    </Panel>
  );
}
