// The beliefs that the board's parts show when the difference is looked at.

import { useMemo } from "react";
import { byPlace, keyOf, laneOf, placeOf } from "../../difference/beliefs";
import type { ShownBeliefs } from "../../difference/BeliefsContext";
import type { MapPage } from "./page";

export function useBeliefs(page: MapPage): ShownBeliefs | null {
  const { difference, board, belief, pickBelief, openPanel } = page;
  const found = difference.answer;
  return useMemo(() => {
    if (!found) return null;
    const lanes = new Set(board.lanes.map((lane) => lane.id));
    const places = byPlace(found, lanes);
    const at = found.beliefs.find((one) => keyOf(one) === belief);
    return {
      byPlace: places,
      at: at && at.step !== null ? placeOf(`step:${at.step}`, laneOf(at, lanes)) : null,
      onPick: (place) => {
        const first = places.get(place)?.[0];
        if (first) pickBelief(keyOf(first));
        openPanel("difference");
      },
    };
  }, [found, board.lanes, belief, pickBelief, openPanel]);
}
