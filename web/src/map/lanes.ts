// The lanes of a map: the house's own, in one list, and how one map orders, renames, hides and adds to them.
// The rules are those of src/desirepath/model/lanes.py; lanes.json is written by `make reference` from there.

import lanesJson from "./lanes.json";
import { type Json, isMapping, type Value } from "./valueMerge";

export type Side = "customer" | "touch" | "on_stage" | "off_stage" | "about";

/** How a lane's cell is kept: cards of their own, or one property of the step. */
export type LaneShape = "cards" | "text" | "feeling" | "texts" | "moment" | "handoff";

export interface LaneView {
  readonly id: string;
  readonly name: string;
  readonly side: Side;
  readonly shape: LaneShape;
  /** What a card's property `lane` says, where the lane holds cards; else the step's property. */
  readonly field: string;
  readonly hidden: boolean;
}

interface BuiltIn {
  readonly id: string;
  readonly name: string;
  readonly side: Side;
  readonly shape: LaneShape;
}

export const BUILT_IN_LANES = lanesJson as readonly BuiltIn[];
const BY_ID: ReadonlyMap<string, BuiltIn> = new Map(BUILT_IN_LANES.map((lane) => [lane.id, lane]));

/** The map's lanes in its order, the hidden ones too; without a list all that the house knows. */
export function lanesOf(listed: Value): readonly LaneView[] {
  if (!Array.isArray(listed)) return BUILT_IN_LANES.map((lane) => view({ id: lane.id }));
  return (listed as readonly Json[]).flatMap((entry) => {
    if (typeof entry === "string") return [view({ id: entry })];
    if (!isMapping(entry) || typeof entry.id !== "string") return [];
    return [view(entry as unknown as LaneEntry)];
  });
}

interface LaneEntry {
  readonly id: string;
  readonly name?: string;
  readonly side?: Side;
  readonly hidden?: boolean;
}

function view(entry: LaneEntry): LaneView {
  const known = BY_ID.get(entry.id);
  return {
    id: entry.id,
    name: entry.name ?? known?.name ?? plainName(entry.id),
    side: entry.side ?? known?.side ?? "about",
    shape: known?.shape ?? "cards",
    field: known ? known.id : `cells.${entry.id}`,
    hidden: entry.hidden ?? false,
  };
}

function plainName(id: string): string {
  const words = id.replaceAll(/[_-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

/** Before which lane (its index) the line of visibility lies; null where there is none to draw. */
export function lineOfVisibility(lanes: readonly LaneView[]): number | null {
  let isSeen = false;
  for (const [index, lane] of lanes.entries()) {
    if (lane.hidden) continue;
    if (lane.side === "off_stage" && isSeen) return index;
    isSeen ||= lane.side === "customer" || lane.side === "touch" || lane.side === "on_stage";
  }
  return null;
}
