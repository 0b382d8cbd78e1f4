// One map as a card, with what can be done to it as a whole.

import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { MapCard as Card } from "../api/generated/types.gen";
import { Icon } from "../app/Icon";
import { mayOn, useMe } from "../app/me";
import { Popup } from "../app/Popup";
import { useShownTheme } from "../app/useTheme";
import { say } from "../lived/measured";
import { mapsWords as words } from "../words/maps";
import { shareOf } from "./maps";
import { useMapDeeds } from "./useMapDeeds";
import { sayWhen } from "../words/figures";

const Deleting = lazy(() => import("./MapDialogs").then((it) => ({ default: it.Deleting })));
const Renaming = lazy(() => import("./MapDialogs").then((it) => ({ default: it.Renaming })));

export function MapCard({ map }: { readonly map: Card }) {
  const theme = useShownTheme();
  const [asked, setAsked] = useState<"rename" | "delete" | null>(null);
  const share = shareOf(map);
  return (
    <li className="card-of-map">
      <Link to="/maps/$mapId" params={{ mapId: map.id }}>
        <img
          className="thumb"
          src={`/api/v1/maps/${encodeURIComponent(map.id)}/thumbnail.svg?theme=${theme}&r=${map.revision}`}
          alt=""
          width={320}
          height={128}
          loading="lazy"
        />
        <span className="text">
          <b>{map.title}</b>
          <span className="quiet small">
            {[map.persona?.name ?? map.persona?.id, words.size(map.stages, map.steps)]
              .filter(Boolean)
              .join(" · ")}
          </span>
          <span
            className="coverage"
            title={share === null ? undefined : words.evidenceTitle(map.evidence, map.claims)}
          >
            {share === null ? (
              <span className="quiet">{words.noClaims}</span>
            ) : (
              <>
                <meter min={0} max={1} value={share} aria-label={words.evidence(say(share, "share"))} />
                <span>{words.evidence(say(share, "share"))}</span>
              </>
            )}
          </span>
          <span className="quiet small">
            {[
              map.measured_steps === 0 ? words.noRules : words.followed(map.measured_steps, map.steps),
              map.last_confirmed_on !== null
                ? words.confirmed(sayWhen(map.last_confirmed_on))
                : words.neverConfirmed,
            ].join(", ")}
          </span>
          {map.stale > 0 && <span className="tag">{words.stale(map.stale)}</span>}
          <span className="quiet small">
            {[
              map.owner ?? (map.made_by === null ? null : words.madeBy(map.made_by)),
              words.changed(sayWhen(map.changed_at)),
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </span>
      </Link>
      <CardMenu map={map} onAsk={setAsked} />
      {asked !== null && (
        <Suspense fallback={null}>
          {asked === "rename" ? (
            <Renaming
              map={map}
              onClose={() => {
                setAsked(null);
              }}
            />
          ) : (
            <Deleting
              map={map}
              onClose={() => {
                setAsked(null);
              }}
            />
          )}
        </Suspense>
      )}
    </li>
  );
}

interface CardMenuProps {
  readonly map: Card;
  readonly onAsk: (what: "rename" | "delete") => void;
}

function CardMenu({ map, onAsk }: CardMenuProps) {
  const mine = useMe();
  const deeds = useMapDeeds(map);
  const mayCopy = mayOn(mine, "", "editor");
  const mayEdit = mayOn(mine, map.id, "editor");
  const mayDelete = mayOn(mine, map.id, "owner");
  if (!mayCopy && !mayEdit) return null;
  const isAway = map.archived_at !== null;
  return (
    <span className="card-menu">
      <Popup label={words.actions(map.title)} button={<Icon name="more" />} className="bare">
        {(close) => (
          <div className="menu-list">
            {mayEdit && !isAway && (
              <button
                type="button"
                onClick={() => {
                  close();
                  onAsk("rename");
                }}
              >
                {words.rename}
              </button>
            )}
            {mayCopy && (
              <button
                type="button"
                onClick={() => {
                  close();
                  deeds.copy.mutate();
                }}
              >
                {words.copy}
              </button>
            )}
            {mayEdit && (
              <button
                type="button"
                onClick={() => {
                  close();
                  (isAway ? deeds.unarchive : deeds.archive).mutate();
                }}
              >
                {isAway ? words.unarchive : words.archive}
              </button>
            )}
            {mayDelete && (
              <>
                <hr />
                <button
                  type="button"
                  onClick={() => {
                    close();
                    onAsk("delete");
                  }}
                >
                  {words.delete}
                </button>
              </>
            )}
          </div>
        )}
      </Popup>
      {deeds.error && (
        <p role="alert" className="small">
          {deeds.error.message}
        </p>
      )}
    </span>
  );
}
