// The board: lanes across steps under stages. It shows what it is given, and turns keys, clicks and drags into
// what a person means; it sends nothing itself.

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Said } from "../history/Marked";
import { type Board as BoardView, textOf } from "../map/board";
import type { Change } from "../map/edits";
import * as intents from "../map/intents";
import type { MapNodes } from "../map/nodes";
import { DetourRow } from "../lived/DetourRow";
import type { MeasuredMap } from "../lived/measured";
import { words } from "../words/en";
import { Beside } from "./Beside";
import { Cell } from "./Cell";
import { BoardContext, type BoardActions } from "./context";
import { FeelingRow } from "./FeelingRow";
import { changeFeeling, cleared, kept, pasted, shifted, toggledMoment, typedFeeling } from "./gestures";
import { LivedHead } from "./LivedHead";
import { cardsAt, type Direction, firstPlace, HEAD, moved, next, type Place } from "./selection";
import { StageHead } from "./StageHead";
import { TextEditor } from "./TextEditor";
import { widthOf } from "./widths";

export interface Somebody {
  readonly name: string;
  readonly colour: string;
  readonly step: string;
  readonly lane: string;
}

export interface BoardProps {
  readonly board: BoardView;
  readonly nodes: MapNodes;
  readonly canEdit: boolean;
  readonly zoom: number;
  readonly measured: MeasuredMap | null;
  readonly folded: ReadonlySet<string>;
  readonly others: readonly Somebody[];
  readonly onEdit: (changes: readonly Change[]) => void;
  readonly onPlace: (place: Place | null) => void;
  readonly onOpen: (step: string) => void;
  readonly onFold: (lane: string) => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  /** A place to pick and to bring into sight, once for each new object. */
  readonly wanted?: Place | null;
}

interface Typing {
  readonly place: Place;
  readonly initial: string | null;
  /** The map as it was when the typing began: what somebody else writes meanwhile is merged, not overwritten. */
  readonly before: MapNodes;
}

const NOBODY: readonly { readonly name: string; readonly colour: string }[] = [];
const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

export function Board(props: BoardProps) {
  const { board, nodes, canEdit, zoom, measured, folded, others } = props;
  const { onEdit, onPlace, onOpen, onFold, onUndo, onRedo } = props;
  const [at, setAt] = useState<Place | null>(null);
  const [typing, setTyping] = useState<Typing | null>(null);
  const element = useRef<HTMLDivElement>(null);
  const lanes = board.lanes;
  const widths = useMemo(() => board.slots.map(widthOf), [board.slots]);
  const latest = useRef({ board, nodes, at, lanes, typing });
  useEffect(() => {
    latest.current = { board, nodes, at, lanes, typing };
  });

  const go = useCallback(
    (place: Place | null) => {
      setAt(place);
      onPlace(place);
    },
    [onPlace],
  );

  const actions: BoardActions = useMemo(
    () => ({
      canEdit,
      pick: (place) => {
        setTyping(null);
        go(place);
      },
      startTyping: (place, initial) => {
        if (!canEdit) return;
        const lane = latest.current.lanes.find((one) => one.id === place.lane);
        if (lane?.shape === "feeling" || lane?.shape === "moment") return;
        go(place);
        setTyping({ place, initial, before: latest.current.nodes });
      },
      leave: () => {
        setTyping(null);
      },
      keep: (place, lane, text, then) => {
        const { board: now, nodes: there, lanes: shown, typing: begun } = latest.current;
        onEdit(kept(begun?.before ?? there, place, lane, text));
        setTyping(null);
        const onward =
          then === "next"
            ? next(now, shown, place, 1)
            : then === "previous"
              ? next(now, shown, place, -1)
              : then === "below"
                ? moved(now, shown, place, "down")
                : null;
        if (onward) go(onward);
        else element.current?.focus({ preventScroll: true });
      },
      drop: (cardId, stepId, lane, beforeId) => {
        const { nodes: there } = latest.current;
        const card = there.nodes.get(cardId);
        const step = there.nodes.get(stepId);
        if (!card || !step) return;
        const before = beforeId === null ? null : (there.nodes.get(beforeId) ?? null);
        onEdit(intents.moveCard(there, card, step, lane, before));
        go({ step: stepId, lane: lane.id, card: cardId });
      },
    }),
    [canEdit, go, onEdit],
  );

  const { wanted } = props;
  const brought = useRef<Place | null>(null);
  useEffect(() => {
    if (!wanted || wanted === brought.current) return;
    brought.current = wanted;
    element.current?.focus({ preventScroll: true });
    actions.pick(wanted);
  }, [wanted, actions]);

  const setFeeling = useCallback(
    (stepId: string, feeling: number | null) => {
      const { nodes: there } = latest.current;
      const step = there.nodes.get(stepId);
      if (step) onEdit(intents.setFeeling(there, step, feeling));
    },
    [onEdit],
  );

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.defaultPrevented || typing || isControl(event.target)) return;
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && event.key.toLowerCase() === "z") {
      event.preventDefault();
      if (event.shiftKey) onRedo();
      else onUndo();
      return;
    }
    if (isCommand && event.key.toLowerCase() === "y") {
      event.preventDefault();
      onRedo();
      return;
    }
    const here = at ?? firstPlace(board);
    if (!here || isCommand) return;
    const lane = lanes.find((one) => one.id === here.lane) ?? null;
    const step = nodes.nodes.get(here.step);
    const direction = ARROWS[event.key];
    if (direction && event.altKey && canEdit && step) {
      event.preventDefault();
      onEdit(shifted(board, nodes, lanes, here, direction));
      return;
    }
    if (
      lane?.shape === "feeling" &&
      step &&
      canEdit &&
      (event.key === "ArrowUp" || event.key === "ArrowDown") &&
      event.shiftKey
    ) {
      event.preventDefault();
      setFeeling(step.id, changeFeeling(step, event.key === "ArrowUp" ? 0.1 : -0.1));
      return;
    }
    if (direction) {
      event.preventDefault();
      go(moved(board, lanes, here, direction));
    } else if (event.key === "Tab" && at) {
      const onward = next(board, lanes, here, event.shiftKey ? -1 : 1);
      if (onward) {
        event.preventDefault();
        go(onward);
      }
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      const edge = event.key === "Home" ? board.steps[0] : board.steps.at(-1);
      if (edge)
        go({
          step: edge.node.id,
          lane: here.lane,
          card: cardsAt(board, lanes, edge.node.id, here.lane)[0]?.id ?? null,
        });
    } else if (event.key === " " || (event.key === "Enter" && event.shiftKey)) {
      event.preventDefault();
      onOpen(here.step);
    } else if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      if (lane?.shape === "feeling") return;
      if (lane?.shape === "moment" && step && canEdit) onEdit(toggledMoment(nodes, step));
      else actions.startTyping(here, null);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      if (canEdit && step) onEdit(cleared(nodes, step, lane, here));
    } else if (event.key === "Escape") {
      element.current?.focus({ preventScroll: true });
      go(null);
    } else if (lane?.shape === "feeling") {
      const feeling = step && canEdit ? typedFeeling(step, event.key) : null;
      if (step && feeling !== null) setFeeling(step.id, feeling);
    } else if (event.key.length === 1 && !event.altKey && canEdit) {
      event.preventDefault();
      actions.startTyping({ ...here, card: null }, event.key);
    }
  };

  const onPaste = (event: React.ClipboardEvent) => {
    if (typing || !canEdit || !at) return;
    const table = intents.readTable(event.clipboardData.getData("text/plain"));
    if (table.length === 0) return;
    event.preventDefault();
    onEdit(pasted(board, nodes, lanes, at, table));
  };

  const columns = `var(--rail) ${widths.map((width) => `${width}px`).join(" ")} ${canEdit ? "9rem" : "1rem"}`;
  const placeFor = (step: string, lane: string): string | null =>
    at?.step === step && at.lane === lane ? (at.card ?? "") : null;
  return (
    <BoardContext value={actions}>
      <div
        ref={element}
        className="board"
        role="grid"
        aria-label={textOf(board.map.properties.title)}
        aria-readonly={!canEdit}
        tabIndex={at ? -1 : 0}
        style={{ gridTemplateColumns: columns, zoom, ["--to-paper" as string]: toPaper(widths) }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      >
        <div className="row stages" role="row">
          <div className="corner" role="presentation" />
          {board.stages.map((stage) => (
            <StageHead
              key={stage.node.id}
              stage={stage}
              canEdit={canEdit}
              isTyping={typing?.place.step === stage.node.id}
              onType={() => {
                setTyping({
                  place: { step: stage.node.id, lane: HEAD, card: null },
                  initial: null,
                  before: nodes,
                });
              }}
              onKeep={(text) => {
                if (text.trim() !== "")
                  onEdit(intents.setText(typing?.before ?? nodes, stage.node, "name", text.trim()));
                setTyping(null);
              }}
              onLeave={actions.leave}
              onAddStep={() => {
                onEdit(intents.addStep(nodes, stage.node, words.newStep, null));
              }}
              onRemove={() => {
                onEdit(intents.remove(stage.node));
              }}
            />
          ))}
          {!canEdit && <div className="end" role="presentation" />}
          {canEdit && (
            <div role="columnheader" className="add-stage">
              <button
                type="button"
                className="add"
                onClick={() => {
                  onEdit(intents.addStage(nodes, words.newStage, words.newStep, null));
                }}
              >
                + {words.addStage}
              </button>
            </div>
          )}
        </div>
        {measured && <DetourRow measured={measured} board={board} widths={widths} onOpen={onOpen} />}
        <div className="row heads" role="row" data-lived={measured ? "" : undefined}>
          <div className="corner" role="presentation" />
          {board.slots.map((column, i) => {
            if (!column) return <div key={`empty-${i}`} className="step-head void" role="presentation" />;
            const isHere = placeFor(column.node.id, HEAD) !== null;
            const name = textOf(column.node.properties.name);
            return (
              <div
                key={column.node.id}
                id={column.node.id}
                role="columnheader"
                className="step-head"
                data-first={column.isFirst || undefined}
                data-here={isHere || undefined}
                data-moment={column.node.properties.moment_of_truth === true || undefined}
                tabIndex={isHere ? 0 : -1}
                ref={(it) => {
                  if (
                    isHere &&
                    !typing &&
                    it &&
                    document.activeElement !== it &&
                    document.activeElement?.closest(".board")
                  ) {
                    it.focus({ preventScroll: true });
                    it.scrollIntoView({ block: "nearest", inline: "nearest" });
                  }
                }}
                onMouseDown={() => {
                  actions.pick({ step: column.node.id, lane: HEAD, card: null });
                }}
                onDoubleClick={() => {
                  actions.startTyping({ step: column.node.id, lane: HEAD, card: null }, null);
                }}
              >
                <span className="number">{column.number}</span>
                {typing?.place.step === column.node.id && typing.place.lane === HEAD ? (
                  <TextEditor
                    initial={typing.initial ?? name}
                    label={words.step(column.number)}
                    onKeep={(text, then) => {
                      actions.keep(typing.place, null, text, then);
                    }}
                    onLeave={actions.leave}
                  />
                ) : (
                  <span className="step-name">
                    <Said node={column.node.id} property="" text={name} />
                  </span>
                )}
                <Beside node={column.node.id} />
                <button
                  type="button"
                  className="open"
                  tabIndex={-1}
                  aria-label={`${words.definition}: ${name}`}
                  onClick={() => {
                    onOpen(column.node.id);
                  }}
                >
                  ⋯
                </button>
                {measured && <LivedHead measured={measured} board={board} column={column} />}
              </div>
            );
          })}
          <div className="end" role="presentation" />
        </div>
        {lanes.map((lane) => (
          <div
            key={lane.id}
            className="row lane"
            role="row"
            data-side={lane.side}
            data-lane={lane.id}
            data-folded={folded.has(lane.id) || undefined}
            data-visibility={board.visibilityBefore === lane.id || undefined}
          >
            <div className="rail" role="rowheader">
              <button
                type="button"
                className="fold"
                tabIndex={-1}
                aria-expanded={!folded.has(lane.id)}
                aria-label={folded.has(lane.id) ? words.expand : words.collapse}
                onClick={() => {
                  onFold(lane.id);
                }}
              >
                {folded.has(lane.id) ? "▸" : "▾"}
              </button>
              <span>{lane.name}</span>
              {board.visibilityBefore === lane.id && <span className="visibility">{words.visibility}</span>}
            </div>
            {folded.has(lane.id) ? (
              <div className="folded" role="gridcell" />
            ) : lane.shape === "feeling" ? (
              <div role="gridcell" className="feeling-holder">
                <FeelingRow
                  board={board}
                  lane={lane}
                  widths={widths}
                  at={at?.lane === lane.id ? at : null}
                  measured={measured}
                  zoom={zoom}
                  onFeeling={setFeeling}
                />
              </div>
            ) : (
              board.slots.map((column, i) =>
                column ? (
                  <Cell
                    key={column.node.id}
                    column={column}
                    lane={lane}
                    here={placeFor(column.node.id, lane.id)}
                    typing={typingIn(typing, column.node.id, lane.id)}
                    others={othersAt(others, column.node.id, lane.id)}
                  />
                ) : (
                  <div key={`empty-${i}`} className="cell void" role="presentation" />
                ),
              )
            )}
            <div className="end" role="presentation" />
          </div>
        ))}
      </div>
    </BoardContext>
  );
}

/** How much smaller the board must be for a sheet of A3 on its side. */
function toPaper(widths: readonly number[]): number {
  const width = widths.reduce((sum, one) => sum + one, 200);
  return Math.min(1, 1500 / width);
}

/** Whether a key is meant for a button or a field of its own (a feeling's point belongs to the board). */
function isControl(target: EventTarget): boolean {
  return (
    target instanceof Element &&
    target.closest("button, input, select, textarea, a, summary") !== null &&
    target.closest(".feeling-point") === null
  );
}

function typingIn(typing: Typing | null, step: string, lane: string) {
  if (typing?.place.step !== step || typing.place.lane !== lane) return null;
  return { card: typing.place.card ?? "", initial: typing.initial };
}

function othersAt(others: readonly Somebody[], step: string, lane: string) {
  const found = others.filter((one) => one.step === step && one.lane === lane);
  return found.length > 0 ? found : NOBODY;
}
