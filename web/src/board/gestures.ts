// What keys and clicks mean at a place of the board, as changes. Pure: tested without a page.

import { type Board as BoardView, feelingOf } from "../map/board";
import type { Change } from "../map/edits";
import * as intents from "../map/intents";
import type { LaneView } from "../map/lanes";
import type { MapNode, MapNodes } from "../map/nodes";
import { isListOfTexts, isMapping } from "../map/valueMerge";
import { say } from "./say";
import { type Direction, HEAD, type Place } from "./selection";

/** What was typed at a place, as changes. */
export function kept(nodes: MapNodes, place: Place, lane: LaneView | null, text: string): Change[] {
  const step = nodes.nodes.get(place.step);
  if (!step) return [];
  if (lane === null) return text.trim() === "" ? [] : intents.setText(nodes, step, "name", text.trim());
  if (lane.shape === "cards") {
    const card = place.card === null ? null : nodes.nodes.get(place.card);
    if (card)
      return text.trim() === "" ? intents.remove(card) : intents.setText(nodes, card, "text", text.trim());
    return text.trim() === "" ? [] : intents.addCard(nodes, step, lane, text.trim());
  }
  if (lane.shape === "texts") return intents.setTexts(nodes, step, lane.field, text);
  if (lane.shape === "feeling") {
    const feeling = Number(text.replace(",", ".").replace("−", "-"));
    return text.trim() === ""
      ? intents.setFeeling(nodes, step, null)
      : Number.isFinite(feeling)
        ? intents.setFeeling(nodes, step, feeling)
        : [];
  }
  if (lane.shape === "handoff") {
    const to = text.includes("→") ? text.split("→")[1]?.split(" within ")[0]?.trim() : text.trim();
    const was = step.properties.handoff;
    const before = isMapping(was) ? was : {};
    return text === say(lane, step)
      ? []
      : intents.set(nodes, step, "handoff", to ? { ...before, to } : undefined);
  }
  return intents.setText(nodes, step, lane.field, text.trim());
}

export function cleared(nodes: MapNodes, step: MapNode, lane: LaneView | null, place: Place): Change[] {
  if (lane === null) return intents.remove(step);
  if (lane.shape === "cards") {
    const card = place.card === null ? null : nodes.nodes.get(place.card);
    return card ? intents.remove(card) : [];
  }
  return intents.set(nodes, step, lane.field, undefined);
}

export function toggledMoment(nodes: MapNodes, step: MapNode): Change[] {
  return intents.set(
    nodes,
    step,
    "moment_of_truth",
    step.properties.moment_of_truth === true ? undefined : true,
  );
}

export function changeFeeling(step: MapNode, by: number): number {
  const value = step.properties.feeling;
  const score = isMapping(value) && !isListOfTexts(value) ? value.value : value;
  return (typeof score === "number" ? score : 0) + by;
}

/** Alt and an arrow: the card goes to the next cell or place, the step before or after its neighbour. */
export function shifted(
  board: BoardView,
  nodes: MapNodes,
  lanes: readonly LaneView[],
  at: Place,
  to: Direction,
): Change[] {
  const column = board.steps.findIndex((step) => step.node.id === at.step);
  const here = board.steps[column];
  if (!here) return [];
  if (at.lane === HEAD) {
    const other = board.steps[to === "left" ? column - 1 : to === "right" ? column + 1 : -1];
    if (!other) return [];
    if (to === "left") return intents.moveNode(nodes, here.node, other.stage.id, other.node);
    const after = other.stage.id === here.stage.id ? board.steps[column + 2] : other;
    const before = after?.stage.id === other.stage.id ? after.node : null;
    return intents.moveNode(nodes, here.node, other.stage.id, before);
  }
  const card = at.card === null ? undefined : nodes.nodes.get(at.card);
  const lane = lanes.find((one) => one.id === at.lane);
  if (!card || !lane) return [];
  if (to === "left" || to === "right") {
    const other = board.steps[column + (to === "left" ? -1 : 1)];
    return other ? intents.moveCard(nodes, card, other.node, lane, null) : [];
  }
  const cards = here.cards.get(lane.field) ?? [];
  const index = cards.indexOf(card);
  const before = to === "up" ? cards[index - 1] : (cards[index + 2] ?? null);
  if (before === undefined || (to === "down" && index === cards.length - 1)) return [];
  return intents.moveCard(nodes, card, here.node, lane, before);
}

/** A table from a spreadsheet, from this cell on: to the right are steps, downwards lanes. */
export function pasted(
  board: BoardView,
  nodes: MapNodes,
  lanes: readonly LaneView[],
  at: Place,
  table: readonly (readonly string[])[],
): Change[] {
  const left = board.steps.findIndex((step) => step.node.id === at.step);
  const rows: (LaneView | null)[] = [null, ...lanes];
  const top = at.lane === HEAD ? 0 : lanes.findIndex((lane) => lane.id === at.lane) + 1;
  const changes: Change[] = [];
  table.forEach((cells, down) => {
    const lane = rows[top + down];
    if (lane === undefined || lane?.field === "images" || lane?.shape === "moment") return;
    cells.forEach((text, across) => {
      const step = board.steps[left + across];
      if (step && text.trim() !== "") {
        changes.push(...kept(nodes, { step: step.node.id, lane: lane?.id ?? HEAD, card: null }, lane, text));
      }
    });
  });
  return changes;
}

/** A figure typed on a feeling: 0 to 2 with the sign it has; a minus or a plus turns it. Null for other keys. */
export function typedFeeling(step: MapNode, key: string): number | null {
  const now = feelingOf(step) ?? 0;
  if (key === "-") return -Math.abs(now);
  if (key === "+") return Math.abs(now);
  if (!/^[0-2]$/.test(key)) return null;
  return now < 0 ? -Number(key) : Number(key);
}
