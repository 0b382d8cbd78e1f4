// The map in other shapes than the board: a table, step by step, on paper, before an audience.

import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { mayOn, useMe } from "../../app/me";
import { panelOf } from "../../comments/places";
import { useOpenCounts } from "../../comments/useThreads";
import { ROOT } from "../../map/nodes";
import { Presentation } from "../../present/Presentation";
import { PrintPanel } from "../../present/PrintPanel";
import { PrintSheets } from "../../present/PrintSheets";
import { Reading } from "../../present/Reading";
import { readPaper } from "../../present/sheets";
import { TableTwin } from "../../present/TableTwin";
import { useMapPage } from "./page";
import type { PanelProps } from "./panels";

export function TableInstead() {
  const { board, lived } = useMapPage();
  return <TableTwin board={board} measured={lived.measured} />;
}

export function ReadingInstead() {
  const { mapId, board, nodes, lived, state, openPanel } = useMapPage();
  const mayComment = mayOn(useMe(), mapId, "commenter");
  const counts = useOpenCounts(mapId, state.comments);
  const countOf = (step: string) =>
    [...counts].reduce((sum, [place, count]) => {
      const [node = ROOT] = place.split(".");
      return node === step || nodes.nodes.get(node)?.parent === step ? sum + count : sum;
    }, 0);
  return (
    <Reading
      board={board}
      measured={lived.measured}
      countOf={countOf}
      mayComment={mayComment}
      onComments={(node, lane = "") => {
        openPanel(panelOf({ kind: "place", node, property: lane }));
      }}
    />
  );
}

export function PrintBeside({ onClose }: PanelProps) {
  const { mapId, board, view, look } = useMapPage();
  const [choice, setChoice] = useState(readPaper);
  return (
    <PrintPanel
      mapId={mapId}
      board={board}
      view={view}
      isLived={look === "lived"}
      choice={choice}
      onChoice={setChoice}
      onClose={onClose}
    />
  );
}

/** The sheets, while the browser prints: from the menu, from Ctrl+P, or from our panel. */
export function Printing() {
  const { board, lived, view } = useMapPage();
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    // The sheets must be there before the browser looks at the page: it does not wait.
    const begin = () => {
      flushSync(() => {
        setPrinting(true);
      });
    };
    const end = () => {
      setPrinting(false);
    };
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    return () => {
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
    };
  }, []);
  return isPrinting ? (
    <PrintSheets board={board} measured={lived.measured} view={view} choice={readPaper()} />
  ) : null;
}

export function Presenting() {
  const { board, lived, view, setPresenting } = useMapPage();
  return (
    <Presentation
      board={board}
      measured={lived.measured}
      view={view}
      paper={readPaper().paper}
      onClose={() => {
        setPresenting(false);
      }}
    />
  );
}
