// The map page: opens the map and arranges its parts. What the parts are stands in the lists beside this file:
// looks.tsx, panels.tsx, commands.ts.

import { useParams, useSearch } from "@tanstack/react-router";
import {
  lazy,
  type ReactNode,
  type RefObject,
  Suspense,
  useCallback,
  useMemo,
  useRef,
  useState,
} from "react";
import { isGuest, mayOn, useMe } from "../../app/me";
import { Notices } from "../../app/Notices";
import type { BoardHandle } from "../../board/Board";
import type { Place } from "../../board/selection";
import type { Version } from "../../history/version";
import { measuredPart } from "../../lived/measuredPart";
import { useLived } from "../../lived/useLived";
import { useDifference } from "../../difference/useDifference";
import { type Board as BoardView, makeBoard } from "../../map/board";
import type { Change } from "../../map/edits";
import { useCommands } from "../../palette/PaletteContext";
import { MovesContext } from "../../playbooks/MovesContext";
import { type MapState, type OpenMap, useMap, useShown } from "../../sync/useMap";
import { words } from "../../words/en";
import { Alone, LoadingAlone } from "../Alone";
import { TourHost } from "../../tour/TourHost";
import { BoardPlace } from "./BoardPlace";
import { commandsOf } from "./commands";
import { usePageKeys } from "./keys";
import { type LookId, lookOf } from "./looks";
import { type MapPage as Page, MapPageContext } from "./page";
import { OthersAround } from "./OthersAround";
import { SidePanel } from "./panels";
import { TalkAround } from "./TalkAround";
import { Toolbar } from "./Toolbar";
import { useMovesBeside } from "./useMovesBeside";
import { useUnmaking } from "./useUnmaking";
import { alone, useView } from "./useView";
import { useZoom } from "./useZoom";

const VersionInstead = lazy(() => import("./VersionParts").then((it) => ({ default: it.VersionInstead })));
const VersionHeader = lazy(() => import("./VersionParts").then((it) => ({ default: it.VersionHeader })));
const Printing = lazy(() => import("./PaperParts").then((it) => ({ default: it.Printing })));
const Presenting = lazy(() => import("./PaperParts").then((it) => ({ default: it.Presenting })));
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
  const { nodes, notices, waiting } = useShown(open.store);
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
  const { panel: linked } = useSearch({ from: "/maps/$mapId" });
  const [panel, setPanel] = useState<string | null>(linked ?? (isDifference ? "difference" : null));
  const [followed, setFollowed] = useState(linked);
  if (linked !== followed) {
    // A link to a place on this map was followed while it was open.
    setFollowed(linked);
    if (linked !== undefined) setPanel(linked);
  }
  const [belief, pickBelief] = useState<string | null>(null);
  const setLook = (next: LookId) => {
    sayLook(next);
    if (next === "difference") setPanel("difference");
    else if (panel === "difference") setPanel(null);
  };
  // Asked again when what is measured is another, and once more when the server has it.
  const part = useMemo(() => measuredPart(nodes), [nodes]);
  const lived = useLived(
    mapId,
    look.isMeasured,
    `${state.livedChanges} ${waiting === 0} ${part}`,
    isDifference ? alone(view) : view,
  );
  const difference = useDifference(
    mapId,
    isDifference,
    `${state.livedChanges} ${nodes.revision}`,
    view.whose,
  );
  const [version, setVersion] = useState<Version | null>(null);
  const [isPresenting, setPresenting] = useState(false);
  const [restoring, setRestoring] = useState<number | null>(null);
  const canEdit = mayOn(mine, mapId, "editor");
  const maySee = canEdit && !isGuest(mine);
  const unmaking = useUnmaking(mapId, open, canEdit);
  const { onEdited } = unmaking;
  const edit = useCallback(
    (changes: readonly Change[]) => {
      if (changes.length === 0) return;
      open.store.edit(changes);
      onEdited();
    },
    [open.store, onEdited],
  );
  const [wanted, goTo] = useState<Place | null>(null);
  // What the board that is shown can do; null while another look is in its place.
  const [handle] = useState<RefObject<BoardHandle | null>>(() => ({ current: null }));
  const boardCommands = useCallback(() => handle.current?.commands() ?? [], [handle]);
  const makeLane = useCallback(() => handle.current?.newLane(), [handle]);
  usePageKeys(setLook, {
    present: () => {
      setPresenting(true);
    },
    fit: zoom.fit,
    history: () => {
      setPanel(panel === "history" ? null : "history");
    },
  });
  const moves = useMovesBeside(mapId, maySee, setPanel);
  if (!board) return <Alone title={words.notFound} />;
  const Above = version ? VersionHeader : look.Above;
  const Instead = version ? VersionInstead : look.Instead;
  const page: Page = {
    mapId,
    open,
    state,
    nodes,
    board,
    canEdit,
    maySee,
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
    setPresenting,
    edit,
    unmaking,
    undo: unmaking.onUndo,
    redo: unmaking.onRedo,
    wanted,
    boardCommands,
    newLane: Instead ? null : makeLane,
    goTo,
  };
  return (
    <div className="map-page">
      <Knowing page={page}>
        <Toolbar />
      </Knowing>
      {Above && (
        <Knowing page={page}>
          <Above />
        </Knowing>
      )}
      <MovesContext value={moves}>
        <main className="body">
          <div className="scroller" ref={scroller}>
            {Instead ? (
              <Knowing page={page}>
                <Instead />
              </Knowing>
            ) : (
              <TalkAround page={page}>
                <OthersAround page={page}>
                  <BoardPlace page={page} handle={handle} />
                </OthersAround>
              </TalkAround>
            )}
          </div>
          <Knowing page={page}>
            <SidePanel />
          </Knowing>
        </main>
      </MovesContext>
      <Knowing page={page}>
        <Printing />
        {isPresenting && <Presenting />}
      </Knowing>
      {restoring !== null && (
        <Knowing page={page}>
          <Restoring
            revision={restoring}
            onClose={() => {
              setRestoring(null);
            }}
          />
        </Knowing>
      )}
      <Offered page={page} />
      <TourHost mayShow={version === null && !isPresenting && restoring === null} mayBegin={page.canEdit} />
      <Notices
        notices={notices}
        nodes={nodes}
        onDismiss={(id) => {
          open.store.dismiss(id);
        }}
        nameOf={(person) => state.here.find((one) => one.person === person)?.name ?? words.somebody}
      />
    </div>
  );
}

/** What the page knows, for the parts in it; nothing in their place while they are brought. */
function Knowing({ page, children }: { readonly page: Page; readonly children: ReactNode }) {
  return (
    <MapPageContext value={page}>
      <Suspense fallback={null}>{children}</Suspense>
    </MapPageContext>
  );
}

/** What the page offers in Ctrl-K. */
function Offered({ page }: { readonly page: Page }) {
  useCommands(() => commandsOf(page));
  return null;
}
