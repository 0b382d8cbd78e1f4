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
import { DetourRow } from "../lived/DetourRow";
import type { MeasuredMap } from "../lived/measured";
import { type Board as BoardView, textOf } from "../map/board";
import type { Change } from "../map/edits";
import type { MapNodes } from "../map/nodes";
import type { Command } from "../palette/command";
import { words } from "../words/en";
import { type BoardCommand, commandsAt, forPalette, nameOfPlace } from "./commands";
import { BoardContext, type BoardActions } from "./context";
import type { Desk, Effects, PictureShown, Question, Typing } from "./desk";
import { useDragging } from "./dragging";
import { DropLine } from "./DropLine";
import { pressKey } from "./keys";
import { LaneRow } from "./LaneRow";
import { Minimap } from "./Minimap";
import { blockLookup, blockOf, isMany, NOTHING, type Picked, pickedAt, reached, toggled } from "./picked";
import { picturesIn } from "./pictures";
import { QuestionDialog } from "./QuestionDialog";
import { openRoom } from "./room";
import { firstPlace, HEAD, isThere, type Place, RAIL, STAGE } from "./selection";
import { StageHead } from "./StageHead";
import { StepHead } from "./StepHead";
import { focusHere, isControl, isTypingField, placeOf, press } from "./where";
import { widthOf } from "./widths";

/** What others may ask of the board that is shown. */
export interface BoardHandle {
  /** What can be done at what is picked, for Ctrl-K. */
  readonly commands: () => readonly Command[];
  /** Pick a place, and bring it into sight. */
  readonly goTo: (place: Place) => void;
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
const SECONDS_SAID = 7;

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

  const onMouseDown = (event: React.MouseEvent) => {
    if (event.button !== 0 || isControl(event.target)) return;
    const place = placeOf(event.target);
    if (!place) return;
    press(element.current);
    if (event.shiftKey) {
      event.preventDefault();
      setTyping(null);
      pick(reached(picked, place));
    } else if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      setTyping(null);
      pick(toggled(picked, place));
    } else if (!isPickedNow(desk.current, place)) doings.pick(pickedAt(place));
  };
  const onClick = (event: React.MouseEvent) => {
    // What was picked with others stays so while it may be dragged; a mere click picks it alone.
    const place = placeOf(event.target);
    if (!place || event.shiftKey || event.ctrlKey || event.metaKey || isControl(event.target)) return;
    if (isMany(picked)) doings.pick(pickedAt(place));
  };
  const onDoubleClick = (event: React.MouseEvent) => {
    if (isControl(event.target)) return;
    const place = placeOf(event.target);
    if (!place) return;
    const lane = lanes.find((one) => one.id === place.lane);
    if (lane?.field === "images" && place.card === null && canEdit) pictures.choose(place.step);
    else if (lane?.shape === "moment" && canEdit) doings.toggleMoment(place.step);
    else doings.startTyping(place, null);
  };
  const onContextMenu = (event: React.MouseEvent) => {
    if (isTypingField(event.target)) return;
    const place = placeOf(event.target);
    if (!place) return;
    event.preventDefault();
    if (menu) return;
    if (!isPickedNow(desk.current, place)) doings.pick(pickedAt(place));
    openMenu({ x: event.clientX, y: event.clientY });
  };
  const onDrop = (event: React.DragEvent) => {
    const [file] = picturesIn(event.dataTransfer.files);
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    const place = placeOf(event.target);
    if (!file || !place || place.lane === STAGE || place.step === RAIL || !canEdit) return;
    doings.pick(pickedAt({ ...place, card: null }));
    pictures.send(file, place.step);
  };

  const tracks = widths.map((width) => `${width}px`).join(" ");
  const columns = `var(--rail) ${tracks} ${canEdit ? "9rem" : "1rem"}`;
  const isInBlock = useMemo(() => {
    const block = isMany(picked) ? blockOf(board, lanes, picked, folded) : null;
    return { in: blockLookup(picked.to === null ? null : block), block };
  }, [board, lanes, picked, folded]);
  const pickedSteps = useMemo(
    () =>
      picked.to === null ? null : new Set(isInBlock.block?.columns.map((column) => column.node.id) ?? []),
    [picked.to, isInBlock],
  );
  const pickedCards = picked.cards.size > 0 ? picked.cards : null;
  const typingAt = (step: string, lane: string) =>
    typing?.place.step === step && typing.place.lane === lane ? typing : null;
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
          onMouseDown={onMouseDown}
          onClick={onClick}
          onDoubleClick={onDoubleClick}
          onContextMenu={onContextMenu}
          onCopy={clipboard.onCopy}
          onCut={clipboard.onCut}
          onPaste={clipboard.onPaste}
          onDragOver={(event) => {
            if (canEdit && event.dataTransfer.types.includes("Files")) event.preventDefault();
          }}
          onDrop={onDrop}
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
          <div className="heads-block" role="rowgroup">
            <div className="row stages" role="row">
              <div className="corner" role="presentation" />
              {board.stages.map((stage) => (
                <StageHead
                  key={stage.node.id}
                  stage={stage}
                  isHere={at?.lane === STAGE && at.step === stage.node.id}
                  typing={typingAt(stage.node.id, STAGE)}
                />
              ))}
              {!canEdit && <div className="end" role="presentation" />}
              {canEdit && (
                <div role="columnheader" className="add-stage">
                  <button type="button" className="add" tabIndex={-1} onClick={doings.addStage}>
                    + {words.addStage}
                  </button>
                </div>
              )}
            </div>
            {measured && <DetourRow measured={measured} board={board} widths={widths} onOpen={onOpen} />}
            <div className="row heads" role="row" data-lived={measured ? "" : undefined}>
              <div className="corner" role="presentation" />
              {board.slots.map((column, i) =>
                column ? (
                  <StepHead
                    key={column.node.id}
                    column={column}
                    isHere={at?.lane === HEAD && at.step === column.node.id}
                    isPicked={isInBlock.in(column.node.id, HEAD)}
                    typing={typingAt(column.node.id, HEAD)}
                    measured={measured}
                    board={measured ? board : null}
                  />
                ) : (
                  <EmptyHead key={`empty-${i}`} stage={emptyStage(board, i)} />
                ),
              )}
              <div className="end" role="presentation" />
            </div>
          </div>
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
                pickedSteps={
                  pickedSteps && isInBlock.block?.rows.some((one) => one?.id === lane.id) ? pickedSteps : null
                }
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

/** Where steps go that come into a stage that has none. */
function EmptyHead({ stage }: { readonly stage: BoardView["stages"][number] | undefined }) {
  return (
    <div
      className="step-head void"
      role="presentation"
      data-in-stage={stage?.node.id}
      data-stage-name={textOf(stage?.node.properties.name)}
    />
  );
}

function emptyStage(board: BoardView, slot: number): BoardView["stages"][number] | undefined {
  let before = 0;
  for (const stage of board.stages) {
    if (before === slot && stage.steps.length === 0) return stage;
    before += Math.max(1, stage.steps.length);
  }
  return undefined;
}

/** What is said of what was done; it goes by itself. */
function useSaying(): [string, (says: string) => void] {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return;
    const silence = setTimeout(() => {
      setSaid("");
    }, SECONDS_SAID * 1000);
    return () => {
      clearTimeout(silence);
    };
  }, [said]);
  return [said, setSaid];
}

/** How much smaller the board must be for a sheet of A3 on its side. */
function toPaper(widths: readonly number[]): number {
  const width = widths.reduce((sum, one) => sum + one, 200);
  return Math.min(1, 1500 / width);
}

/** Whether a place is part of several that are picked: then a press may begin a drag of all of them. */
function isPickedNow(desk: Desk, place: Place): boolean {
  const { board, lanes, picked, folded } = desk;
  if (place.card !== null && picked.cards.has(place.card)) return true;
  if (picked.to === null) return false;
  return blockLookup(blockOf(board, lanes, picked, folded))(place.step, place.lane);
}

/** All that is dragged with one: the cards picked with it, or the steps of the block it is in. */
function gathered(desk: Desk, kind: "card" | "step" | "stage" | "lane", id: string): readonly string[] {
  const { board, lanes, picked, folded } = desk;
  const block = picked.to === null ? null : blockOf(board, lanes, picked, folded);
  const ids: readonly string[] =
    kind === "card"
      ? picked.cards.size > 0
        ? board.steps.flatMap((step) =>
            [...step.cards.values()].flat().flatMap((card) => (picked.cards.has(card.id) ? card.id : [])),
          )
        : (block?.columns.flatMap((column) =>
            block.rows.flatMap((lane) =>
              lane?.shape === "cards" ? (column.cards.get(lane.field) ?? []).map((card) => card.id) : [],
            ),
          ) ?? [])
      : kind === "step" && block?.rows[0] === null
        ? block.columns.map((column) => column.node.id)
        : [];
  return ids.includes(id) ? ids : [id];
}
