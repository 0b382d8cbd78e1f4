// One passage over the map: how often and how long at each step, and the moves from visit to visit.

import type { VisitOut } from "../../api/generated/types.gen";

export interface At {
  readonly visits: number;
  readonly seconds: number;
  readonly isHere: boolean;
}

/** A step of the map, in its order. */
export interface Step {
  readonly id: string;
  readonly isOptional: boolean;
  /** Whether anything says who is there: it has a rule. */
  readonly isMeasured: boolean;
}

export interface Move {
  /** -1: the start of the journey. */
  readonly from: number;
  readonly to: number;
  /** The next step (`on`), over what may be left out (`past`), back to what may be done again (`again`); or a
   * detour, as the map's measures count it: a `skip`, or `back`. */
  readonly kind: "on" | "past" | "again" | "skip" | "back";
  readonly n: number;
}

/** Why somebody who went beyond a step has not been at it. */
export type Missed = "optional" | "not_measured" | "skipped";

export interface PathOver {
  readonly at: readonly (At | null)[];
  readonly missed: readonly (Missed | null)[];
  readonly moves: readonly Move[];
  /** How many moves leave the map, by the count of its measures. */
  readonly detours: number;
}

/** `now` is in ms. Which moves are detours the server says: the page counts none of its own. */
export function pathOver(visits: readonly VisitOut[], steps: readonly Step[], now: number): PathOver {
  const at: (At | null)[] = steps.map(() => null);
  const moves = new Map<string, Move>();
  const numbers = new Map(steps.map((one, i) => [one.id, i]));
  let last = -1;
  let furthest = -1;
  for (const visit of visits) {
    const step = numbers.get(visit.step);
    if (step === undefined) continue;
    const until = visit.left_at === null ? now : Date.parse(visit.left_at);
    const before = at[step];
    at[step] = {
      visits: (before?.visits ?? 0) + 1,
      seconds: (before?.seconds ?? 0) + (until - Date.parse(visit.entered_at)) / 1000,
      isHere: visit.left_at === null,
    };
    if (last !== step && (last >= 0 || visit.detour !== null)) {
      const key = `${last} ${step}`;
      const n = (moves.get(key)?.n ?? 0) + 1;
      moves.set(key, { from: last, to: step, kind: kindOf(visit, last, step, moves.get(key)), n });
    }
    last = step;
    furthest = Math.max(furthest, step);
  }
  return {
    at,
    missed: steps.map((step, i) => {
      if (at[i] || i > furthest) return null;
      return !step.isMeasured ? "not_measured" : step.isOptional ? "optional" : "skipped";
    }),
    moves: [...moves.values()],
    detours: visits.filter((one) => one.detour !== null && numbers.has(one.step)).length,
  };
}

/** The same way travelled twice is drawn once: as a detour where one of them was. */
function kindOf(visit: VisitOut, from: number, to: number, before: Move | undefined): Move["kind"] {
  if (visit.detour === "skip") return "skip";
  if (visit.detour === "return") return "back";
  if (before) return before.kind;
  return to < from ? "again" : to > from + 1 ? "past" : "on";
}
