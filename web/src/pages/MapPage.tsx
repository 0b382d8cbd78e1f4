// The map page: the board, what is to be seen over it, and who else is here.

import { useParams } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { redo, undo } from "../api/generated/sdk.gen";
import { answered, Refused } from "../api/http";
import { mayOn, useMe } from "../app/me";
import { Board, type Somebody } from "../board/Board";
import { HistoryPanel } from "../board/HistoryPanel";
import { LanesMenu } from "../board/LanesMenu";
import { Notices } from "../board/Notices";
import { type Command, Palette } from "../board/Palette";
import type { Place } from "../board/selection";
import { StepPanel } from "../step/StepPanel";
import { LivedNote } from "../lived/LivedNote";
import { useLived } from "../lived/useLived";
import { type Board as BoardView, makeBoard, textOf } from "../map/board";
import type { Change } from "../map/edits";
import * as intents from "../map/intents";
import { ownId } from "../map/nodes";
import { type MapState, type OpenMap, useMap, useShown } from "../sync/useMap";
import { words } from "../words/en";
import { Bar } from "./Bar";
import { Message } from "./Message";

const HISTORY = "@history";
const ZOOMS = [0.25, 0.35, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;

export function MapPage() {
  const { mapId } = useParams({ from: "/maps/$mapId" });
  const mine = useMe();
  const state = useMap(mapId, String(mine.id));
  if (state.error) {
    return state.error.status === 404 ? (
      <Message title={words.notFound} says={words.notFoundHint} />
    ) : (
      <Message
        title={words.broke}
        says={state.error.message}
        onRetry={() => {
          window.location.reload();
        }}
      />
    );
  }
  if (!state.open)
    return (
      <p className="hidden" role="status">
        {words.loading}
      </p>
    );
  return <OpenedMap key={mapId} mapId={mapId} open={state.open} state={state} />;
}

interface OpenedMapProps {
  readonly mapId: string;
  readonly open: OpenMap;
  readonly state: MapState;
}

function OpenedMap({ mapId, open, state }: OpenedMapProps) {
  const mine = useMe();
  const canEdit = mayOn(mine, mapId, "editor");
  const { nodes, waiting, isOnline, notices } = useShown(open.store);
  const before = useRef<BoardView | null>(null);
  const board = useMemo(() => {
    // The parts that did not change stay the same objects, so that they are not drawn again.
    // eslint-disable-next-line react-hooks/refs
    const made = makeBoard(nodes, before.current);
    // eslint-disable-next-line react-hooks/refs
    before.current = made;
    return made;
  }, [nodes]);
  const [zoom, setZoom] = useState(1);
  const [look, setLook] = useState<"planned" | "lived">("planned");
  const [panel, setPanel] = useState<string | null>(null);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const scroller = useRef<HTMLDivElement>(null);
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
  const [segment, setSegment] = useState("");
  const lived = useLived(mapId, look === "lived", state.livedChanges, segment);

  const edit = useCallback(
    (changes: readonly Change[]) => {
      open.store.edit(changes);
    },
    [open.store],
  );
  const place = useCallback(
    (at: Place | null) => {
      open.say(at?.step ?? "", at?.lane ?? "");
    },
    [open],
  );
  const unmake = useCallback(
    async (call: typeof undo) => {
      if (!(await open.store.settled())) {
        open.store.tell({ id: crypto.randomUUID(), kind: "refused", says: words.undoWaits });
        return;
      }
      try {
        await answered(call({ path: { map_id: mapId }, body: { id: crypto.randomUUID() } }));
      } catch (error) {
        const says = error instanceof Refused ? error.message : words.broke;
        open.store.tell({ id: crypto.randomUUID(), kind: "refused", says });
      }
    },
    [mapId, open.store],
  );
  const onUndo = useCallback(() => void unmake(undo), [unmake]);
  const onRedo = useCallback(() => void unmake(redo), [unmake]);
  const onFold = useCallback((lane: string) => {
    setFolded((now) => {
      const next = new Set(now);
      if (!next.delete(lane)) next.add(lane);
      return next;
    });
  }, []);
  const others: readonly Somebody[] = useMemo(
    () =>
      state.here
        .filter((one) => one.node !== "")
        .map((one) => ({ name: one.name, colour: one.colour, step: one.node, lane: one.property })),
    [state.here],
  );
  if (!board) return <Message title={words.notFound} />;
  const shownStep = panel === null ? undefined : board.steps.find((step) => step.node.id === panel);
  const zoomBy = (by: 1 | -1) => {
    const index = ZOOMS.findIndex((one) => one >= zoom - 0.001);
    setZoom(ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, index + by))] ?? 1);
  };
  const fit = () => {
    const it = scroller.current;
    const inner = it?.firstElementChild;
    if (!it || !inner) return;
    const width = inner.scrollWidth * zoom;
    setZoom(Math.max(0.25, Math.min(1, (it.clientWidth / width) * zoom)));
  };
  const commands: readonly Command[] = [
    {
      name: words.planned,
      hint: words.plannedHint,
      run: () => {
        setLook("planned");
      },
    },
    {
      name: words.lived,
      hint: words.livedHint,
      run: () => {
        setLook("lived");
      },
    },
    {
      name: words.history,
      hint: words.sinceThen,
      run: () => {
        setPanel(HISTORY);
      },
    },
    { name: words.zoomFit, hint: words.zoomOut, run: fit },
    ...(canEdit
      ? [
          { name: words.undo, hint: "Ctrl+Z", run: onUndo },
          { name: words.redo, hint: "Ctrl+Shift+Z", run: onRedo },
          {
            name: words.addStage,
            hint: words.newStage,
            run: () => {
              edit(intents.addStage(nodes, words.newStage, words.newStep, null));
            },
          },
        ]
      : []),
  ];
  return (
    <div className="map-page">
      <Bar>
        <h1 className="title" title={textOf(board.map.properties.title)}>
          {textOf(board.map.properties.title)}
        </h1>
        <span className="segmented" role="group" aria-label={words.lookAt}>
          <button
            type="button"
            aria-pressed={look === "planned"}
            title={words.plannedHint}
            onClick={() => {
              setLook("planned");
            }}
          >
            {words.planned}
          </button>
          <button
            type="button"
            aria-pressed={look === "lived"}
            title={words.livedHint}
            onClick={() => {
              setLook("lived");
            }}
          >
            {words.lived}
          </button>
        </span>
        {canEdit && (
          <span>
            <button
              type="button"
              className="button icon"
              aria-label={words.undo}
              title={`${words.undo} (Ctrl+Z)`}
              onClick={onUndo}
            >
              ↶
            </button>{" "}
            <button
              type="button"
              className="button icon"
              aria-label={words.redo}
              title={`${words.redo} (Ctrl+Shift+Z)`}
              onClick={onRedo}
            >
              ↷
            </button>
          </span>
        )}
        {canEdit && (
          <LanesMenu
            lanes={board.allLanes}
            onChange={(lanes) => {
              edit(intents.setLanes(nodes, lanes));
            }}
          />
        )}
        <span>
          <button
            type="button"
            className="button icon"
            aria-label={words.zoomOut}
            onClick={() => {
              zoomBy(-1);
            }}
          >
            −
          </button>{" "}
          <button type="button" className="button" onClick={fit}>
            {Math.round(zoom * 100)} % · {words.zoomFit}
          </button>{" "}
          <button
            type="button"
            className="button icon"
            aria-label={words.zoomIn}
            onClick={() => {
              zoomBy(1);
            }}
          >
            +
          </button>
        </span>
        <button
          type="button"
          className="button"
          aria-pressed={panel === HISTORY}
          onClick={() => {
            setPanel(panel === HISTORY ? null : HISTORY);
          }}
        >
          {words.history}
        </button>
        <button
          type="button"
          className="button"
          title="Ctrl+K"
          onClick={() => {
            setSeeking(true);
          }}
        >
          {words.searchOrCommand}
        </button>
        <span className="state" role="status" data-offline={isOnline ? undefined : ""}>
          {!canEdit
            ? words.readOnly
            : !isOnline
              ? words.offline(waiting)
              : waiting > 0
                ? words.saving(waiting)
                : words.saved}
        </span>
        <span className="faces" title={state.here.map((one) => one.name).join(", ")}>
          {state.here.slice(0, 6).map((one) => (
            <span key={one.session} className="face" style={{ borderColor: one.colour }}>
              {initials(one.name)}
            </span>
          ))}
        </span>
      </Bar>
      {look === "lived" && <LivedNote lived={lived} board={board} onSegment={setSegment} />}
      <main className="body">
        <div className="scroller" ref={scroller}>
          {board.stages.length === 0 ? (
            <Message title={words.emptyBoard} says={words.emptyBoardHint}>
              {canEdit && (
                <button
                  type="button"
                  className="button first"
                  onClick={() => {
                    edit(intents.addStage(nodes, words.newStage, words.newStep, null));
                  }}
                >
                  {words.addStage}
                </button>
              )}
            </Message>
          ) : (
            <Board
              board={board}
              nodes={nodes}
              canEdit={canEdit}
              zoom={zoom}
              measured={lived.measured}
              folded={folded}
              others={others}
              onEdit={edit}
              onPlace={place}
              onOpen={setPanel}
              onFold={onFold}
              onUndo={onUndo}
              onRedo={onRedo}
            />
          )}
        </div>
        {panel === HISTORY && (
          <HistoryPanel
            mapId={mapId}
            revision={nodes.revision}
            canEdit={canEdit}
            onClose={() => {
              setPanel(null);
            }}
          />
        )}
        {shownStep && (
          <StepPanel
            mapId={mapId}
            column={shownStep}
            canComment={mayOn(mine, mapId, "commenter")}
            said={state.comments}
            measured={lived.measured?.steps.find((one) => one.id === ownId(shownStep.node.id))}
            onClose={() => {
              setPanel(null);
            }}
          />
        )}
      </main>
      {isSeeking && (
        <Palette
          board={board}
          commands={commands}
          onStep={(step) => {
            setPanel(step);
            document.getElementById(step)?.scrollIntoView({ inline: "center", block: "nearest" });
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
  );
}

function initials(name: string): string {
  return name
    .split(/[\s@.]+/)
    .slice(0, 2)
    .map((part) => part.charAt(0).toUpperCase())
    .join("");
}
