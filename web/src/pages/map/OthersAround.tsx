// Around the board: who else is where on it, and what they type; and that they learn what is typed here.

import { type ReactNode, useLayoutEffect, useState } from "react";
import { HEAD } from "../../board/selection";
import { OthersContext } from "../../sync/Others";
import { useTypingTold } from "../../sync/typing";
import { WhoIsWhere } from "../../sync/whoIsWhere";
import type { MapPage } from "./page";

export function OthersAround({ page, children }: { readonly page: MapPage; readonly children: ReactNode }) {
  const { state, open } = page;
  useTypingTold(open);
  const [places] = useState(() => new WhoIsWhere());
  useLayoutEffect(() => {
    places.put(
      state.here
        .filter((one) => one.node !== "")
        .map((one) => {
          const isHead = one.property === "" || one.property === HEAD;
          return [isHead ? one.node : `${one.node}.${one.property}`, one] as const;
        }),
    );
  }, [places, state.here]);
  return <OthersContext value={places}>{children}</OthersContext>;
}
