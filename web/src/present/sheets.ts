// How the steps of a map are laid on sheets of paper that lie side by side, the lanes repeated on each; and how much
// smaller they are printed, so that a sheet does not go on for a few lines more.

import { estimateOf, type MeasuredSide } from "../lived/measured";
import type { Board, StepColumn } from "../map/board";

export type Paper = "a4" | "a3" | "letter" | "tabloid";

export interface PaperChoice {
  readonly paper: Paper;
  /** All steps on one sheet, as small as that takes; else as many sheets as it takes. */
  readonly isFitted: boolean;
}

/** What fits on a sheet on its side, in CSS pixels: less 10 mm on each side, and some lines, for a printer breaks
 * them a little otherwise than a screen. */
export const ROOM: Readonly<Record<Paper, { readonly width: number; readonly height: number }>> = {
  a4: { width: 1046, height: 690 },
  a3: { width: 1511, height: 1015 },
  letter: { width: 980, height: 712 },
  tabloid: { width: 1556, height: 949 },
};
export const RAIL = 112;
const NARROWEST = 155;
/** Of 12 pixels, 8.4: more than 6 points. */
const SMALLEST = 0.7;
/** Where few steps leave room, the letters grow with the paper. */
const LARGEST = 1.3;
const KEY = "desirepath:paper";

export interface Layout<T> {
  readonly sheets: readonly (readonly T[])[];
  /** How many steps the widest of them has: a step is as wide on all of them. */
  readonly most: number;
  /** How much smaller than on the screen; more than 1: larger. */
  readonly scale: number;
}

/**
 * The steps of these stages in as few sheets as can be: a sheet ends where a stage ends, unless the stage has more
 * steps than there is room for.
 */
export function layOut<T>(stages: readonly (readonly T[])[], { paper, isFitted }: PaperChoice): Layout<T> {
  const { width } = ROOM[paper];
  const most = Math.max(1, Math.floor((width - RAIL) / NARROWEST));
  const steps = stages.flat();
  if (isFitted || steps.length <= most) {
    const scale = Math.min(LARGEST, width / (RAIL + NARROWEST * Math.max(1, steps.length)));
    return { sheets: [steps], most: Math.max(1, steps.length), scale };
  }
  const count = packed(stages, most).length;
  // As few in one as go into no more sheets: then they are of about the same width.
  let least = Math.ceil(steps.length / count);
  while (packed(stages, least).length > count) least += 1;
  const sheets = packed(stages, least);
  const widest = Math.max(...sheets.map((sheet) => sheet.length));
  return { sheets, most: widest, scale: Math.min(LARGEST, width / (RAIL + NARROWEST * widest)) };
}

/** Whether a feeling was measured at any step. */
export function felt(side: MeasuredSide | null): boolean {
  return side?.steps.some((step) => estimateOf(step, "feeling")?.value != null) ?? false;
}

export function stepsByStage(board: Board): readonly (readonly StepColumn[])[] {
  return board.stages.map((stage) => stage.steps);
}

function packed<T>(stages: readonly (readonly T[])[], most: number): T[][] {
  const sheets: T[][] = [];
  for (const stage of stages) {
    if (stage.length === 0) continue;
    const last = sheets.at(-1);
    if (last && last.length + stage.length <= most) last.push(...stage);
    else {
      const parts = Math.ceil(stage.length / most);
      const each = Math.ceil(stage.length / parts);
      for (let from = 0; from < stage.length; from += each) sheets.push(stage.slice(from, from + each));
    }
  }
  return sheets;
}

/** A sheet as it stands: how tall it is, and its heads, which are said again on every page. In pixels. */
export interface Tall {
  readonly whole: number;
  readonly heads: number;
}

/**
 * The largest scale, `from` at most, at which every sheet takes as few pages as it would at the smallest. `measure`
 * says how tall the sheets are at a scale.
 */
export function fitted(from: number, height: number, measure: (scale: number) => readonly Tall[]): number {
  const smallest = Math.min(from, SMALLEST);
  const pagesOf = (scale: number) =>
    measure(scale).reduce(
      (sum, { whole, heads }) =>
        sum + (whole <= height ? 1 : 1 + Math.ceil((whole - height) / Math.max(1, height - heads))),
      0,
    );
  const fewest = pagesOf(smallest);
  for (let scale = from; scale > smallest; scale -= 0.03) if (pagesOf(scale) <= fewest) return scale;
  return smallest;
}

/** Where letters are written on US Letter and not on A4 (Unicode CLDR, measurement data: paperSize US-Letter). */
const LETTER = new Set(["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"]);

/** The paper that is usual where somebody is, by the languages of the browser: the first that names a country. */
export function usualPaper(languages: readonly string[]): Paper {
  const region = languages.map((one) => /-([A-Z]{2})(?:-|$)/.exec(one)?.[1]).find((one) => one !== undefined);
  return region !== undefined && LETTER.has(region) ? "letter" : "a4";
}

export function readPaper(): PaperChoice {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null") as PaperChoice | null;
    if (kept && kept.paper in ROOM) return { paper: kept.paper, isFitted: kept.isFitted };
  } catch {
    // What cannot be read was not ours.
  }
  return { paper: usualPaper(navigator.languages), isFitted: false };
}

export function keepPaper(choice: PaperChoice): void {
  localStorage.setItem(KEY, JSON.stringify(choice));
}
