// The ways off the map as arcs over the heads of the steps: where each begins and ends, how high, how thick.

import type { Detour } from "./measured";

export const ARCS_HEIGHT = 76;
const LOWEST = 16;
const EACH_STEP = 9;
const ROOM = 12;
const THINNEST = 1.5;
const THICKEST = 9;

export interface Arc {
  readonly detour: Detour;
  readonly path: string;
  readonly width: number;
  /** The arrow's head, where it ends. */
  readonly head: string;
}

/** The arcs of the most travelled detours. `places` are the centres of the steps by id, `widest` the share that
 * would be as thick as can be. */
export function arcsOf(
  detours: readonly Detour[],
  places: ReadonlyMap<string, number>,
  most: number,
): readonly Arc[] {
  const order = [...places.keys()];
  const widest = Math.max(0.01, ...detours.slice(0, most).map((one) => one.share.value ?? 0));
  return detours.slice(0, most).flatMap((detour) => {
    const to = places.get(detour.to);
    const from = detour.from === null ? 8 : places.get(detour.from);
    if (to === undefined || from === undefined) return [];
    const span = Math.abs(
      order.indexOf(detour.to) - (detour.from === null ? -1 : order.indexOf(detour.from)),
    );
    const height = Math.min(ARCS_HEIGHT - ROOM, LOWEST + EACH_STEP * span);
    const base = ARCS_HEIGHT - 6;
    // Two that leave or reach one step stand a little apart: what comes ends left, what goes begins right.
    const shift = to > from ? 10 : -10;
    const x1 = detour.from === null ? from : from + shift;
    const x2 = to - shift;
    const top = base - height / 0.75;
    const width = THINNEST + (THICKEST - THINNEST) * ((detour.share.value ?? 0) / widest);
    return [
      {
        detour,
        width,
        path: `M${x1} ${base} C${x1 + (x2 - x1) * 0.1} ${top} ${x2 - (x2 - x1) * 0.1} ${top} ${x2} ${base}`,
        head: `M${x2 - 5} ${base - 6} L${x2 + 5} ${base - 6} L${x2} ${base + 3} Z`,
      },
    ];
  });
}
