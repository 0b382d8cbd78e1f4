// The board: lanes across steps under stages. It shows what it is given, and turns keys, clicks and drags into
// what a person means; the edits go to whoever shows the board.

import {
  lazy,
  type RefObject,
  Suspense,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { MeasuredMap } from "../lived/measured";
import { type Board as BoardView, textOf } from "../map/board";
import type { Change } from "../map/edits";
import type { MapNodes } from "../map/nodes";
import type { Command } from "../palette/command";
import { type BoardCommand, commandsAt, forPalette, nameOfPlace } from "./commands";
import { BoardContext, type BoardActions } from "./context";
import type { Effects, PictureShown, Question, Typing } from "./desk";
import { useDragging } from "./dragging";
import { DropLine } from "./DropLine";
import { gathered } from "./gathered";
import { Heads } from "./Heads";
import { pressKey } from "./keys";
import { LaneRow } from "./LaneRow";
import { Minimap } from "./Minimap";
import { blockOf, NOTHING, type Picked, pickedAt } from "./picked";
import { usePointing } from "./usePointing";
import { QuestionDialog } from "./QuestionDialog";
import { openRoom } from "./room";
import { firstPlace, HEAD, isThere, type Place, RAIL, STAGE } from "./selection";
import { useSaying } from "./useSaying";
import { focusHere, isControl } from "./where";
import { widthOf } from "./widths";

/** What others may ask of the board that is shown. */
export interface BoardHandle {
  /** What can be done at what is picked, for Ctrl-K. */
  readonly commands: () => readonly Command[];
  /** Pick a place, and bring it into sight. */
  readonly goTo: (place: Place) => void;
  /** Make a lane, below all others, and have it named. */
  readonly newLane: () => void;
}

export interface BoardProps {
  readonly mapId: string;
  readonly board: BoardView;
  readonly nodes: MapNodes;
  readonly canEdit: boolean;
  readonly zoom: number;
  readonly measured: MeasuredMap | null;
  readonly folded: ReadonlySet<string>;
  readonly handle?: RefObject<BoardHandle | null>;
  readonly onEdit: (changes: readonly Change[]) => void;
  readonly onPlace: (place: Place | null) => void;
  readonly onOpen: (step: string) => void;
  readonly onComment: () => void;
  readonly onFold: (lane: string) => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  /** A place to pick and to bring into sight, once for each new object. */
  readonly wanted?: Place | null;
}

interface MenuShown {
  readonly commands: readonly BoardCommand[];
  readonly name: string;
  readonly at: { readonly x: number; readonly y: number };
}

const BoardMenu = lazy(() => import("./BoardMenu").then((it) => ({ default: it.BoardMenu })));
const PictureDialog = lazy(() => import("./PictureDialog").then((it) => ({ default: it.PictureDialog })));

export function Board(props: BoardProps) {
  const { mapId, board, nodes, canEdit, zoom, measured, folded, handle } = props;
  const { onEdit, onPlace, onOpen, onComment, onFold, onUndo, onRedo } = props;
  const [asked, setPicked] = useState<Picked>(NOTHING);
  const [typing, setTyping] = useState<Typing | null>(null);
  const [menu, setMenu] = useState<MenuShown | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const [picture, setPicture] = useState<PictureShown | null>(null);
  const [said, tell] = useSaying();
  const element = useRef<HTMLDivElement>(null);
  const lanes = board.lanes;
  const widths = useMemo(() => board.slots.map(widthOf), [board.slots]);
  // What somebody else has removed, or a fold has hidden, is picked no longer.
  const picked = asked.at && !isThere(board, asked.at, folded) ? NOTHING : asked;
  const { at } = picked;

  const [{ desk, doings, pictures, clipboard, lay }] = useState(openRoom);
  const pick = useCallback(
    (next: Picked) => {
      setPicked(next);
      const place = next.at;
      onPlace(place && place.step !== RAIL ? place : null);
    },
    [onPlace],
  );
  const effects: Effects = useMemo(
    () => ({
      edit: onEdit,
      pick,
      type: setTyping,
      tell,
      ask: setQuestion,
      show: setPicture,
      open: onOpen,
      comment: onComment,
      fold: onFold,
    }),
    [onEdit, pick, tell, onOpen, onComment, onFold],
  );
  useLayoutEffect(() => {
    lay({ mapId, canEdit, board, nodes, lanes, folded, picked, typing }, effects);
  });
  const again = useCallback(() => {
    requestAnimationFrame(() => {
      if (!document.querySelector("dialog[open]")) focusHere(element.current);
    });
  }, []);

  const actions: BoardActions = useMemo(
    () => ({
      mapId,
      canEdit,
      pick: (place) => {
        doings.pick(pickedAt(place));
      },
      startTyping: doings.startTyping,
      keep: doings.keep,
      leave: () => {
        setTyping(null);
        again();
      },
      setFeeling: doings.setFeeling,
      open: onOpen,
      fold: onFold,
      insertStep: (step) => {
        doings.insertStep(step, "after");
      },
      addStep: doings.addStep,
      addStage: doings.addStage,
      lookAt: pictures.lookAt,
    }),
    [mapId, canEdit, doings, pictures, onOpen, onFold, again],
  );

  const { wanted } = props;
  const brought = useRef<Place | null>(null);
  useEffect(() => {
    if (!wanted || wanted === brought.current) return;
    brought.current = wanted;
    element.current?.focus({ preventScroll: true });
    actions.pick(wanted);
  }, [wanted, actions]);

  const carryEffects = useMemo(
    () => ({
      copy: clipboard.copy,
      cut: clipboard.cut,
      paste: clipboard.paste,
      lookAt: pictures.lookAt,
      addPicture: pictures.choose,
    }),
    [clipboard, pictures],
  );
  const openMenu = (point: { x: number; y: number } | null) => {
    // The desk knows what a click has just picked only at the next look.
    requestAnimationFrame(() => {
      const commands = commandsAt(desk.current, doings, carryEffects);
      const here = element.current?.querySelector("[data-here] .card[data-here], [data-here]");
      const box = here?.getBoundingClientRect();
      const where = point ?? { x: (box?.left ?? 0) + 12, y: Math.max(8, (box?.bottom ?? 0) - 4) };
      if (commands.length > 0) setMenu({ commands, name: nameOfPlace(desk.current), at: where });
    });
  };

  useImperativeHandle(
    handle,
    () => ({
      commands: () => forPalette(commandsAt(desk.current, doings, carryEffects), nameOfPlace(desk.current)),
      goTo: (place) => {
        doings.pick(pickedAt(place));
      },
      newLane: doings.newLane,
    }),
    [desk, doings, carryEffects],
  );

  const line = useDragging({
    element,
    canEdit,
    gather: (kind, id) => gathered(desk.current, kind, id),
    onDrop: doings.drop,
  });

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.defaultPrevented || typing || isControl(event.target)) return;
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    const isHeard = event.target instanceof HTMLTextAreaElement;
    const { isComposing } = event.nativeEvent;
    const isMeant = pressKey(
      { key, ctrlKey, metaKey, shiftKey, altKey, isComposing, isHeard },
      desk.current,
      doings,
      {
        undo: onUndo,
        redo: onRedo,
        openMenu: () => {
          openMenu(null);
        },
        lookAt: pictures.lookAt,
        addPicture: pictures.choose,
        leave: () => {
          pick(NOTHING);
          element.current?.focus({ preventScroll: true });
        },
      },
    );
    if (isMeant) event.preventDefault();
  };

  const pointing = usePointing({
    element,
    desk,
    doings,
    pictures,
    pick: (next) => {
      setTyping(null);
      pick(next);
    },
    openMenu: menu ? null : openMenu,
  });

  const tracks = widths.map((width) => `${width}px`).join(" ");
  const columns = `var(--rail) ${tracks} ${canEdit ? "9rem" : "1rem"}`;
  const block = useMemo(
    () => (picked.to === null ? null : blockOf(board, lanes, picked, folded)),
    [board, lanes, picked, folded],
  );
  const pickedSteps = useMemo(() => block && new Set(block.columns.map((column) => column.node.id)), [block]);
  const pickedCards = picked.cards.size > 0 ? picked.cards : null;
  return (
    <BoardContext value={actions}>
      <div className="board-frame">
        <div
          ref={element}
          className="board"
          role="grid"
          aria-label={textOf(board.map.properties.title)}
          aria-readonly={!canEdit}
          aria-multiselectable="true"
          lang={textOf(board.map.properties.language) || undefined}
          tabIndex={at ? -1 : 0}
          style={{
            zoom,
            ["--columns" as string]: columns,
            ["--to-paper" as string]: toPaper(widths),
          }}
          onKeyDown={onKeyDown}
          {...pointing}
          onCopy={clipboard.onCopy}
          onCut={clipboard.onCut}
          onPaste={clipboard.onPaste}
          onFocus={(event) => {
            const isByKeys = event.target === event.currentTarget && event.target.matches(":focus-visible");
            if (
              isByKeys &&
              !at &&
              event.relatedTarget &&
              !event.currentTarget.contains(event.relatedTarget)
            ) {
              pick(pickedAt(firstPlace(board)));
            }
          }}
        >
          <Heads
            board={board}
            widths={widths}
            at={at?.lane === STAGE || at?.lane === HEAD ? at : null}
            typing={typing?.place.lane === STAGE || typing?.place.lane === HEAD ? typing : null}
            pickedSteps={block?.rows.includes(null) ? pickedSteps : null}
            measured={measured}
            onOpen={onOpen}
          />
          <div className="lanes" role="rowgroup">
            {lanes.map((lane) => (
              <LaneRow
                key={lane.id}
                board={board}
                lane={lane}
                widths={widths}
                zoom={lane.shape === "feeling" ? zoom : 1}
                isFolded={folded.has(lane.id)}
                at={at?.lane === lane.id ? at : null}
                typing={typing?.place.lane === lane.id ? typing : null}
                pickedSteps={block?.rows.some((one) => one?.id === lane.id) ? pickedSteps : null}
                pickedCards={pickedCards}
                measured={lane.shape === "feeling" ? measured : null}
              />
            ))}
          </div>
          {line && <DropLine line={line} />}
        </div>
        <Minimap board={board} widths={widths} zoom={zoom} element={element} />
      </div>
      <p className="board-says" role="status" data-silent={said === "" || undefined}>
        {said}
      </p>
      {menu && (
        <Suspense fallback={null}>
          <BoardMenu
            name={menu.name}
            commands={menu.commands}
            at={menu.at}
            onClose={(run) => {
              setMenu(null);
              focusHere(element.current);
              if (run) run();
              else again();
            }}
          />
        </Suspense>
      )}
      {question && (
        <QuestionDialog
          question={question}
          onClose={() => {
            setQuestion(null);
            again();
          }}
        />
      )}
      {picture && (
        <Suspense fallback={null}>
          <PictureDialog
            picture={picture}
            onKeep={pictures.keep}
            onClose={() => {
              setPicture(null);
              again();
            }}
          />
        </Suspense>
      )}
    </BoardContext>
  );
}

/** How much smaller the board must be for a sheet of A3 on its side. */
function toPaper(widths: readonly number[]): number {
  const width = widths.reduce((sum, one) => sum + one, 200);
  return Math.min(1, 1500 / width);
}
