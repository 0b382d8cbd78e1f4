// Where a problem of the map's file lies on the board, and what mends it where that is sure.

import { knownAt, setKnown } from "../claims/claim";
import { type Board, type StepColumn, textOf } from "../map/board";
import type { Change } from "../map/edits";
import { set } from "../map/intents";
import type { MapNode, MapNodes } from "../map/nodes";
import { isMapping, type Json } from "../map/valueMerge";
import { settingsWords as words } from "../words/mapsettings";

export interface Problem {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly address: string;
  readonly fix: string;
}

export interface ProblemPlace {
  /** The node it is about: the map itself, a stage, a step, or a card. */
  readonly node: MapNode;
  /** What is left of the address below that node, such as `owner` or `when[0].activity`. */
  readonly rest: string;
  readonly step: StepColumn | null;
}

export function placeOf(address: string, board: Board): ProblemPlace {
  const found = /^stages\[(\d+)\](?:\.steps\[(\d+)\])?(?:\.((?:cells\.)?[\w-]+)\[(\d+)\])?\.?(.*)$/.exec(
    address,
  );
  if (!found) return { node: board.map, rest: address, step: null };
  const [, stageAt, stepAt, lane, cardAt, rest = ""] = found;
  const stage = board.stages[Number(stageAt)];
  if (!stage) return { node: board.map, rest: address, step: null };
  const below = address.replace(/^stages\[\d+\]\.?/, "");
  if (stepAt === undefined) return { node: stage.node, rest: below, step: null };
  const step = stage.steps[Number(stepAt)];
  if (!step) return { node: stage.node, rest: below, step: null };
  const card = lane === undefined ? undefined : step.cards.get(lane)?.[Number(cardAt)];
  if (card) return { node: card, rest, step };
  return { node: step.node, rest: below.replace(/^steps\[\d+\]\.?/, ""), step };
}

export interface Fix {
  readonly says: string;
  readonly changes: readonly Change[];
}

/** What to do about a problem, in the words of the screen; its own where these have none. */
export function sayFix(problem: Problem): string {
  return words.remarks[problem.code] ?? problem.fix;
}

/** Whether a word that "looks misspelt" is one the data hold: then it is right as it stands. Undefined: the data's
 * words are not known here. */
export function isInData(
  problem: Problem,
  board: Board,
  activities: ReadonlySet<string> | undefined,
): boolean | undefined {
  const { node, rest } = placeOf(problem.address, board);
  const written = valueAt(node.properties, rest);
  return typeof written === "string" ? activities?.has(written) : undefined;
}

function valueAt(value: Json | MapNode["properties"], address: string): unknown {
  let found: unknown = value;
  for (const name of address.split(/[.[\]]+/).filter((part) => part !== "")) {
    if (typeof found !== "object" || found === null) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return found;
}

/** The mending of a problem, where one is sure; null: somebody has to decide. */
export function fixOf(problem: Problem, board: Board, nodes: MapNodes): Fix | null {
  const { node, rest } = placeOf(problem.address, board);
  const meant = /^did you mean (.+)\?$/.exec(problem.fix)?.[1];
  switch (problem.code) {
    case "DP-MAP-114":
    case "DP-MAP-127": {
      if (meant === undefined) return null;
      const changes = replaceAt(nodes, node, rest, meant);
      return changes.length > 0 ? { says: words.fixes.use(meant), changes } : null;
    }
    case "DP-MAP-125":
      return { says: words.fixes.showAllLanes, changes: set(nodes, board.map, "lanes", undefined) };
    case "DP-MAP-126":
      return { says: words.fixes.noDetail, changes: set(nodes, node, "detail", undefined) };
    case "DP-MAP-128":
    case "DP-MAP-129": {
      const property = node.kind === "card" ? "" : (/^\w+/.exec(rest)?.[0] ?? "");
      const place = { node, property };
      if (problem.code === "DP-MAP-129") {
        return { says: words.fixes.noConfidence, changes: setKnown(nodes, place, { confidence: undefined }) };
      }
      if (!knownAt(place).isEvidence) return null;
      return { says: words.fixes.assume, changes: setKnown(nodes, place, { basis: "assumption" }) };
    }
    default:
      return null;
  }
}

/** The value at an address below a node becomes this text. */
function replaceAt(nodes: MapNodes, node: MapNode, rest: string, text: string): Change[] {
  const [name, ...path] = rest.split(/[.[\]]+/).filter((part) => part !== "");
  if (name === undefined) return [];
  const was = node.properties[name];
  if (was === undefined) return [];
  const value = replaced(was, path, text);
  return value === undefined ? [] : set(nodes, node, name, value);
}

function replaced(value: Json, path: readonly string[], text: string): Json | undefined {
  const [name, ...below] = path;
  if (name === undefined) return typeof value === "string" ? text : undefined;
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    const inner = items[Number(name)];
    const next = inner === undefined ? undefined : replaced(inner, below, text);
    return next === undefined ? undefined : items.map((one, i) => (i === Number(name) ? next : one));
  }
  if (!isMapping(value)) return undefined;
  const inner = value[name];
  const next = inner === undefined ? undefined : replaced(inner, below, text);
  return next === undefined ? undefined : { ...value, [name]: next };
}

/** What a place is called on the board. */
export function nameOf(place: ProblemPlace): string {
  const { node, step } = place;
  if (node.kind === "map") return words.here;
  if (node.kind === "card" && step) return textOf(step.node.properties.name);
  return textOf(node.properties.name);
}
