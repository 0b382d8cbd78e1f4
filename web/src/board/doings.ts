// All that can be done on the board, once: keys, the menu, drags and Ctrl-K call these. Each makes one edit, so
// that one undo takes back one gesture.

import { type Board, textOf } from "../map/board";
import * as intents from "../map/intents";
import type { LaneView } from "../map/lanes";
import { addSteps, moveCards, moveNodes } from "../map/manyIntents";
import { type MapNode, ROOT } from "../map/nodes";
import { isListOfTexts, isMapping, type Json } from "../map/valueMerge";
import { boardWords } from "../words/board";
import { words } from "../words/en";
import type { Carried } from "./clipboard";
import { growingStage, planPaste, sayPaste } from "./clipboard";
import type { Desk, DeskRef, EffectsRef } from "./desk";
import { changeFeeling, kept, toggledMoment, typedFeeling } from "./gestures";
import { clearedAll, droppedSteps, duplicatedAll, shiftedAll } from "./manyGestures";
import { blockOf, type Picked, pickedAt, type Things, thingsIn } from "./picked";
import { type Direction, firstPlace, HEAD, moved, next, type Place, RAIL, STAGE } from "./selection";
import type { Dragged, Spot } from "./spots";
import type { Then } from "./TextEditor";

export type Doings = ReturnType<typeof makeDoings>;

export function makeDoings(desk: DeskRef, effects: EffectsRef) {
  const now = () => desk.current;
  const act = () => effects.current;
  const things = (): Things => {
    const { board, lanes, picked, folded } = now();
    return thingsIn(board, lanes, picked, folded);
  };
  const pick = (picked: Picked) => {
    act().type(null);
    act().pick(picked);
  };
  const startTyping = (place: Place, initial: string | null) => {
    const { canEdit, nodes } = now();
    const lane = laneAt(now(), place);
    if (!canEdit || lane?.shape === "feeling" || lane?.shape === "moment") return;
    if (lane?.field === "images" && place.card === null) return;
    act().pick(pickedAt(place));
    act().type({ place, initial, before: nodes });
  };

  const keep = (place: Place, lane: LaneView | null, text: string, then: Then) => {
    const { board, nodes, lanes, folded, typing } = now();
    const before = typing?.before ?? nodes;
    if (place.step === RAIL) {
      const name = text.trim();
      if (name !== "") act().edit(intents.renameLane(nodes, board.allLanes, place.lane, name));
    } else act().edit(kept(before, place, lane, text));
    act().type(null);
    const isNamed = place.lane === STAGE || place.step === RAIL;
    const onward =
      then === "next"
        ? next(board, lanes, place, 1, folded)
        : then === "previous"
          ? next(board, lanes, place, -1, folded)
          : then === "below" && !isNamed
            ? moved(board, lanes, place, "down", folded)
            : null;
    if (onward) act().pick(pickedAt(onward));
    // A stage that is new has a step that nobody has named yet: that is what comes next.
    const [first] = board.stages.find((stage) => stage.node.id === place.step)?.steps ?? [];
    if (
      then === "below" &&
      place.lane === STAGE &&
      first &&
      textOf(first.node.properties.name) === words.newStep
    ) {
      nameIt({ step: first.node.id, lane: HEAD, card: null }, words.newStep);
    }
  };

  /** New steps behind or before this one; the first is picked, to be named. */
  const insertStep = (stepId: string, side: "before" | "after") => {
    const { board, nodes } = now();
    const column = board.steps.find((step) => step.node.id === stepId);
    const stage = column && board.stages.find((one) => one.node.id === column.stage.id);
    if (!column || !stage) return;
    const index = stage.steps.indexOf(column);
    const before = side === "before" ? column : stage.steps[index + 1];
    add(addSteps(nodes, stage.node, [words.newStep], before?.node ?? null));
  };
  const add = (changes: ReturnType<typeof addSteps>) => {
    act().edit(changes);
    const [first] = changes;
    if (first) nameIt({ step: first.node, lane: HEAD, card: null }, words.newStep);
  };
  /** What was just made is there at the next look: then its name is typed. */
  const nameIt = (place: Place, name: string) => {
    act().pick(pickedAt(place));
    requestAnimationFrame(() => {
      startTyping(place, name);
    });
  };
  const insertStage = (stageId: string, side: "before" | "after") => {
    const { board, nodes } = now();
    const index = board.stages.findIndex((one) => one.node.id === stageId);
    const before = board.stages[side === "before" ? index : index + 1]?.node ?? null;
    const changes = intents.addStage(nodes, words.newStage, words.newStep, before);
    act().edit(changes);
    const made = changes[0];
    if (made) nameIt({ step: made.node, lane: STAGE, card: null }, words.newStage);
  };
  const laneBefore = (before: string | null) => {
    const { board, nodes } = now();
    const made = intents.addLane(nodes, board.allLanes, boardWords.newLane, before);
    act().edit(made.changes);
    nameIt({ step: RAIL, lane: made.id, card: null }, boardWords.newLane);
  };
  const insertLane = (laneId: string, side: "before" | "after") => {
    const { allLanes } = now().board;
    const index = allLanes.findIndex((lane) => lane.id === laneId);
    laneBefore(allLanes[side === "before" ? index : index + 1]?.id ?? null);
  };

  return {
    pick,
    startTyping,
    keep,
    insertStep,
    insertStage,
    insertLane,
    newLane: () => {
      laneBefore(null);
    },
    addStep: (stageId: string) => {
      const { nodes } = now();
      const stage = nodes.nodes.get(stageId);
      if (stage) add(addSteps(nodes, stage, [words.newStep], null));
    },
    addStage: () => {
      const last = now().board.stages.at(-1);
      if (last) insertStage(last.node.id, "after");
    },

    /** Insert, or Ctrl+Enter: one more of what one is at. */
    insertHere: () => {
      const at = now().picked.at ?? firstPlace(now().board);
      if (!at) return;
      if (at.lane === STAGE) insertStage(at.step, "after");
      else if (at.step === RAIL) insertLane(at.lane, "after");
      else insertStep(at.step, "after");
    },

    clear: () => {
      const { nodes, board, picked } = now();
      const gone = things();
      const count = gone.stages.length + gone.steps.length + gone.cards.length;
      const after = placeAfter(now(), gone);
      act().edit(clearedAll(nodes, gone));
      if (after) act().pick(pickedAt(after));
      else if (picked.cards.size > 0) act().pick(pickedAt(picked.at && { ...picked.at, card: null }));
      const [stage] = gone.stages;
      if (stage) act().tell(boardWords.removedStage(textOf(stage.properties.name)));
      else if (count > 1) act().tell(boardWords.removedMany(count));
      return board;
    },

    duplicate: () => {
      const { nodes, lanes } = now();
      act().edit(duplicatedAll(nodes, lanes, things()));
    },

    /** Alt and an arrow. What is picked stays picked where it goes. */
    shift: (to: Direction) => {
      const { board, nodes, lanes, picked } = now();
      const { at } = picked;
      if (!at) return;
      if (at.step === RAIL) {
        shiftLane(at.lane, to);
        return;
      }
      const moving = things();
      const changes = shiftedAll(board, nodes, lanes, moving, to);
      if (changes.length === 0) {
        act().tell(boardWords.edge);
        return;
      }
      act().edit(changes);
      const isAside =
        (to === "left" || to === "right") && (moving.cards.length > 0 || moving.cells.length > 0);
      if (!isAside) return;
      const beside = (place: Place): Place => {
        const column = board.steps.findIndex((step) => step.node.id === place.step);
        const other = board.steps[column + (to === "left" ? -1 : 1)];
        return other ? { ...place, step: other.node.id } : place;
      };
      act().pick({ ...picked, at: beside(at), to: picked.to && beside(picked.to) });
    },

    drop: (dragged: Dragged, spot: Spot) => {
      const { board, nodes, lanes } = now();
      const found = dragged.ids.flatMap((id) => nodes.nodes.get(id) ?? []);
      if (spot.kind === "lane") {
        act().edit(intents.moveLane(nodes, board.allLanes, dragged.ids[0] ?? "", spot.before));
      } else if (spot.kind === "stage") {
        const before = spot.before === null ? null : (nodes.nodes.get(spot.before) ?? null);
        if (before && found.includes(before)) return;
        act().edit(moveNodes(nodes, found, ROOT, before));
      } else if (spot.kind === "column") {
        act().edit(droppedSteps(nodes, found, spot));
      } else {
        const lane = lanes.find((one) => one.id === spot.lane);
        const step = nodes.nodes.get(spot.step);
        const before = spot.before === null ? null : (nodes.nodes.get(spot.before) ?? null);
        if (!lane || !step || !found.every((card) => mayLieIn(card, lane))) {
          act().tell(boardWords.laneTakesNoText([lane?.name ?? ""]));
          return;
        }
        act().edit(moveCards(nodes, found, step, lane, before));
        const cards = new Set(found.length > 1 ? found.map((one) => one.id) : []);
        act().pick({
          at: { step: step.id, lane: lane.id, card: found[0]?.id ?? null },
          to: null,
          cards,
        });
      }
    },

    paste: (table: readonly (readonly Carried[])[]) => {
      const { board, nodes, lanes, folded, picked } = now();
      const block = blockOf(board, lanes, picked, folded);
      const [column] = block?.columns ?? [];
      if (!block || !column || table.length === 0) return;
      const at: Place = { step: column.node.id, lane: block.rows[0]?.id ?? HEAD, card: null };
      const plan = planPaste(board, nodes, lanes, folded, at, table);
      const run = (isGrowing: boolean) => {
        act().edit(plan.changes(isGrowing));
        act().tell(sayPaste(plan));
      };
      if (plan.wider === 0) {
        run(false);
        return;
      }
      act().ask({
        title: boardWords.tableIsWider(plan.wider),
        says: boardWords.tableIsWiderSays(plan.wider, growingStage(board)),
        answers: [
          {
            name: boardWords.addAndPaste(plan.wider),
            run: () => {
              run(true);
            },
          },
          {
            name: boardWords.pasteWhatFits,
            run: () => {
              run(false);
            },
          },
        ],
      });
    },

    rename: () => {
      const { picked } = now();
      if (picked.at) startTyping(picked.at, null);
    },
    newCard: () => {
      const { picked } = now();
      if (picked.at) startTyping({ ...picked.at, card: null }, "");
    },
    toggleMoment: (stepId: string) => {
      const { nodes } = now();
      const step = nodes.nodes.get(stepId);
      if (step) act().edit(toggledMoment(nodes, step));
    },
    setFeeling: (stepId: string, feeling: number | null) => {
      const { nodes } = now();
      const step = nodes.nodes.get(stepId);
      if (step) act().edit(intents.setFeeling(nodes, step, feeling));
    },
    changeFeeling: (stepId: string, by: number) => {
      const { nodes } = now();
      const step = nodes.nodes.get(stepId);
      if (step) act().edit(intents.setFeeling(nodes, step, changeFeeling(step, by)));
    },
    typeFeeling: (stepId: string, key: string) => {
      const { nodes } = now();
      const step = nodes.nodes.get(stepId);
      const feeling = step ? typedFeeling(step, key) : null;
      if (step && feeling !== null) act().edit(intents.setFeeling(nodes, step, feeling));
    },

    /** A property of every picked card gets a value; undefined takes it away. */
    setOnCards: (name: string, value: Json | undefined) => {
      const { nodes } = now();
      act().edit(things().cards.flatMap((card) => intents.set(nodes, card, name, value)));
    },
    /** Whether what is picked is evidence: for cards, and for claims that are a text or a feeling of their step. */
    setBasis: (basis: "evidence" | "assumption") => {
      const { nodes } = now();
      const { cards, cells } = things();
      act().edit([
        ...cards.flatMap((card) => intents.set(nodes, card, "basis", basis)),
        ...cells.flatMap(({ step, lane }) => {
          const was = step.properties[lane.field];
          const said = lane.shape === "feeling" ? "value" : "text";
          if (was === undefined) return [];
          const claim = isMapping(was) && !isListOfTexts(was) ? was : { [said]: was };
          return intents.set(nodes, step, lane.field, { ...claim, basis });
        }),
      ]);
    },

    comment: () => {
      act().comment();
    },
    fold: (lane: string) => {
      act().fold(lane);
    },
    hideLane: (id: string) => {
      const { board, nodes } = now();
      const hidden = board.allLanes.map((lane) => (lane.id === id ? { ...lane, hidden: true } : lane));
      act().edit(intents.setLanes(nodes, hidden));
      const lane = board.allLanes.find((one) => one.id === id);
      if (lane) act().tell(boardWords.hidLane(lane.name));
      const index = board.lanes.findIndex((one) => one.id === id);
      const beside = board.lanes[index + 1] ?? board.lanes[index - 1];
      act().pick(pickedAt(beside ? { step: RAIL, lane: beside.id, card: null } : null));
    },
    shiftLane,
    open: (step: string) => {
      act().open(step);
    },
  };

  function shiftLane(id: string, to: Direction): void {
    const { board, nodes } = now();
    const shown = board.lanes.map((lane) => lane.id);
    const index = shown.indexOf(id);
    const isEdge = to === "up" ? index <= 0 : to === "down" ? index >= shown.length - 1 : true;
    if (isEdge) {
      act().tell(boardWords.edge);
      return;
    }
    const before = to === "up" ? shown[index - 1] : (shown[index + 2] ?? null);
    act().edit(intents.moveLane(nodes, board.allLanes, id, before ?? null));
  }
}

export function laneAt(desk: Pick<Desk, "lanes">, place: Place): LaneView | null {
  if (place.step === RAIL) return null;
  return desk.lanes.find((lane) => lane.id === place.lane) ?? null;
}

/** A picture lies among the images only, and nothing else does. */
function mayLieIn(card: MapNode, lane: LaneView): boolean {
  return (card.properties.lane === "images") === (lane.field === "images") && lane.shape === "cards";
}

/** Where one is when what is picked is gone: its neighbour. */
function placeAfter(desk: Desk, gone: Things): Place | null {
  const { board, picked } = desk;
  if (!picked.at) return null;
  if (gone.stages.length > 0) {
    const index = board.stages.findIndex((stage) => stage.node === gone.stages[0]);
    const other = board.stages[index + 1] ?? board.stages[index - 1];
    return other ? { step: other.node.id, lane: STAGE, card: null } : null;
  }
  if (gone.steps.length > 0) return placeBesideSteps(board, gone.steps);
  const [card] = gone.cards;
  if (gone.cards.length !== 1 || !card || picked.to !== null) return null;
  const lane = laneAt(desk, picked.at);
  const column = board.steps.find((step) => step.node.id === card.parent);
  const cards = (lane && column?.cards.get(lane.field)) ?? [];
  const index = cards.indexOf(card);
  return { ...picked.at, card: (cards[index + 1] ?? cards[index - 1])?.id ?? null };
}

function placeBesideSteps(board: Board, gone: readonly MapNode[]): Place | null {
  const first = board.steps.findIndex((step) => gone.includes(step.node));
  const last = board.steps.findLastIndex((step) => gone.includes(step.node));
  const other = board.steps[last + 1] ?? board.steps[first - 1];
  return other ? { step: other.node.id, lane: HEAD, card: null } : null;
}
