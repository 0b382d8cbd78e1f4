// Sharing one map: a link to what is seen, an invitation to this map alone, who may do what on it.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { clearMapRole, listPeople, mapPeople, setMapRole } from "../api/generated/sdk.gen";
import type { PersonOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { CopyButton } from "../app/CopyButton";
import { isGuest, mayOn, useMe } from "../app/me";
import { tell } from "../app/told";
import { useMapPage } from "../pages/map/page";
import type { PanelProps } from "../pages/map/panels";
import { Until } from "../pages/Until";
import { words as all } from "../words/en";
import { sharingWords as words } from "../words/sharing";
import { shellWords } from "../words/shell";
import { Inviting } from "./Inviting";

const ROLES = ["none", "viewer", "commenter", "editor", "owner"] as const;
type Role = (typeof ROLES)[number];
const MOST = 200;

/** What somebody may do on a map: of a map that is hidden from them, that it is. */
const sayHere = (role: Role) => (role === "none" ? words.hidden : (shellWords.roles[role] ?? role));

export function ShareBeside({ onClose }: PanelProps) {
  const { mapId } = useMapPage();
  const mine = useMe();
  const isOwner = mayOn(mine, mapId, "owner") && !isGuest(mine);
  return (
    <aside className="panel" aria-label={words.share}>
      <header>
        <h2>{words.share}</h2>
        <button type="button" className="button icon" aria-label={all.close} onClick={onClose}>
          ×
        </button>
      </header>
      <section>
        <h3>{words.link}</h3>
        <p className="quiet small">{words.linkHint}</p>
        <CopyButton text={window.location.href} label={words.copyLink} />
      </section>
      {isOwner ? (
        <>
          <section>
            <h3>{words.invite}</h3>
            <Inviting mapId={mapId} hint={words.inviteHint} first="viewer" />
          </section>
          <WhoMayWhat mapId={mapId} />
        </>
      ) : (
        <p className="quiet small">{words.onlyOwners}</p>
      )}
    </aside>
  );
}

function WhoMayWhat({ mapId }: { readonly mapId: string }) {
  const people = useQuery({
    queryKey: ["people", "active"],
    queryFn: () => answered(listPeople({ query: { limit: MOST, is_active: true } })),
  });
  const special = useQuery({
    queryKey: ["map-people", mapId],
    queryFn: () => answered(mapPeople({ path: { map_id: mapId } })),
  });
  return (
    <section>
      <h3>{words.people}</h3>
      <p className="quiet small">{words.peopleHint}</p>
      <Until answer={people.data ? special : people} />
      {special.data && (
        <ul className="rows">
          {people.data?.items.map((person) => (
            <OnThisMap
              key={person.id}
              mapId={mapId}
              person={person}
              here={special.data.find((one) => one.person.id === person.id)?.role ?? null}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

interface OnThisMapProps {
  readonly mapId: string;
  readonly person: PersonOut;
  /** What was said for this map; null: as everywhere. */
  readonly here: Role | null;
}

function OnThisMap({ mapId, person, here }: OnThisMapProps) {
  const mine = useMe();
  const queries = useQueryClient();
  const give = useMutation({
    mutationFn: (role: Role | null) => {
      const path = { map_id: mapId, person_id: person.id };
      return answered<unknown>(role === null ? clearMapRole({ path }) : setMapRole({ path, body: { role } }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["map-people", mapId] }),
  });
  const name = person.name || person.email;
  const everywhere = words.asEverywhere(shellWords.roles[person.role] ?? person.role);
  const say = (role: Role | null) => (role === null ? everywhere : sayHere(role));
  return (
    <li>
      <span>
        {name}
        {give.error && <span role="alert"> {give.error.message}</span>}
      </span>
      {person.id === mine.id || person.role === "owner" ? (
        <span className="quiet">{person.role === "owner" ? everywhere : say(here)}</span>
      ) : (
        <select
          className="field"
          aria-label={words.roleOf(name)}
          value={here ?? ""}
          disabled={give.isPending}
          onChange={(event) => {
            const role = event.target.value === "" ? null : (event.target.value as Role);
            give.mutate(role, {
              onSuccess: () => {
                tell({
                  says: words.changed(name, say(role)),
                  action: {
                    name: words.putBack,
                    run: () => {
                      give.mutate(here);
                    },
                  },
                });
              },
            });
          }}
        >
          <option value="">{everywhere}</option>
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {sayHere(role)}
            </option>
          ))}
        </select>
      )}
    </li>
  );
}
