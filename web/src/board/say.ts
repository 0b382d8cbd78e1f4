// What a cell that is kept as a property says, as one text.

import { textOf } from "../map/board";
import type { LaneView } from "../map/lanes";
import type { MapNode } from "../map/nodes";
import { isListOfTexts, isMapping } from "../map/valueMerge";
import { words } from "../words/en";

/** What a cell that is a property says, as one text. */
export function say(lane: LaneView, step: MapNode): string {
  const value = step.properties[lane.field];
  if (lane.shape === "texts") return isListOfTexts(value) ? value.join(", ") : "";
  if (lane.shape === "moment") return value === true ? words.momentOfTruth : "";
  if (lane.shape === "handoff") {
    if (!isMapping(value)) return "";
    const from = textOf(value.from);
    const to = textOf(value.to);
    const within = textOf(value.within);
    return [from, to].filter((one) => one !== "").join(" → ") + (within === "" ? "" : ` within ${within}`);
  }
  return textOf(value);
}
