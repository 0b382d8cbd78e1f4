// Around the board: who else is where on it, and what they type; and that they learn what is typed here.

import { type ReactNode, useMemo } from "react";
import type { HereOut } from "../../api/generated/types.gen";
import { HEAD } from "../../board/selection";
import { OthersContext } from "../../sync/Others";
import { useTypingTold } from "../../sync/typing";
import { useMapPage } from "./page";

export function OthersAround({ children }: { readonly children: ReactNode }) {
  const { state, open } = useMapPage();
  useTypingTold(open);
  const byPlace = useMemo(() => {
    const places = new Map<string, HereOut[]>();
    for (const one of state.here) {
      if (one.node === "") continue;
      const place = one.property === "" || one.property === HEAD ? one.node : `${one.node}.${one.property}`;
      places.set(place, [...(places.get(place) ?? []), one]);
    }
    return places;
  }, [state.here]);
  return <OthersContext value={byPlace}>{children}</OthersContext>;
}
