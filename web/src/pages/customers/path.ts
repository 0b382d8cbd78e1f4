// One passage over the map: how often and how long at each step, and the moves from visit to visit.

import type { VisitOut } from "../../api/generated/types.gen";

export interface At {
  readonly visits: number;
  readonly seconds: number;
  readonly isHere: boolean;
}

export interface Move {
  readonly from: number;
  readonly to: number;
  readonly kind: "on" | "skip" | "back";
  readonly n: number;
}

export interface PathOver {
  readonly at: readonly (At | null)[];
  readonly moves: readonly Move[];
  /** How many moves led back, or past a step. */
  readonly detours: number;
}

/** `steps` are the ids of the map's steps in order; `optional` those that may be passed; `now` is in ms. */
export function pathOver(
  visits: readonly VisitOut[],
  steps: readonly string[],
  optional: ReadonlySet<string>,
  now: number,
): PathOver {
  const at: (At | null)[] = steps.map(() => null);
  const moves = new Map<string, Move>();
  let last: number | null = null;
  for (const visit of visits) {
    const step = steps.indexOf(visit.step);
    if (step < 0) continue;
    const until = visit.left_at === null ? now : Date.parse(visit.left_at);
    const before = at[step];
    at[step] = {
      visits: (before?.visits ?? 0) + 1,
      seconds: (before?.seconds ?? 0) + (until - Date.parse(visit.entered_at)) / 1000,
      isHere: visit.left_at === null,
    };
    if (last !== null && last !== step) {
      const passed = steps.slice(last + 1, step).some((one) => !optional.has(one));
      const kind = step < last ? "back" : passed ? "skip" : "on";
      const key = `${last} ${step}`;
      moves.set(key, { from: last, to: step, kind, n: (moves.get(key)?.n ?? 0) + 1 });
    }
    last = step;
  }
  const all = [...moves.values()];
  return {
    at,
    moves: all,
    detours: all.filter((one) => one.kind !== "on").reduce((sum, one) => sum + one.n, 0),
  };
}
