// Edits, applied: the same few lines as src/desirepath/model/edits.py, held to the same vectors. What the map
// format allows in a property is judged by the server alone; here an edit is refused only for its structure.

import { type MapNode, type MapNodes, type NodeKind, PARENT_KIND, ROOT, type Written } from "./nodes";
import { isRank } from "./ranks";
import { type Json, mergeValues, same, type Value } from "./valueMerge";

export interface Create {
  readonly do: "create";
  readonly node: string;
  readonly kind: NodeKind;
  readonly parent: string;
  readonly rank: string;
  readonly properties: Readonly<Record<string, Json>>;
}

export interface SetProperty {
  readonly do: "set";
  readonly node: string;
  readonly property: string;
  readonly value?: Json;
  readonly based_on: number;
  readonly was?: Json;
}

export interface Move {
  readonly do: "move";
  readonly node: string;
  readonly parent: string;
  readonly rank: string;
}

export interface Remove {
  readonly do: "remove";
  readonly node: string;
}

export type Change = Create | SetProperty | Move | Remove;

export interface Edit {
  readonly id: string;
  readonly by: string;
  readonly changes: readonly Change[];
}

/** Something somebody wrote that is not to be seen now; see the guide. */
export interface Lost {
  readonly reason: "overwritten" | "removed";
  readonly node: string;
  readonly property?: string;
  readonly value?: Json;
  readonly by: string;
  readonly revision: number;
}

export interface Applied {
  readonly nodes: MapNodes;
  readonly lost: readonly Lost[];
  /** The codes of what is wrong; then nothing was changed. */
  readonly refused: readonly string[];
}

type Work = Map<string, MapNode>;

/** Apply an edit as `revision`: the whole of it, or, where any change is refused, nothing. */
export function applyEdit(nodes: MapNodes, edit: Edit, revision: number): Applied {
  const work: Work = new Map(nodes.nodes);
  const lost: Lost[] = [];
  const refused: string[] = [];
  for (const change of edit.changes) {
    const code = judge(work, change);
    if (code) refused.push(code);
    else lost.push(...apply(work, change, { revision, by: edit.by }));
  }
  if (refused.length > 0) return { nodes, lost: [], refused };
  return { nodes: { nodes: work, revision }, lost, refused };
}

/** The edit that undoes `edit`, which was applied when the nodes stood at `before`. */
export function invertEdit(before: MapNodes, edit: Edit, id = `undo:${edit.id}`): Edit {
  const revision = before.revision + 1;
  const work: Work = new Map(before.nodes);
  const inverse: Change[] = [];
  for (const change of edit.changes) {
    if (judge(work, change)) return { id, by: edit.by, changes: [] };
    const was = work.get(change.node);
    apply(work, change, { revision, by: edit.by });
    const is = work.get(change.node);
    if (is) inverse.push(...undo(was, is, change, revision));
  }
  return { id, by: edit.by, changes: inverse.reverse() };
}

function undo(before: MapNode | undefined, after: MapNode, change: Change, revision: number): Change[] {
  if (!before || (before.removed && !after.removed)) return [{ do: "remove", node: after.id }];
  const parent = before.parent ?? ROOT;
  if (after.removed && !before.removed) {
    return [{ do: "create", node: before.id, kind: before.kind, parent, rank: before.rank, properties: {} }];
  }
  if (change.do === "set") {
    const was = property(after, change.property);
    const value = property(before, change.property);
    return same(was, value) ? [] : [setProperty(before.id, change.property, value, revision, was)];
  }
  if (before.parent !== after.parent || before.rank !== after.rank) {
    return [{ do: "move", node: before.id, parent, rank: before.rank }];
  }
  return [];
}

/** A set; a value that is `undefined` is a key that is not there. */
export function setProperty(
  node: string,
  name: string,
  value: Value,
  basedOn: number,
  was: Value,
): SetProperty {
  return {
    do: "set",
    node,
    property: name,
    based_on: basedOn,
    ...(value === undefined ? {} : { value }),
    ...(was === undefined ? {} : { was }),
  };
}

export function property(node: MapNode, name: string): Value {
  return Object.hasOwn(node.properties, name) ? node.properties[name] : undefined;
}

function judge(nodes: Work, change: Change): string | null {
  const node = nodes.get(change.node);
  if (change.do === "create") {
    if (!node || Object.keys(change.properties).length > 0) {
      if (node || !isIdFor(change.node, change.kind)) return "DP-EDT-003";
    } else if (node.kind !== change.kind) return "DP-EDT-003";
    return judgePlace(nodes, change.node, change.kind, change.parent, change.rank);
  }
  if (!node) return "DP-EDT-002";
  if (change.do === "set") return change.property === "id" && isFixed(node.kind) ? "DP-EDT-008" : null;
  if (node.id === ROOT) return "DP-EDT-008";
  return change.do === "move" ? judgePlace(nodes, node.id, node.kind, change.parent, change.rank) : null;
}

/** Whether the id of such a node is what other things know it by, and stays. */
function isFixed(kind: NodeKind): boolean {
  return kind === "stage" || kind === "step";
}

function isIdFor(id: string, kind: NodeKind): boolean {
  return kind !== "map" && id.startsWith(`${kind}:`);
}

function judgePlace(nodes: Work, id: string, kind: NodeKind, parent: string, rank: string): string | null {
  if (!isRank(rank)) return "DP-EDT-006";
  const above = nodes.get(parent);
  if (!above) return "DP-EDT-002";
  for (let at: MapNode | undefined = above; at; at = at.parent === null ? undefined : nodes.get(at.parent)) {
    if (at.id === id) return "DP-EDT-005";
  }
  return above.kind === PARENT_KIND[kind] ? null : "DP-EDT-004";
}

function apply(nodes: Work, change: Change, written: Written): Lost[] {
  const node = nodes.get(change.node);
  if (change.do === "create") {
    let created = node;
    if (!created) {
      created = {
        id: change.node,
        kind: change.kind,
        parent: change.parent,
        rank: change.rank,
        properties: change.properties,
        ...(Object.keys(change.properties).length > 0
          ? { written: Object.fromEntries(Object.keys(change.properties).map((name) => [name, written])) }
          : {}),
      };
    } else if (created.removed) {
      const { removed: _, ...rest } = created;
      created = { ...rest, parent: change.parent, rank: change.rank };
    }
    nodes.set(created.id, created);
    return hidden(nodes, created.parent, created.id, null);
  }
  if (!node) throw new Error(change.node);
  if (change.do === "remove") {
    nodes.set(node.id, { ...node, removed: node.removed ?? written });
    return [];
  }
  if (change.do === "move") {
    nodes.set(node.id, { ...node, parent: change.parent, rank: change.rank });
    return hidden(nodes, node.id, node.id, null);
  }
  const met = meet(node, change, written.by);
  const { [change.property]: _, ...others } = node.properties;
  // A property that was there keeps its place, so that what is written out keeps its order.
  const properties =
    met.value === undefined
      ? others
      : Object.hasOwn(node.properties, change.property)
        ? { ...node.properties, [change.property]: met.value }
        : { ...others, [change.property]: met.value };
  nodes.set(node.id, { ...node, properties, written: { ...node.written, [change.property]: written } });
  return [...met.lost, ...hidden(nodes, node.id, node.id, change.property)];
}

/** The value a property gets where this change meets what is there now. */
function meet(node: MapNode, change: SetProperty, by: string): { value: Value; lost: Lost[] } {
  const now = property(node, change.property);
  const last = node.written?.[change.property] ?? { revision: 0, by: "" };
  if (last.revision <= change.based_on || same(now, change.was) || same(now, change.value)) {
    return { value: change.value, lost: [] };
  }
  const merged = mergeValues(change.property, change.was, change.value, now);
  const isOwn = by !== "" && last.by === by;
  if (merged.isClean || isOwn) return { value: merged.value, lost: [] };
  const lost: Lost = {
    reason: "overwritten",
    node: node.id,
    property: change.property,
    by: last.by,
    revision: last.revision,
    ...(now === undefined ? {} : { value: now }),
  };
  return { value: merged.value, lost: [lost] };
}

/** Whether what was just changed cannot be seen, because it or something above it is removed. */
function hidden(nodes: Work, start: string | null, node: string, name: string | null): Lost[] {
  for (let id = start; id !== null;) {
    const at = nodes.get(id);
    if (!at) break;
    if (at.removed) {
      return [{ reason: "removed", node, ...at.removed, ...(name === null ? {} : { property: name }) }];
    }
    id = at.parent;
  }
  return [];
}
