// The map that breaks a step down.

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { listMaps } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { textOf } from "../map/board";
import { set } from "../map/intents";
import type { MapNode } from "../map/nodes";
import { useMapPage } from "../pages/map/page";
import { stepWords as words } from "../words/step";

export function Detail({ step }: { readonly step: MapNode }) {
  const { mapId, nodes, canEdit, edit } = useMapPage();
  const chosen = textOf(step.properties.detail);
  const maps = useQuery({ queryKey: ["maps"], queryFn: () => answered(listMaps()) });
  const others = (maps.data?.items ?? []).filter((one) => one.id !== mapId);
  if (others.length === 0 && chosen === "") return null;
  return (
    <div className="in-place">
      <label htmlFor={`${step.id}-detail`}>{words.detail}</label>
      {canEdit ? (
        <select
          id={`${step.id}-detail`}
          className="field"
          value={chosen}
          onChange={(event) => {
            edit(set(nodes, step, "detail", event.target.value === "" ? undefined : event.target.value));
          }}
        >
          <option value="">{words.noDetail}</option>
          {chosen !== "" && others.every((one) => one.id !== chosen) && <option>{chosen}</option>}
          {others.map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
            </option>
          ))}
        </select>
      ) : null}
      {chosen !== "" && (
        <Link to="/maps/$mapId" params={{ mapId: chosen }} className="small">
          {words.openDetail}
        </Link>
      )}
    </div>
  );
}
