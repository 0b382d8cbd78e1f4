// The map page: opens the map and arranges its parts. What the parts are stands in the lists beside this file:
// looks.tsx, panels.tsx, commands.ts.

import { useParams } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { mayOn, useMe } from "../../app/me";
import { Notices } from "../../board/Notices";
import { Palette } from "../../board/Palette";
import type { Place } from "../../board/selection";
import type { Version } from "../../history/version";
import { useLived } from "../../lived/useLived";
import { useDifference } from "../../difference/useDifference";
import { type Board as BoardView, makeBoard } from "../../map/board";
import type { Change } from "../../map/edits";
import { type MapState, type OpenMap, useMap, useShown } from "../../sync/useMap";
import { words } from "../../words/en";
import { Alone, LoadingAlone } from "../Alone";
import { BoardPlace } from "./BoardPlace";
import { commandsOf } from "./commands";
import { type LookId, lookOf } from "./looks";
import { type MapPage as Page, MapPageContext } from "./page";
import { OthersAround } from "./OthersAround";
import { SidePanel } from "./panels";
import { TalkAround } from "./TalkAround";
import { Toolbar } from "./Toolbar";
import { useUnmaking } from "./useUnmaking";
import { alone, useView } from "./useView";
import { useZoom } from "./useZoom";

const VersionInstead = lazy(() => import("./VersionParts").then((it) => ({ default: it.VersionInstead })));
const VersionHeader = lazy(() => import("./VersionParts").then((it) => ({ default: it.VersionHeader })));
const Restoring = lazy(() => import("./VersionParts").then((it) => ({ default: it.Restoring })));

export function MapPage() {
  const { mapId } = useParams({ from: "/maps/$mapId" });
  const mine = useMe();
  const state = useMap(mapId, String(mine.id));
  if (state.error) {
    return state.error.status === 404 ? (
      <Alone title={words.notFound} says={words.notFoundHint} />
    ) : (
      <Alone
        title={words.broke}
        says={state.error.message}
        onRetry={() => {
          window.location.reload();
        }}
      />
    );
  }
  if (!state.open) return <LoadingAlone />;
  return <OpenedMap key={mapId} mapId={mapId} open={state.open} state={state} />;
}

interface OpenedMapProps {
  readonly mapId: string;
  readonly open: OpenMap;
  readonly state: MapState;
}

function OpenedMap({ mapId, open, state }: OpenedMapProps) {
  const mine = useMe();
  const { nodes, notices } = useShown(open.store);
  const before = useRef<BoardView | null>(null);
  const board = useMemo(() => {
    // The parts that did not change stay the same objects, so that they are not drawn again.
    // eslint-disable-next-line react-hooks/refs
    const made = makeBoard(nodes, before.current);
    // eslint-disable-next-line react-hooks/refs
    before.current = made;
    return made;
  }, [nodes]);
  const scroller = useRef<HTMLDivElement>(null);
  const zoom = useZoom(scroller);
  const { lookId, setLook: sayLook, view, setView } = useView();
  const look = lookOf(lookId);
  const isDifference = look.id === "difference";
  const [panel, setPanel] = useState<string | null>(isDifference ? "difference" : null);
  const [belief, pickBelief] = useState<string | null>(null);
  const setLook = (next: LookId) => {
    sayLook(next);
    if (next === "difference") setPanel("difference");
    else if (panel === "difference") setPanel(null);
  };
  const lived = useLived(mapId, look.isMeasured, state.livedChanges, isDifference ? alone(view) : view);
  const difference = useDifference(
    mapId,
    isDifference,
    `${state.livedChanges} ${nodes.revision}`,
    view.whose,
  );
  const [version, setVersion] = useState<Version | null>(null);
  const [restoring, setRestoring] = useState<number | null>(null);
  const { onUndo, onRedo } = useUnmaking(mapId, open, mayOn(mine, mapId, "editor"));
  const edit = useCallback(
    (changes: readonly Change[]) => {
      open.store.edit(changes);
    },
    [open.store],
  );
  const goTo = useCallback((place: Place) => {
    document.getElementById(place.step)?.scrollIntoView({ inline: "center", block: "nearest" });
  }, []);
  const [isSeeking, setSeeking] = useSeeking();
  if (!board) return <Alone title={words.notFound} />;
  const page: Page = {
    mapId,
    open,
    state,
    nodes,
    board,
    canEdit: mayOn(mine, mapId, "editor"),
    canComment: mayOn(mine, mapId, "commenter"),
    look: look.id,
    setLook,
    panel,
    openPanel: setPanel,
    lived,
    view,
    setView,
    difference,
    belief,
    pickBelief,
    zoom,
    version,
    setVersion,
    askToRestore: setRestoring,
    edit,
    undo: onUndo,
    redo: onRedo,
    goTo,
  };
  return (
    <MapPageContext value={page}>
      <div className="map-page">
        <Toolbar
          onSeek={() => {
            setSeeking(true);
          }}
        />
        {version && (
          <Suspense fallback={null}>
            <VersionHeader />
          </Suspense>
        )}
        {!version && look.Above && (
          <Suspense fallback={null}>
            <look.Above />
          </Suspense>
        )}
        <main className="body">
          <div className="scroller" ref={scroller}>
            {version ? (
              <Suspense fallback={null}>
                <VersionInstead />
              </Suspense>
            ) : look.Instead ? (
              <Suspense fallback={null}>
                <look.Instead />
              </Suspense>
            ) : (
              <TalkAround>
                <OthersAround>
                  <BoardPlace />
                </OthersAround>
              </TalkAround>
            )}
          </div>
          <SidePanel />
        </main>
        {restoring !== null && (
          <Suspense fallback={null}>
            <Restoring
              revision={restoring}
              onClose={() => {
                setRestoring(null);
              }}
            />
          </Suspense>
        )}
        {isSeeking && (
          <Palette
            board={board}
            commands={commandsOf(page)}
            onStep={(step) => {
              setPanel(step);
              goTo({ step, lane: "", card: null });
            }}
            onClose={() => {
              setSeeking(false);
            }}
          />
        )}
        <Notices
          notices={notices}
          nodes={nodes}
          onDismiss={(id) => {
            open.store.dismiss(id);
          }}
          nameOf={(person) => state.here.find((one) => one.person === person)?.name ?? words.somebody}
        />
      </div>
    </MapPageContext>
  );
}

/** Whether Ctrl-K is open. */
function useSeeking(): [boolean, (isSeeking: boolean) => void] {
  const [isSeeking, setSeeking] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      setSeeking(true);
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, []);
  return [isSeeking, setSeeking];
}
