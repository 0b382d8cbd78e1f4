// Which maps give people something to do; a new one gives nobody any until somebody says so.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { mapsAtWork, putMapToWork } from "../api/generated/sdk.gen";
import type { MapAtWorkOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { mayOn, useMe } from "../app/me";
import { tell } from "../app/told";
import { Until } from "../pages/Until";
import { todayWords as said } from "../words/today";

export function MapsAtWork() {
  const mine = useMe();
  const queries = useQueryClient();
  const maps = useQuery({ queryKey: ["desk", "maps"], queryFn: () => answered(mapsAtWork()) });
  const put = async (one: MapAtWorkOut, makesWork: boolean) => {
    try {
      await answered(putMapToWork({ path: { map_id: one.map }, body: { makes_work: makesWork } }));
      tell({
        says: makesWork ? said.putToWork(one.title) : said.putToRest(one.title),
        action: { name: said.undo, run: () => void put(one, !makesWork) },
      });
    } catch (error) {
      tell({ says: error instanceof Error ? error.message : String(error) });
    }
    await queries.invalidateQueries({ queryKey: ["desk"] });
  };
  return (
    <section>
      <h2 className="desk-part">{said.atWork}</h2>
      <p className="quiet">{said.atWorkHint}</p>
      <Until answer={maps} />
      {maps.data?.length === 0 && <p className="quiet">{said.noMapsAtWork}</p>}
      <ul className="moments">
        {maps.data?.map((one) => (
          <li key={one.map} className="desk-map">
            <input
              type="checkbox"
              aria-label={said.makesWork(one.title)}
              checked={one.makes_work}
              disabled={!mayOn(mine, one.map, "editor")}
              onChange={(event) => void put(one, event.target.checked)}
            />
            <span>
              <Link to="/maps/$mapId" params={{ mapId: one.map }}>
                {one.title}
              </Link>{" "}
              <span className="quiet small">{said.travelsOn(one.of)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
