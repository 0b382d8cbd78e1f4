// What differs between two versions, laid on the board: where each change is, of which sort, and the nodes to
// show it on (those that are gone among them).

import type { DiffEntry } from "../api/generated/types.gen";
import type { MapNode, MapNodes } from "../map/nodes";
import { cut, difference } from "../map/textMerge";
import { historyWords as words } from "../words/history";

export type MarkKind = "added" | "removed" | "moved" | "changed";

export interface Mark {
  readonly kind: MarkKind;
  /** The place: a node, and which of its properties ("" for the node itself). */
  readonly place: string;
  readonly node: string;
  readonly says: string;
  readonly change: DiffEntry;
}

export interface Marks {
  readonly list: readonly Mark[];
  readonly byPlace: ReadonlyMap<string, readonly Mark[]>;
  /** Nodes that came or went with something above them: a removed step's cards. */
  readonly withParent: ReadonlyMap<string, MarkKind>;
}

export interface Part {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

export function placeOf(node: string, property: string): string {
  return property === "" ? node : `${node}.${property}`;
}

/** The changes with the place on the board where each is to be seen. */
export function marksOf(changes: readonly DiffEntry[], before: MapNodes, after: MapNodes): Marks {
  const list = markList(changes);
  const byPlace = new Map<string, Mark[]>();
  for (const mark of list) {
    const there = byPlace.get(mark.place);
    if (there) there.push(mark);
    else byPlace.set(mark.place, [mark]);
  }
  const withParent = new Map<string, MarkKind>();
  const spread = (nodes: MapNodes, kind: MarkKind) => {
    const roots = new Set(
      list.filter((mark) => mark.kind === kind && mark.place === mark.node).map((mark) => mark.node),
    );
    for (const node of nodes.nodes.values()) {
      for (let above = node.parent; above !== null; above = nodes.nodes.get(above)?.parent ?? null) {
        if (roots.has(above) && !node.removed) withParent.set(node.id, kind);
      }
    }
  };
  spread(before, "removed");
  spread(after, "added");
  return { list, byPlace, withParent };
}

/** Each change with the place on the board that its address means. */
export function markList(changes: readonly DiffEntry[]): readonly Mark[] {
  return changes.map((change) => {
    const [node = "", property = ""] = change.address.split(".");
    const isOfItself = node.startsWith("card:") || property === "name";
    const place = placeOf(node, isOfItself ? "" : property);
    return { kind: kindOf(change.kind), place, node, says: change.says, change };
  });
}

function kindOf(kind: string): MarkKind {
  if (kind.endsWith("_added") || kind === "lane_shown") return "added";
  if (kind.endsWith("_removed") || kind === "lane_hidden") return "removed";
  if (kind.endsWith("_moved") || kind === "lanes_reordered") return "moved";
  return "changed";
}

/** The later version with what it lost put back where it was, so that one can see it go. */
export function together(before: MapNodes, after: MapNodes, marks: Marks): MapNodes {
  const gone = new Set(marks.list.filter((mark) => mark.kind === "removed").map((mark) => mark.place));
  const nodes = new Map<string, MapNode>(after.nodes);
  for (const node of before.nodes.values()) {
    if (node.removed) continue;
    if (!gone.has(node.id) && marks.withParent.get(node.id) !== "removed") continue;
    const now = nodes.get(node.id);
    if (!now || now.removed) nodes.set(node.id, node);
  }
  return { ...after, nodes };
}

/** A text that was reworded, in parts: what both say, what went, what came. */
export function partsOf(before: string, after: string): readonly Part[] {
  const base = cut(before);
  const parts: Part[] = [];
  const add = (kind: Part["kind"], tokens: readonly string[]) => {
    if (tokens.length > 0) parts.push({ kind, text: tokens.join("") });
  };
  let reached = 0;
  for (const hunk of difference(base, cut(after))) {
    add("same", base.slice(reached, hunk.start));
    add("removed", base.slice(hunk.start, hunk.end));
    add("added", hunk.tokens);
    reached = hunk.end;
  }
  add("same", base.slice(reached));
  return parts;
}

type Noun = keyof typeof words.counted;
type Verb = keyof typeof words.verbs;

/** "3 cards reworded, 1 step moved": the commonest first. */
export function summaryOf(marks: readonly Mark[]): string {
  const counts = new Map<string, number>();
  for (const mark of marks) {
    const key = `${nounOf(mark)} ${verbOf(mark)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([key, n]) => {
      const [noun, verb] = key.split(" ") as [Noun, Verb];
      return `${words.counted[noun](n)} ${words.verbs[verb]}`;
    })
    .join(", ");
}

function nounOf({ change, node, place }: Mark): Noun {
  const kind = change.kind;
  if (kind.startsWith("lane")) return "lane";
  if (kind.startsWith("owner_")) return "owner";
  if (kind.startsWith("feeling_")) return "feeling";
  if (kind.startsWith("rule_")) return "rule";
  if (kind.startsWith("stage_")) return "stage";
  if (kind.startsWith("step_")) return "step";
  if (kind === "claim_confirmed" || kind === "claim_doubted") return "claim";
  if (kind.startsWith("claim_")) return node === place ? "card" : "cell";
  return "detail";
}

function verbOf({ change, kind }: Mark): Verb {
  const last = change.kind.split("_").at(-1) ?? "";
  return last in words.verbs ? (last as Verb) : kind;
}
