// What the map believes against what was lived, as the server sends it (desirepath-difference/1), and where on
// the board each belief stands.

import type { Estimate } from "../lived/measured";
import type { Json } from "../map/valueMerge";

export type Verdict = "contradicted" | "holds" | "not_enough" | "not_known";

export interface Mending {
  /** The step whose property changes; null: a new step, after `after` (null: at the very beginning). */
  readonly step: string | null;
  readonly property: string;
  readonly value: Json;
  readonly after: string | null;
}

export interface Belief {
  readonly kind: string;
  readonly step: string | null;
  readonly lane: string | null;
  readonly verdict: Verdict;
  readonly believes: string;
  readonly lived: string;
  readonly says: string;
  readonly estimate: Estimate;
  readonly touched: number;
  readonly off: number;
  readonly weight: number;
  readonly adjusted_p: number | null;
  readonly change: Mending | null;
}

export interface Difference {
  readonly as_of: string;
  readonly segment: string | null;
  readonly beliefs: readonly Belief[];
}

/** The beliefs of one verdict, in the order of the answer: the contradicted by what they matter. */
export function ofVerdict(difference: Difference, verdict: Verdict): readonly Belief[] {
  return difference.beliefs.filter((one) => one.verdict === verdict);
}

/** A name for a belief, unique on its map. */
export function keyOf(belief: Belief): string {
  return [belief.kind, belief.step ?? "", belief.lane ?? "", belief.believes, belief.lived].join("|");
}

/** The lane of the board that shows a belief; "" for the head of its step: the map's order, its times. */
export function laneOf(belief: Belief, lanes: ReadonlySet<string>): string {
  return belief.lane !== null && lanes.has(belief.lane) ? belief.lane : "";
}

/** The beliefs by place: a step's node id, with a dot and the lane where it is one. */
export function byPlace(
  difference: Difference,
  lanes: ReadonlySet<string>,
): ReadonlyMap<string, readonly Belief[]> {
  const places = new Map<string, Belief[]>();
  for (const belief of difference.beliefs) {
    // What is missing after a step says nothing against the step itself.
    if (belief.step === null) continue;
    const lane = laneOf(belief, lanes);
    const place = placeOf(`step:${belief.step}`, lane);
    places.set(place, [...(places.get(place) ?? []), belief]);
  }
  return places;
}

export function placeOf(node: string, lane: string): string {
  return lane === "" ? node : `${node}.${lane}`;
}

/** What is to be shown of several beliefs at one place: the worst of them. */
export function worstOf(beliefs: readonly Belief[]): Verdict {
  const order: readonly Verdict[] = ["contradicted", "not_enough", "not_known", "holds"];
  return order.find((verdict) => beliefs.some((one) => one.verdict === verdict)) ?? "holds";
}
