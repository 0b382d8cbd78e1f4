// The first ninety days: who is new, and which of the map's milestones each has reached, missed or has before it.

import { useState } from "react";
import { firstDays } from "../api/generated/sdk.gen";
import type { AnswerOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { MineOnly } from "../app/MineOnly";
import { AccountLink } from "../app/Named";
import { useAnswer } from "../lived/useLived";
import { renewalWords as said } from "../words/renewals";
import { Answer } from "./Answer";
import { MapChoice } from "./MapChoice";
import { type FirstDays, sayDay, sayShare } from "./renewals";
import { sayCount } from "../words/figures";

const FIRST_SHOWN = 60;

export interface FirstDaysBoardProps {
  readonly map: string | undefined;
  readonly isMine: boolean;
  readonly onMap: (map: string) => void;
  readonly onMine: (isMine: boolean) => void;
}

export function FirstDaysBoard({ map, isMine, onMap, onMine }: FirstDaysBoardProps) {
  return (
    <MapChoice map={map} onMap={onMap}>
      {(chosen) => (
        <>
          <MineOnly isMine={isMine} onMine={onMine} />
          <OfMap key={chosen} mapId={chosen} isMine={isMine} />
        </>
      )}
    </MapChoice>
  );
}

function OfMap({ mapId, isMine }: { readonly mapId: string; readonly isMine: boolean }) {
  const query = isMine ? { mine: true } : {};
  const asked = useAnswer<FirstDays>(["first-days", mapId, isMine], true, () =>
    answered<AnswerOut>(firstDays({ path: { map_id: mapId }, query })),
  );
  return <Answer asked={asked}>{(found) => <Shown found={found} />}</Answer>;
}

function Shown({ found }: { readonly found: FirstDays }) {
  const [isMissedOnly, setMissedOnly] = useState(false);
  const [most, setMost] = useState(FIRST_SHOWN);
  if (found.newcomers.length === 0)
    return (
      <div className="empty">
        <h2>{said.noNew}</h2>
        <p className="quiet">{said.noNewHint}</p>
      </div>
    );
  const shown = found.newcomers.filter((one) => !isMissedOnly || one.missed > 0);
  return (
    <>
      <p className="quiet">{said.firstHint(found.days, "")}</p>
      <label className="inline">
        <input
          type="checkbox"
          checked={isMissedOnly}
          onChange={(event) => {
            setMissedOnly(event.target.checked);
          }}
        />
        {said.missedOnly} ({sayCount(found.newcomers.filter((one) => one.missed > 0).length)})
      </label>
      <div className="wide" tabIndex={0}>
        <table className="first-days">
          <thead>
            <tr>
              <th scope="col">{said.account}</th>
              <th scope="col">{said.owner}</th>
              {found.milestones.map((one) => (
                <th key={one.step} scope="col">
                  {one.name}
                  <span className="quiet small">
                    {one.due_days === null ? said.noDue : said.dueDay(one.due_days, one.basis)}
                  </span>
                  {one.in_time.value !== null && (
                    <span className="quiet small">
                      {said.inTime(sayShare(one.in_time.value), one.in_time.n)}
                    </span>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, most).map((one) => (
              <tr key={one.subject}>
                <th scope="row">
                  <AccountLink of={found.travels} account={one.subject} name={one.name} />
                  <span className="quiet small">{one.has_left ? said.left : said.began(one.age_days)}</span>
                </th>
                <td>{one.owner ?? <span className="quiet">{said.nobodys}</span>}</td>
                {one.milestones.map((milestone, i) => (
                  <td key={found.milestones[i]?.step ?? i}>
                    <span className="milestone" data-state={milestone.state}>
                      {said.milestone[milestone.state]}
                    </span>
                    <span className="quiet small">
                      {milestone.by !== null
                        ? said.byHand(milestone.by)
                        : milestone.at !== null
                          ? sayDay(milestone.at)
                          : milestone.due !== null
                            ? sayDay(milestone.due)
                            : ""}
                    </span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length > most && (
        <button
          type="button"
          className="button"
          onClick={() => {
            setMost(most + 200);
          }}
        >
          {said.more(shown.length - most)}
        </button>
      )}
    </>
  );
}
