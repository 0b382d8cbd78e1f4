// The history as people remember it: what one person did within a few minutes is one entry.

import type { HistoryEntry } from "../api/generated/types.gen";

export interface Group {
  /** The newest first; never empty. */
  readonly entries: readonly [HistoryEntry, ...HistoryEntry[]];
}

const MINUTES_TOGETHER = 5;
/** These stand alone: whoever looks for them looks for them by name. */
const APART: readonly string[] = ["restore", "import"];

/** Entries (the newest first) in groups; a version that has a name is always the newest of its group. */
export function groupEntries(
  entries: readonly HistoryEntry[],
  isNamed: (revision: number) => boolean,
): readonly Group[] {
  const groups: [HistoryEntry, ...HistoryEntry[]][] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    const after = last?.at(-1);
    if (last && after && belongs(entry, after) && !isNamed(entry.revision)) last.push(entry);
    else groups.push([entry]);
  }
  return groups.map((group) => ({ entries: group }));
}

function belongs(entry: HistoryEntry, after: HistoryEntry): boolean {
  const minutes = (Date.parse(after.at) - Date.parse(entry.at)) / 60_000;
  return (
    entry.who?.id === after.who?.id &&
    minutes <= MINUTES_TOGETHER &&
    !APART.includes(entry.what) &&
    !APART.includes(after.what)
  );
}

/** In which ways, other than by hand, entries of a group came about, and how many did. */
export function waysOf(group: Group): readonly (readonly [what: string, count: number])[] {
  const counted = new Map<string, number>();
  for (const { what } of group.entries) {
    if (what !== "edit") counted.set(what, (counted.get(what) ?? 0) + 1);
  }
  return [...counted];
}

/** The first so many of some sentences, and how many are not among them: one left over is told too. */
export function firstOf(
  sentences: readonly string[],
  most: number,
): readonly [shown: readonly string[], more: number] {
  const shown = sentences.length <= most + 1 ? sentences : sentences.slice(0, most);
  return [shown, sentences.length - shown.length];
}

/** What a group did, each sentence once, the newest first. */
export function sentencesOf(group: Group): readonly string[] {
  return [...new Set(group.entries.flatMap((entry) => entry.words))];
}
