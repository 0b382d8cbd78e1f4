// Which map a page is about: the first with a measured step unless somebody chose.

import { useQuery } from "@tanstack/react-query";
import { listMaps } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { NoMaps } from "../pages/NoMaps";
import { Until } from "../pages/Until";
import { words } from "../words/en";

export interface MapChoiceProps {
  readonly map: string | undefined;
  readonly onMap: (map: string) => void;
  readonly children: (map: string) => React.ReactNode;
}

export function MapChoice({ map, onMap, children }: MapChoiceProps) {
  const maps = useQuery({ queryKey: ["maps"], queryFn: () => answered(listMaps()) });
  const chosen = map ?? maps.data?.items[0]?.id;
  return (
    <>
      {maps.data && maps.data.items.length > 0 && (
        <div className="inline">
          <select
            className="field narrow"
            aria-label={words.maps}
            value={chosen}
            onChange={(event) => {
              onMap(event.target.value);
            }}
          >
            {maps.data.items.map((one) => (
              <option key={one.id} value={one.id}>
                {one.title}
              </option>
            ))}
          </select>
        </div>
      )}
      <Until answer={maps} />
      {maps.data?.items.length === 0 && <NoMaps />}
      {chosen !== undefined && children(chosen)}
    </>
  );
}
