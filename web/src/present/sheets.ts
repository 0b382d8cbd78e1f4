// How the steps of a map are laid on sheets of paper that lie side by side, the lanes repeated on each.

export type Paper = "a4" | "a3";

export interface PaperChoice {
  readonly paper: Paper;
  /** All steps on one sheet, as small as that takes; else as many sheets as it takes. */
  readonly isFitted: boolean;
}

/** What fits on a sheet on its side, in CSS pixels: its width less 10 mm on each side. */
const WIDTHS: Readonly<Record<Paper, number>> = { a4: 1046, a3: 1511 };
export const RAIL = 112;
const NARROWEST = 165;
const KEY = "desirepath:paper";

export interface Layout<T> {
  readonly sheets: readonly (readonly T[])[];
  /** How much smaller than on the screen. */
  readonly scale: number;
}

/** The steps in sheets of about the same number. */
export function layOut<T>(steps: readonly T[], { paper, isFitted }: PaperChoice): Layout<T> {
  const room = WIDTHS[paper];
  const most = Math.max(1, Math.floor((room - RAIL) / NARROWEST));
  if (isFitted || steps.length <= most) {
    return { sheets: [steps], scale: Math.min(1, room / (RAIL + NARROWEST * steps.length)) };
  }
  const count = Math.ceil(steps.length / most);
  const each = Math.ceil(steps.length / count);
  const sheets = Array.from({ length: Math.ceil(steps.length / each) }, (_, i) =>
    steps.slice(i * each, (i + 1) * each),
  );
  return { sheets, scale: 1 };
}

export function readPaper(): PaperChoice {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null") as PaperChoice | null;
    if (kept && kept.paper in WIDTHS) return { paper: kept.paper, isFitted: kept.isFitted };
  } catch {
    // What cannot be read was not ours.
  }
  return { paper: "a4", isFitted: false };
}

export function keepPaper(choice: PaperChoice): void {
  localStorage.setItem(KEY, JSON.stringify(choice));
}
