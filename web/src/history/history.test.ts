// The history as people read it: grouped, and laid on the board without inventing or losing a change.

import { expect, test } from "vitest";
import type { DiffEntry, HistoryEntry } from "../api/generated/types.gen";
import { nodesFromJson } from "../map/nodes";
import { historyWords } from "../words/history";
import { firstOf, groupEntries, sentencesOf, waysOf } from "./groups";
import { marksOf, partsOf, summaryOf, together } from "./marks";

function entry(revision: number, minute: number, who = 1, what = "edit"): HistoryEntry {
  const at = new Date(Date.UTC(2026, 10, 25, 9, minute)).toISOString();
  const words = [`did ${revision}`];
  return { revision, id: `e${revision}`, who: { id: who, name: "Ana" }, at, what, of: "", words, lost: [] };
}

const revisions = (entries: HistoryEntry[], named: readonly number[] = []) =>
  groupEntries(entries, (one) => named.includes(one)).map((group) =>
    group.entries.map((one) => one.revision),
  );

test("what one person did within minutes is one entry", () => {
  expect(revisions([entry(4, 30), entry(3, 12), entry(2, 10), entry(1, 9, 2)])).toEqual([[4], [3, 2], [1]]);
});

test("a version with a name begins a group, and a version brought back stands alone", () => {
  expect(revisions([entry(3, 2), entry(2, 1), entry(1, 0)], [2])).toEqual([[3], [2, 1]]);
  expect(revisions([entry(3, 2), entry(2, 1, 1, "restore"), entry(1, 0)])).toEqual([[3], [2], [1]]);
});

test("a sentence is said once", () => {
  const twice = { ...entry(2, 1), words: ["did 1"] };
  const [group] = groupEntries([twice, entry(1, 0)], () => false);
  expect(group && sentencesOf(group)).toEqual(["did 1"]);
});

test("a group of which a part was undone says how much of it was", () => {
  const [group] = groupEntries([entry(3, 2, 1, "undo"), entry(2, 1), entry(1, 0)], () => false);
  expect(group && waysOf(group)).toEqual([["undo", 1]]);
  expect(historyWords.edits(3, [["undo", 1]])).toBe("3 changes, 1 of them by Undo");
  expect(historyWords.edits(2, [])).toBe("2 changes");
});

test("what is not told is counted, and a single one is told", () => {
  expect(firstOf(["a", "b", "c", "d"], 3)).toEqual([["a", "b", "c", "d"], 0]);
  expect(firstOf(["a", "b", "c", "d", "e"], 3)).toEqual([["a", "b", "c"], 2]);
});

const node = (id: string, parent: string | null, properties: Record<string, string>) => {
  const kind = (parent === null ? "map" : id.slice(0, id.indexOf(":"))) as "map" | "stage" | "step" | "card";
  return { id, kind, parent, rank: "i000", properties };
};
const common = [
  node("map", null, { title: "M" }),
  node("stage:a", "map", { name: "A" }),
  node("step:s", "stage:a", { name: "S" }),
];
const before = nodesFromJson({
  revision: 1,
  nodes: [
    ...common,
    node("step:gone", "stage:a", { name: "Gone" }),
    node("card:of-gone", "step:gone", { lane: "doing", text: "Waits" }),
    node("card:lost", "step:s", { lane: "doing", text: "Calls" }),
    node("card:kept", "step:s", { lane: "doing", text: "Looks for the cup" }),
  ],
});
const after = nodesFromJson({
  revision: 2,
  nodes: [...common, node("card:kept", "step:s", { lane: "doing", text: "Looks for a cup" })],
});
const change = (kind: string, address: string): DiffEntry => ({
  kind,
  address,
  says: address,
  before: null,
  after: null,
});
const changes = [
  change("claim_reworded", "card:kept"),
  change("claim_removed", "card:lost"),
  change("step_removed", "step:gone"),
  change("owner_changed", "step:s.owner"),
  change("changed", "step:s.handoff.within"),
  change("step_renamed", "step:s.name"),
  change("changed", "card:kept.severity"),
];

test("each change has its place on the board", () => {
  const marks = marksOf(changes, before, after);
  expect(marks.list.map((mark) => mark.place)).toEqual([
    "card:kept",
    "card:lost",
    "step:gone",
    "step:s.owner",
    "step:s.handoff",
    "step:s",
    "card:kept",
  ]);
  expect(marks.byPlace.get("card:kept")).toHaveLength(2);
  expect([...marks.withParent]).toEqual([["card:of-gone", "removed"]]);
});

test("what is gone is shown where it was, and nothing else is put back", () => {
  const nodes = together(before, after, marksOf(changes, before, after)).nodes;
  expect([...nodes.keys()].toSorted()).toEqual([...before.nodes.keys()].toSorted());
  expect(nodes.get("card:kept")?.properties.text).toBe("Looks for a cup");
});

test("changes are counted in words", () => {
  const twice = [...changes, change("claim_reworded", "card:other")];
  expect(summaryOf(marksOf(twice, before, after).list)).toBe(
    "2 cards reworded, 2 details changed, 1 card removed, 1 step removed, 1 owner changed, 1 step renamed",
  );
});

test("the parts of a reworded text are both texts", () => {
  for (const [one, other] of [
    ["Looks for the cup", "Looks for a big cup"],
    ["", "All new"],
    ["Gone", ""],
    ["same", "same"],
  ] as const) {
    const parts = partsOf(one, other);
    const said = (without: string) =>
      parts
        .filter((part) => part.kind !== without)
        .map((part) => part.text)
        .join("");
    expect([said("added"), said("removed")]).toEqual([one, other]);
  }
});
