// Where a conversation is, in the words of the map; and the panel that shows it.

import type { ThreadOut } from "../api/generated/types.gen";
import type { Place } from "../board/selection";
import { type Board, textOf } from "../map/board";
import { type MapNodes, ROOT } from "../map/nodes";
import { talkWords as words } from "../words/talk";

/** What the comments panel shows: all, those at a place, or one thread. */
export type Talked =
  | { readonly kind: "all" }
  | { readonly kind: "place"; readonly node: string; readonly property: string }
  | { readonly kind: "thread"; readonly id: number };

const PANEL = "comments";

/** The id of the panel: `comments`, `comments:@12`, `comments:step:kickoff|goal`. */
export function panelOf(talked: Talked): string {
  if (talked.kind === "all") return PANEL;
  return talked.kind === "thread" ? `${PANEL}:@${talked.id}` : `${PANEL}:${talked.node}|${talked.property}`;
}

export function talkedOf(panel: string): Talked {
  const rest = panel.slice(PANEL.length + 1);
  if (rest === "") return { kind: "all" };
  if (rest.startsWith("@")) return { kind: "thread", id: Number(rest.slice(1)) };
  const [node = "", property = ""] = rest.split("|");
  return { kind: "place", node, property };
}

/** The thread that an address names (`#comment-12`); null where it names none. */
export function threadInAddress(hash: string): number | null {
  const found = /^#comment-(\d{1,15})$/.exec(hash);
  return found ? Number(found[1]) : null;
}

/** What a place is called: "Doing at “We sign”", "“We sign”", "The whole map". */
export function placeName(board: Board, nodes: MapNodes, node: string, property: string): string {
  if (node === ROOT) return words.aboutMap;
  const found = nodes.nodes.get(node);
  const name = textOf(found?.properties.name) || textOf(found?.properties.text) || node;
  const lane = property === "" ? null : (board.allLanes.find((one) => one.id === property)?.name ?? property);
  return lane === null ? words.about(name) : words.cellOf(lane, name);
}

/** Where on the board a place is; null for what is not on it (the map itself, what was removed). */
export function onBoard(nodes: MapNodes, node: string, property: string): Place | null {
  const found = nodes.nodes.get(node);
  if (!found || found.removed) return null;
  if (found.kind === "step") return { step: node, lane: property, card: null };
  if (found.kind === "card" && found.parent !== null)
    return { step: found.parent, lane: textOf(found.properties.lane).replace(/^cells\./, ""), card: node };
  return null;
}

/** Whether a thread is at a node, in one of its cells, or on something below it. */
export function isWithin(nodes: MapNodes, thread: ThreadOut, node: string): boolean {
  for (let at: string | null = thread.node; at !== null; at = nodes.nodes.get(at)?.parent ?? null) {
    if (at === node) return true;
  }
  return false;
}
