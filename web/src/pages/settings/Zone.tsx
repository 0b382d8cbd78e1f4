// Where the workspace's days begin; an owner may choose another zone, and reads first what that changes.

import { useState } from "react";
import type { WorkspaceOut } from "../../api/generated/types.gen";
import { timeNow } from "../../app/clock";
import { mayOn, useMe } from "../../app/me";
import { useChooseZone } from "../../app/useChooseZone";
import { ZoneChoice } from "../../data/ZoneChoice";
import { sayMoment } from "../../words/figures";
import { settingsWords } from "../../words/settings";
import { shellWords } from "../../words/shell";

const { space: words } = settingsWords;

export function Zone({ space }: { readonly space: WorkspaceOut }) {
  const mine = useMe();
  const [chosen, setChosen] = useState<string | null>(null);
  const before = space.time_zone;
  const choose = useChooseZone();
  const now = timeNow();
  return (
    <>
      {before}
      {!space.zone_is_chosen && <span className="quiet"> ({words.zoneNotChosen})</span>}{" "}
      {mayOn(mine, "", "owner") && chosen === null && (
        <button
          type="button"
          className="button"
          onClick={() => {
            setChosen(before);
          }}
        >
          {words.change}
        </button>
      )}
      {chosen !== null && (
        <div>
          <ZoneChoice
            asks={words.askZone}
            hint={words.zoneHint}
            zone={chosen}
            isBusy={choose.isPending}
            onChoose={setChosen}
          />
          {chosen !== before && (
            <>
              <p>{words.zoneChanges(before, chosen)}</p>
              <ul>
                <li>{words.zoneTold(sayMoment(now, before), sayMoment(now, chosen))}</li>
                <li>{words.zoneDays}</li>
                <li>{words.zoneDates}</li>
              </ul>
            </>
          )}
          {choose.error && <p role="alert">{choose.error.message}</p>}
          <p className="inline">
            <button
              type="button"
              className="button first"
              disabled={choose.isPending || (chosen === before && space.zone_is_chosen)}
              onClick={() => {
                choose.mutate(chosen, {
                  onSuccess: () => {
                    setChosen(null);
                  },
                });
              }}
            >
              {words.changeIt}
            </button>
            <button
              type="button"
              className="button"
              onClick={() => {
                setChosen(null);
              }}
            >
              {shellWords.cancel}
            </button>
          </p>
        </div>
      )}
    </>
  );
}
