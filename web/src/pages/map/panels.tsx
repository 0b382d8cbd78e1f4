// The panels beside the board, by the first word of their id: "history" shows one, "step:kickoff" the panel of
// a step. A new panel is one entry here; it knows the page by `useMapPage`.

import { type ComponentType, lazy, Suspense, useEffect } from "react";
import { focusHere } from "../../board/where";
import { words } from "../../words/en";
import { useMapPage } from "./page";

export interface PanelProps {
  /** The whole id, such as `step:kickoff`: for a node of the map it is the id of the node. */
  readonly id: string;
  readonly onClose: () => void;
}

const PANELS: Readonly<Record<string, ComponentType<PanelProps>>> = {
  comments: lazy(() => import("./CommentsBeside").then((it) => ({ default: it.CommentsBeside }))),
  difference: lazy(() => import("./DifferenceBeside").then((it) => ({ default: it.DifferenceBeside }))),
  history: lazy(() => import("./HistoryBeside").then((it) => ({ default: it.HistoryBeside }))),
  card: lazy(() => import("../../step/CardPanel").then((it) => ({ default: it.CardPanel }))),
  settings: lazy(() => import("../../mapsettings/MapSettings").then((it) => ({ default: it.MapSettings }))),
  moves: lazy(() => import("../../playbooks/MovesBeside").then((it) => ({ default: it.MovesBeside }))),
  print: lazy(() => import("./PaperParts").then((it) => ({ default: it.PrintBeside }))),
  share: lazy(() => import("../../sharing/ShareBeside").then((it) => ({ default: it.ShareBeside }))),
  step: lazy(() => import("./StepBeside").then((it) => ({ default: it.StepBeside }))),
};

export function SidePanel() {
  const { panel, openPanel } = useMapPage();
  const isOpen = panel !== null;
  useEffect(() => {
    if (!isOpen) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || isMeantElsewhere(event.target)) return;
      openPanel(null);
      focusHere(document.querySelector(".board"));
    };
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("keydown", onKey);
    };
  }, [isOpen, openPanel]);
  if (panel === null) return null;
  const Panel = PANELS[panel.split(":", 1)[0] ?? ""];
  if (!Panel) return null;
  return (
    <Suspense fallback={<aside className="panel" aria-busy="true" aria-label={words.loading} />}>
      <Panel
        key={panel}
        id={panel}
        onClose={() => {
          openPanel(null);
        }}
      />
    </Suspense>
  );
}

/** Whether Escape is for what one writes in, or for what lies above the page. */
function isMeantElsewhere(target: EventTarget | null): boolean {
  const isField = target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
  return Boolean(isField) || document.querySelector(":popover-open, dialog[open], [role=menu]") !== null;
}
