// What travels through the clipboard: a table that spreadsheets understand, and beside it, for another place of
// a map, all that our cells know. Pure: tested without a page.

import { type Board, textOf } from "../map/board";
import { applyEdit, type Change } from "../map/edits";
import * as intents from "../map/intents";
import type { LaneView } from "../map/lanes";
import { addCards, addSteps } from "../map/manyIntents";
import { type MapNodes, ROOT } from "../map/nodes";
import { isMapping, type Json } from "../map/valueMerge";
import { boardWords } from "../words/board";
import { words } from "../words/en";
import { kept } from "./gestures";
import { type Block, textsOf } from "./picked";
import { HEAD, type Place, rowsOf } from "./selection";

/** The kind under which the clipboard keeps our own cells. */
export const OWN_KIND = "application/x-desirepath-cells+json";

type Properties = Readonly<Record<string, Json>>;

/** A cell on its way: its words, and, if it comes from a map, what it was there. */
export interface Carried {
  readonly text: string;
  /** The lane's field it comes from; absent for a spreadsheet's cell. */
  readonly field?: string;
  readonly cards?: readonly Properties[];
  readonly value?: Json;
}

/** What of any card may come along into a lane of another kind. */
const OF_EVERY_CARD: ReadonlySet<string> = new Set([
  "text",
  "basis",
  "sources",
  "confidence",
  "confirmed_on",
  "by",
]);
const YES = /^(true|yes|ja|x|1|◆)$/i;

export function carry(block: Block): readonly (readonly Carried[])[] {
  const texts = textsOf(block);
  return block.rows.map((lane, down) =>
    block.columns.map((column, across): Carried => {
      const text = texts[down]?.[across] ?? "";
      if (lane === null) return { text, field: HEAD };
      if (lane.shape === "cards") {
        const cards = (column.cards.get(lane.field) ?? []).map((card) => card.properties);
        return { text, field: lane.field, cards };
      }
      const value = column.node.properties[lane.field];
      return value === undefined ? { text, field: lane.field } : { text, field: lane.field, value };
    }),
  );
}

/** Our own cells, read back; null for anything else. */
export function readCarried(json: string): readonly (readonly Carried[])[] | null {
  try {
    const read: unknown = JSON.parse(json);
    const isTable =
      Array.isArray(read) &&
      read.every(
        (row) =>
          Array.isArray(row) &&
          row.every((cell: Json) => isMapping(cell) && typeof cell.text === "string" && isCards(cell.cards)),
      );
    return isTable ? (read as readonly (readonly Carried[])[]) : null;
  } catch {
    return null;
  }
}

function isCards(cards: Json | undefined): boolean {
  return cards === undefined || (Array.isArray(cards) && cards.every((card: Json) => isMapping(card)));
}

/** Rows of texts as a spreadsheet takes them: tabs between, cells with line breaks or quotes in quotes. */
export function writeTable(rows: readonly (readonly string[])[]): string {
  return rows
    .map((cells) =>
      cells.map((text) => (/["\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join("\t"),
    )
    .join("\n");
}

/** What a paste would do. */
export interface PastePlan {
  /** How many columns of the table lie beyond the last step. */
  readonly wider: number;
  /** How many of its rows lie below the last lane. */
  readonly taller: number;
  /** The lanes that cannot take what the table says for them. */
  readonly unfit: readonly string[];
  /** The changes: with new steps for what is wider, or without. */
  readonly changes: (isGrowing: boolean) => readonly Change[];
}

/** Paste a table from a place on: to the right are steps, downwards lanes. */
export function planPaste(
  board: Board,
  nodes: MapNodes,
  lanes: readonly LaneView[],
  folded: ReadonlySet<string>,
  at: Place,
  table: readonly (readonly Carried[])[],
): PastePlan {
  const left = board.steps.findIndex((step) => step.node.id === at.step);
  const rows = rowsOf(lanes, folded).slice(rowsOf(lanes, folded).indexOf(at.lane));
  const width = Math.max(...table.map(usedWidth));
  const laneOf = (down: number) => lanes.find((lane) => lane.id === rows[down]) ?? null;
  const unfit = new Set<string>();
  table.slice(0, rows.length).forEach((cells, down) => {
    const lane = laneOf(down);
    if (lane && cells.some((cell) => cell.text.trim() !== "" && !fits(lane, cell))) unfit.add(lane.name);
  });
  return {
    wider: Math.max(0, left + width - board.steps.length),
    taller: Math.max(0, table.length - rows.length),
    unfit: [...unfit],
    changes: (isGrowing) => {
      const wider = Math.max(0, left + width - board.steps.length);
      const growing = isGrowing ? newSteps(board, nodes, at, table, wider) : [];
      // The new steps are there for what is written into them; the server hears of all of it as one edit.
      const grown = applyEdit(nodes, { id: "", by: "", changes: growing }, nodes.revision).nodes;
      const steps = [...board.steps.map((step) => step.node.id), ...growing.map((change) => change.node)];
      const changes: Change[] = [...growing];
      table.slice(0, rows.length).forEach((cells, down) => {
        const lane = laneOf(down);
        cells.forEach((cell, across) => {
          const step = steps[left + across];
          const isNamed = lane === null && left + across >= board.steps.length;
          if (step !== undefined && !isNamed && cell.text.trim() !== "") {
            changes.push(...put(grown, step, lane, cell));
          }
        });
      });
      return changes;
    },
  };
}

function usedWidth(cells: readonly Carried[]): number {
  return cells.findLastIndex((cell) => cell.text.trim() !== "") + 1;
}

function newSteps(
  board: Board,
  nodes: MapNodes,
  at: Place,
  table: readonly (readonly Carried[])[],
  count: number,
) {
  const stage = board.stages.at(-1)?.node;
  if (!stage || count === 0) return [];
  const width = Math.max(...table.map(usedWidth));
  const names = Array.from({ length: count }, (_, i) => {
    const said = at.lane === HEAD ? table[0]?.[width - count + i]?.text.trim() : "";
    return said === undefined || said === "" ? words.newStep : said;
  });
  return addSteps(nodes, stage, names, null);
}

function fits(lane: LaneView, cell: Carried): boolean {
  if (lane.field === "images") return cell.cards?.some((card) => typeof card.src === "string") === true;
  if (lane.shape === "moment") return isYes(cell);
  if (lane.shape === "feeling") return Number.isFinite(feelingIn(cell));
  return true;
}

function isYes(cell: Carried): boolean {
  return cell.value === true || YES.test(cell.text.trim()) || cell.text.trim() === words.momentOfTruth;
}

function feelingIn(cell: Carried): number {
  return Number(cell.text.trim().replace(",", ".").replace("−", "-"));
}

function put(nodes: MapNodes, stepId: string, lane: LaneView | null, cell: Carried): Change[] {
  const step = nodes.nodes.get(stepId);
  if (!step || (lane && !fits(lane, cell))) return [];
  if (lane?.shape === "cards") {
    const isSameKind = cell.field === lane.field;
    const cards = cell.cards
      ? cell.cards.map((card) =>
          isSameKind
            ? card
            : Object.fromEntries(Object.entries(card).filter(([name]) => OF_EVERY_CARD.has(name))),
        )
      : cell.text
          .split("\n")
          .filter((line) => line.trim() !== "")
          .map((line): Properties => ({ text: line.trim() }));
    return addCards(nodes, stepId, lane, cards);
  }
  if (lane?.shape === "moment") return intents.set(nodes, step, lane.field, true);
  if (lane && cell.field === lane.field && cell.value !== undefined) {
    return intents.set(nodes, step, lane.field, cell.value);
  }
  const place: Place = { step: stepId, lane: lane?.id ?? HEAD, card: null };
  return kept(nodes, place, lane, cell.text.replace(/\r/g, ""));
}

/** What is to be said of a paste that could not take everything; empty where it could. */
export function sayPaste(plan: PastePlan): string {
  return [
    plan.unfit.length > 0 ? boardWords.laneTakesNoText(plan.unfit) : "",
    plan.taller > 0 ? boardWords.noLaneFor(plan.taller) : "",
  ]
    .filter((one) => one !== "")
    .join(" ");
}

/** In which stage new steps of a wide paste come to stand. */
export function growingStage(board: Board): string {
  return textOf(board.stages.at(-1)?.node.properties.name) || ROOT;
}
