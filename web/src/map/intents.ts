// What a person means to do, as changes. Pure: nodes in, changes out; the server judges what the format allows.

import { feelingOf, textOf } from "./board";
import { type Change, property, setProperty } from "./edits";
import type { LaneView } from "./lanes";
import { childrenOf, type MapNode, type MapNodes, ROOT } from "./nodes";
import { rankBetween } from "./ranks";
import { isListOfTexts, isMapping, type Json, same, type Value } from "./valueMerge";

/** A new id for a node of this kind: short, and never used before. */
export function newId(kind: "stage" | "step" | "card"): string {
  const random = crypto.getRandomValues(new Uint8Array(6));
  return `${kind}:n${Array.from(random, (byte) => byte.toString(36).padStart(2, "0")).join("")}`;
}

/** A property gets a value (undefined: none). Nothing, where it has that value. */
export function set(nodes: MapNodes, node: MapNode, name: string, value: Value): Change[] {
  const was = property(node, name);
  return was === value ? [] : [setProperty(node.id, name, value, nodes.revision, was)];
}

/** The words of a claim change, whatever its form: a bare text, or a mapping with a text and how we know it. */
export function setText(nodes: MapNodes, node: MapNode, name: string, text: string): Change[] {
  const was = property(node, name);
  const value =
    text.trim() === "" ? undefined : isMapping(was) && !isListOfTexts(was) ? { ...was, text } : text;
  if (textOf(was) === text || (was === undefined && value === undefined)) return [];
  return set(nodes, node, name, value);
}

/** A list of texts, typed with commas between. */
export function setTexts(nodes: MapNodes, node: MapNode, name: string, typed: string): Change[] {
  const value = typed
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  const was = property(node, name);
  if (isListOfTexts(was) && was.join("\n") === value.join("\n")) return [];
  return set(nodes, node, name, value.length > 0 ? value : undefined);
}

/** The believed feeling changes; null takes it away. How we know it stays. */
export function setFeeling(nodes: MapNodes, step: MapNode, feeling: number | null): Change[] {
  if (feelingOf(step) === feeling) return [];
  const was = property(step, "feeling");
  const value = feeling === null ? undefined : Math.round(Math.max(-2, Math.min(2, feeling)) * 10) / 10;
  return set(nodes, step, "feeling", isMapping(was) && value !== undefined ? { ...was, value } : value);
}

/** A new card at the end of a cell (or after `after`). */
export function addCard(
  nodes: MapNodes,
  step: MapNode,
  lane: LaneView,
  text: string,
  extra: Readonly<Record<string, Json>> = {},
  after?: MapNode,
): Change[] {
  const siblings = cardsIn(nodes, step.id, lane.field);
  const index = after ? siblings.indexOf(after) + 1 : siblings.length;
  const rank = rankAt(siblings, index);
  const properties = { lane: lane.field, text, ...extra };
  return [{ do: "create", node: newId("card"), kind: "card", parent: step.id, rank, properties }];
}

/** A card comes to another place: before `before`, or at the end of the cell. */
export function moveCard(
  nodes: MapNodes,
  card: MapNode,
  step: MapNode,
  lane: LaneView,
  before: MapNode | null,
): Change[] {
  const siblings = cardsIn(nodes, step.id, lane.field).filter((one) => one !== card);
  const index = before ? siblings.indexOf(before) : siblings.length;
  const move: Change = {
    do: "move",
    node: card.id,
    parent: step.id,
    rank: rankAt(siblings, index < 0 ? siblings.length : index),
  };
  return [move, ...set(nodes, card, "lane", lane.field)];
}

/** A new step in a stage, before `before` or at its end. */
export function addStep(nodes: MapNodes, stage: MapNode, name: string, before: MapNode | null): Change[] {
  const siblings = childrenOf(nodes).get(stage.id) ?? [];
  const index = before ? siblings.indexOf(before) : siblings.length;
  const node = newId("step");
  const rank = rankAt(siblings, index < 0 ? siblings.length : index);
  return [{ do: "create", node, kind: "step", parent: stage.id, rank, properties: { name } }];
}

/** A new stage, before `before` or at the end, with a first step to write in. */
export function addStage(nodes: MapNodes, name: string, firstStep: string, before: MapNode | null): Change[] {
  const siblings = childrenOf(nodes).get(ROOT) ?? [];
  const index = before ? siblings.indexOf(before) : siblings.length;
  const node = newId("stage");
  return [
    {
      do: "create",
      node,
      kind: "stage",
      parent: ROOT,
      rank: rankAt(siblings, index < 0 ? siblings.length : index),
      properties: { name },
    },
    {
      do: "create",
      node: newId("step"),
      kind: "step",
      parent: node,
      rank: rankAt([], 0),
      properties: { name: firstStep },
    },
  ];
}

/** A step or a stage comes before another of its kind, or to the end of `parent`. */
export function moveNode(nodes: MapNodes, node: MapNode, parent: string, before: MapNode | null): Change[] {
  const siblings = (childrenOf(nodes).get(parent) ?? []).filter((one) => one !== node);
  const index = before ? siblings.indexOf(before) : siblings.length;
  const rank = rankAt(siblings, index < 0 ? siblings.length : index);
  return [{ do: "move", node: node.id, parent, rank }];
}

/** The map's lanes in this order, each shown or hidden. What the file says beside of a lane stays. */
export function setLanes(nodes: MapNodes, lanes: readonly LaneView[]): Change[] {
  return writeLanes(nodes, laneEntries(nodes, lanes));
}

/** A lane is called otherwise on this map. */
export function renameLane(nodes: MapNodes, lanes: readonly LaneView[], id: string, name: string): Change[] {
  const entries = laneEntries(nodes, lanes).map((entry): Json => {
    if (idOf(entry) !== id) return entry;
    return { ...(isMapping(entry) ? entry : { id }), name };
  });
  return writeLanes(nodes, entries);
}

/** A lane of the map's own, of cards, before another (null: at the end), on that one's side. */
export function addLane(
  nodes: MapNodes,
  lanes: readonly LaneView[],
  name: string,
  before: string | null,
): { readonly id: string; readonly changes: Change[] } {
  const id = newId("card").replace("card:n", "lane-");
  const at = before === null ? lanes.length : lanes.findIndex((lane) => lane.id === before);
  const side = (lanes[at] ?? lanes.at(-1))?.side ?? "about";
  const entries = laneEntries(nodes, lanes);
  return {
    id,
    changes: writeLanes(nodes, entries.toSpliced(at < 0 ? entries.length : at, 0, { id, name, side })),
  };
}

/** A lane comes before another, or to the end. */
export function moveLane(
  nodes: MapNodes,
  lanes: readonly LaneView[],
  id: string,
  before: string | null,
): Change[] {
  const lane = lanes.find((one) => one.id === id);
  if (!lane || id === before) return [];
  const others = lanes.filter((one) => one !== lane);
  const at = before === null ? others.length : others.findIndex((one) => one.id === before);
  return setLanes(nodes, others.toSpliced(at < 0 ? others.length : at, 0, lane));
}

function idOf(entry: Json): string {
  return typeof entry === "string" ? entry : isMapping(entry) && typeof entry.id === "string" ? entry.id : "";
}

/** The lanes as the file lists them. */
function laneEntries(nodes: MapNodes, lanes: readonly LaneView[]): readonly Json[] {
  const was = nodes.nodes.get(ROOT)?.properties.lanes;
  const said = new Map<string, Readonly<Record<string, Json>>>();
  for (const entry of Array.isArray(was) ? (was as readonly Json[]) : []) {
    if (isMapping(entry) && typeof entry.id === "string") said.set(entry.id, entry);
  }
  return lanes.map((lane): Json => {
    const entry: Record<string, Json> = { id: lane.id, ...said.get(lane.id) };
    const { hidden: _, ...rest } = entry;
    if (lane.hidden) return { ...rest, hidden: true };
    return Object.keys(rest).length === 1 ? lane.id : rest;
  });
}

function writeLanes(nodes: MapNodes, entries: readonly Json[]): Change[] {
  const map = nodes.nodes.get(ROOT);
  return map && !same(property(map, "lanes"), entries) ? set(nodes, map, "lanes", entries) : [];
}

export function remove(node: MapNode): Change[] {
  return [{ do: "remove", node: node.id }];
}

/** The cards of one cell, in order. */
export function cardsIn(nodes: MapNodes, step: string, lane: string): readonly MapNode[] {
  return (childrenOf(nodes).get(step) ?? []).filter((card) => card.properties.lane === lane);
}

/** The rank for a place among siblings. Where two share a rank there is no room between: then at the end. */
function rankAt(siblings: readonly MapNode[], index: number): string {
  const before = siblings[index - 1]?.rank ?? null;
  const after = siblings[index]?.rank ?? null;
  if (before !== null && after !== null && before >= after) {
    const next = siblings.slice(index).find((one) => one.rank > before);
    return rankBetween(before, next?.rank ?? null);
  }
  return rankBetween(before, after);
}

/** A table copied from a spreadsheet, as rows of cells. Quoted cells may hold line breaks. */
export function readTable(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let isQuoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charAt(i);
    if (isQuoted) {
      if (char === '"' && text.charAt(i + 1) === '"') {
        cell += '"';
        i += 1;
      } else if (char === '"') isQuoted = false;
      else cell += char;
    } else if (char === '"' && cell === "") isQuoted = true;
    else if (char === "\t" || char === "\n") {
      rows.at(-1)?.push(cell);
      cell = "";
      if (char === "\n") rows.push([]);
    } else if (char !== "\r") cell += char;
  }
  rows.at(-1)?.push(cell);
  const last = rows.at(-1);
  if (last?.length === 1 && last[0] === "") rows.pop();
  return rows;
}
