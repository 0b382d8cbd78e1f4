// What keys and clicks mean at a place of the board, as changes. Pure: tested without a page.

import { feelingOf } from "../map/board";
import type { Change } from "../map/edits";
import * as intents from "../map/intents";
import type { LaneView } from "../map/lanes";
import type { MapNode, MapNodes } from "../map/nodes";
import { isListOfTexts, isMapping } from "../map/valueMerge";
import { say } from "./say";
import type { Place } from "./selection";

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

/** A figure typed on a feeling: 0 to 2 with the sign it has; a minus or a plus turns it. Null for other keys. */
export function typedFeeling(step: MapNode, key: string): number | null {
  const now = feelingOf(step) ?? 0;
  if (key === "-") return -Math.abs(now);
  if (key === "+") return Math.abs(now);
  if (!/^[0-2]$/.test(key)) return null;
  return now < 0 ? -Number(key) : Number(key);
}
