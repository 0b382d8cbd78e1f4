// A panel about one step or one card follows what is picked on the board; the others stay what they are.

import { type Place, RAIL, STAGE } from "../../board/selection";

/** Who goes through cells by keys wants the panel of where they stay. In milliseconds. */
export const RESTS_AFTER_MS = 150;

/** The panel to be shown when this place is picked; the same one where it has nothing to follow. */
export function panelFor(panel: string | null, at: Place | null): string | null {
  const kind = panel?.split(":", 1)[0];
  if (at === null || at.step === RAIL || at.lane === STAGE) return panel;
  if (kind === "card") return at.card ?? at.step;
  if (kind === "moves") return `moves:${at.step}`;
  return kind === "step" ? at.step : panel;
}
