// The ways off the map in words: for the arcs that are drawn, and for the table that says the same.

import { type Board, textOf } from "../map/board";
import { ownId } from "../map/nodes";
import { livedWords as words } from "../words/lived";
import type { Detour } from "./measured";
import { tipOf } from "./tips";

/** The steps' names by their own ids. */
export function namesOf(board: Board): ReadonlyMap<string, string> {
  return new Map(board.steps.map(({ node }) => [ownId(node.id), textOf(node.properties.name)]));
}

/** Which way it is: from where to where. */
export function wayOf(detour: Detour, names: ReadonlyMap<string, string>): string {
  const to = names.get(detour.to) ?? detour.to;
  if (detour.from === null) return words.beginAt(to);
  const from = names.get(detour.from) ?? detour.from;
  return detour.kind === "skip" ? words.skipTo(from, to) : words.backTo(from, to);
}

/** The lines of an arc's tip. */
export function tipOfDetour(detour: Detour, names: ReadonlyMap<string, string>): string {
  return `${wayOf(detour, names)}\n${tipOf(detour.share, words.travelled(detour.n))}`;
}
