// Around the board: the dots where people talk, the key to comment on what is picked, and the way to a comment
// that the address names (as the mails and notifications do).

import { type ReactNode, useEffect, useMemo } from "react";
import { HEAD } from "../../board/selection";
import { panelOf, threadInAddress } from "../../comments/places";
import { type Talk, TalkContext } from "../../comments/TalkContext";
import { useOpenCounts } from "../../comments/useThreads";
import type { Whereabouts } from "../../sync/useMap";
import type { MapPage } from "./page";

export function TalkAround({ page, children }: { readonly page: MapPage; readonly children: ReactNode }) {
  const { mapId, state, open, openPanel } = page;
  const counts = useOpenCounts(mapId, state.comments);
  const talk: Talk = useMemo(
    () => ({
      counts,
      onOpen: (node, property) => {
        openPanel(panelOf({ kind: "place", node, property }));
      },
    }),
    [counts, openPanel],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || !event.altKey || event.key.toLowerCase() !== "m") return;
      event.preventDefault();
      openPanel(panelHere(open.where()));
    };
    const onAddress = () => {
      const id = threadInAddress(window.location.hash);
      if (id !== null) openPanel(panelOf({ kind: "thread", id }));
    };
    onAddress();
    window.addEventListener("keydown", onKey);
    window.addEventListener("hashchange", onAddress);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("hashchange", onAddress);
    };
  }, [open, openPanel]);
  return <TalkContext value={talk}>{children}</TalkContext>;
}

/** The panel of the comments on the card or cell where somebody is; of the whole map where they are nowhere. */
export function panelHere({ node, property, card }: Whereabouts): string {
  if (card !== "") return panelOf({ kind: "place", node: card, property: "" });
  if (node === "") return panelOf({ kind: "all" });
  return panelOf({ kind: "place", node, property: property === HEAD ? "" : property });
}
