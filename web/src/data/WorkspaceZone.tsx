// Before the first file comes in: where the workspace's days begin. This computer's zone is offered, a person says yes.

import { useWorkspace } from "../app/clock";
import { mayOn, useMe } from "../app/me";
import { useChooseZone } from "../app/useChooseZone";
import { dataWords as words } from "../words/data";
import { ZoneChoice } from "./ZoneChoice";

export function WorkspaceZone() {
  const mine = useMe();
  const space = useWorkspace().data;
  const choose = useChooseZone();
  if (!space || space.zone_is_chosen) return null;
  if (!mayOn(mine, "", "owner")) return <p className="quiet small">{words.ownersChooseZone}</p>;
  return (
    <section className="questions">
      <h2>{words.zoneOfAll}</h2>
      <ol>
        <li data-open>
          <ZoneChoice
            asks={words.askZoneOfAll}
            hint={words.zoneOfAllHint}
            zone=""
            isBusy={choose.isPending}
            onChoose={choose.mutate}
          />
          {choose.error && <p role="alert">{choose.error.message}</p>}
        </li>
      </ol>
    </section>
  );
}
