// What is picked, and what is then done to all of it. Whatever it is, it is one edit, and undoing it is undo.

import { expect, test } from "vitest";
import { type Board, makeBoard, textOf } from "../map/board";
import { applyEdit, type Change, invertEdit } from "../map/edits";
import { lanesOf } from "../map/lanes";
import { type MapNode, type MapNodes, nodesFromJson } from "../map/nodes";
import { planPaste, readCarried, sayPaste, writeTable, carry } from "./clipboard";
import { readTable } from "../map/intents";
import { pull } from "./edgeScroll";
import { clearedAll, droppedSteps, duplicatedAll, shiftedAll } from "./manyGestures";
import { blockOf, everything, extended, type Picked, pickedAt, textsOf, thingsIn, toggled } from "./picked";
import { HEAD, moved, type Place, RAIL, STAGE } from "./selection";

const LANES = ["goal", "doing", "thinking", "feeling", "moment_of_truth", "images"];
const NONE: ReadonlySet<string> = new Set();

function card(id: string, step: string, lane: string, rank: string): MapNode {
  return { id: `card:${id}`, kind: "card", parent: `step:${step}`, rank, properties: { lane, text: id } };
}

function step(id: string, stage: string, rank: string, more: MapNode["properties"] = {}): MapNode {
  const properties = { name: id, ...more };
  return { id: `step:${id}`, kind: "step", parent: `stage:${stage}`, rank, properties };
}

/** Two stages: `a b` and `c`; cards 1 2 3 doing at a, 4 thinking at b. */
function start(): MapNodes {
  return nodesFromJson({
    revision: 5,
    nodes: [
      { id: "map", kind: "map", parent: null, rank: "i000", properties: { title: "T", lanes: LANES } },
      { id: "stage:one", kind: "stage", parent: "map", rank: "i000", properties: { name: "One" } },
      { id: "stage:two", kind: "stage", parent: "map", rank: "i001", properties: { name: "Two" } },
      step("a", "one", "i000", { goal: "ga", feeling: 1 }),
      step("b", "one", "i001", { goal: "gb", when: [{ activity: "x" }] }),
      step("c", "two", "i000", { goal: "gc" }),
      card("1", "a", "doing", "i000"),
      card("2", "a", "doing", "i001"),
      card("3", "a", "doing", "i002"),
      card("4", "b", "thinking", "i000"),
    ],
  });
}

function boardOf(nodes: MapNodes): Board {
  const board = makeBoard(nodes, null);
  if (!board) throw new Error("no board");
  return board;
}

const nodes = start();
const board = boardOf(nodes);
const at = (name: string, lane: string, id: string | null = null): Place => ({
  step: `step:${name}`,
  lane,
  card: id === null ? null : `card:${id}`,
});
const things = (picked: Picked) => thingsIn(board, board.lanes, picked, NONE);

/** The map after the changes, as steps with their cards; and undoing them is undo. */
function after(changes: readonly Change[]): string {
  const edit = { id: "e", by: "ana", changes };
  const applied = applyEdit(nodes, edit, 6);
  expect(applied.refused).toEqual([]);
  const undone = applyEdit(applied.nodes, { ...invertEdit(nodes, edit), by: "ana" }, 7);
  expect(drawn(undone.nodes)).toBe(drawn(nodes));
  return drawn(applied.nodes);
}

function drawn(shown: MapNodes): string {
  return boardOf(shown)
    .stages.map((stage) =>
      stage.steps
        .map((one) => {
          const cards = [...one.cards.values()].flat().map((it) => textOf(it.properties.text));
          return `${textOf(one.node.properties.name)}(${cards.join("")})`;
        })
        .join(" "),
    )
    .join(" | ");
}

test("a block is made by shift and arrows, and means its cards and properties", () => {
  let picked = pickedAt(at("a", "goal"));
  picked = extended(board, board.lanes, picked, "right", NONE);
  picked = extended(board, board.lanes, picked, "down", NONE);
  const found = things(picked);
  expect(found.cards.map((one) => one.properties.text)).toEqual(["1", "2", "3"]);
  expect(found.cells.map((one) => one.step.properties.name)).toEqual(["a", "b"]);
  expect(after(clearedAll(nodes, found))).toBe("a() b(4) | c()");
});

test("names in a block with lanes are copied, and not removed with it", () => {
  const picked: Picked = { at: at("a", HEAD), to: at("b", "goal"), cards: NONE };
  expect(things(picked).steps).toEqual([]);
  const block = blockOf(board, board.lanes, picked, NONE);
  expect(block && textsOf(block)).toEqual([
    ["a", "b"],
    ["ga", "gb"],
  ]);
});

test("steps picked on their names are moved over the edge of their stage together", () => {
  const picked: Picked = { at: at("a", HEAD), to: at("b", HEAD), cards: NONE };
  const found = things(picked);
  expect(found.steps).toHaveLength(2);
  expect(after(shiftedAll(board, nodes, board.lanes, found, "right"))).toBe(" | a(123) b(4) c()");
  expect(shiftedAll(board, nodes, board.lanes, found, "left")).toEqual([]);
});

test("cards picked one by one go on together, and keep their order in a cell", () => {
  const picked = toggled(pickedAt(at("a", "doing", "3")), at("a", "doing", "2"));
  expect(after(shiftedAll(board, nodes, board.lanes, things(picked), "up"))).toBe("a(231) b(4) | c()");
  expect(after(shiftedAll(board, nodes, board.lanes, things(picked), "right"))).toBe("a(1) b(234) | c()");
});

test("a row of goals goes on by one, and what was in its way comes to the other end", () => {
  const picked: Picked = { at: at("b", "goal"), to: at("c", "goal"), cards: NONE };
  const changes = shiftedAll(board, nodes, board.lanes, things(picked), "left");
  const shown = applyEdit(nodes, { id: "e", by: "", changes }, 6).nodes;
  expect(["a", "b", "c"].map((id) => shown.nodes.get(`step:${id}`)?.properties.goal)).toEqual([
    "gb",
    "gc",
    "ga",
  ]);
});

test("a copy of a step has its cards, and no rule of its own", () => {
  const changes = duplicatedAll(nodes, board.lanes, things(pickedAt(at("b", HEAD))));
  expect(after(changes)).toBe("a(123) b(4) b (copy)(4) | c()");
  expect(changes[0]).not.toHaveProperty("properties.when");
});

test("a step is dropped before another, at the end of a stage, or where it is", () => {
  const b = nodes.nodes.get("step:b");
  if (!b) throw new Error("no step");
  expect(after(droppedSteps(nodes, [b], { stage: "stage:two", before: "step:c" }))).toBe("a(123) | b(4) c()");
  expect(after(droppedSteps(nodes, [b], { stage: "stage:two", before: null }))).toBe("a(123) | c() b(4)");
  expect(droppedSteps(nodes, [b], { stage: "stage:one", before: "step:b" })).toEqual([]);
});

test("a table wider than the map grows it, or not, as one is asked", () => {
  const table = readTable("x\ty\tz\n1\t2\t3").map((row) => row.map((text) => ({ text })));
  const plan = planPaste(board, nodes, board.lanes, NONE, at("c", HEAD), table);
  expect(plan.wider).toBe(2);
  expect(after(plan.changes(true))).toBe("a(123) b(4) | x() y() z()");
  expect(after(plan.changes(false))).toBe("a(123) b(4) | x()");
});

test("lanes that hold no such text are named, and rows without a lane counted", () => {
  const rows = ["maybe", "a photo", "too much"].map((text) => [{ text }]);
  const plan = planPaste(board, nodes, board.lanes, NONE, at("a", "moment_of_truth"), rows);
  expect(plan.unfit).toEqual(["Moment of truth", "Images"]);
  expect(plan.taller).toBe(1);
  expect(plan.changes(false)).toEqual([]);
  expect(sayPaste(plan)).toContain("1 row");
});

test("what is copied here is pasted there as it was, also by way of a spreadsheet", () => {
  const block = blockOf(board, board.lanes, pickedAt(at("a", "doing")), NONE);
  if (!block) throw new Error("no block");
  const own = readCarried(JSON.stringify(carry(block)));
  if (!own) throw new Error("not read");
  const into = at("c", "doing");
  expect(after(planPaste(board, nodes, board.lanes, NONE, into, own).changes(false))).toBe(
    "a(123) b(4) | c(123)",
  );
  const sheet = readTable(writeTable(textsOf(block))).map((row) => row.map((text) => ({ text })));
  expect(after(planPaste(board, nodes, board.lanes, NONE, into, sheet).changes(false))).toBe(
    "a(123) b(4) | c(123)",
  );
  expect(readCarried('[[{"text": 1}]]')).toBeNull();
  expect(readCarried("no")).toBeNull();
});

test("arrows reach the stages above, the lanes' names on the left, and go round what is folded", () => {
  const go = (from: Place, ...to: Parameters<typeof moved>[3][]) =>
    to.reduce((here, one) => moved(board, board.lanes, here, one, new Set(["doing"])), from);
  expect(go(at("c", HEAD), "up")).toEqual({ step: "stage:two", lane: STAGE, card: null });
  expect(go(at("c", HEAD), "up", "left", "down")).toEqual(at("a", HEAD));
  expect(go(at("a", "goal"), "left")).toEqual({ step: RAIL, lane: "goal", card: null });
  expect(go(at("a", "goal"), "left", "down", "right")).toEqual({ step: RAIL, lane: "doing", card: null });
  expect(go(at("b", "goal"), "down")).toEqual(at("b", "thinking", "4"));
});

test("everything is picked from the first cell to the last", () => {
  const block = blockOf(board, board.lanes, everything(board, board.lanes, NONE), NONE);
  expect(block?.columns).toHaveLength(3);
  expect(block?.rows.map((lane) => lane?.id)).toEqual(lanesOf(LANES).map((lane) => lane.id));
});

test("the nearer to the edge, the faster what lies beyond comes", () => {
  expect(pull(500, 0, 1000)).toBe(0);
  expect(pull(2, 0, 1000)).toBeLessThan(pull(50, 0, 1000));
  expect(pull(999, 0, 1000)).toBeGreaterThan(0);
});
