// Names are what people read and type; ids are what is kept. Neither loses anybody on the way.

import { expect, test } from "vitest";
import { piecesOf, soughtAt, withIds, withNames } from "./mentions";
import { panelOf, talkedOf, threadInAddress } from "./places";

const PEOPLE = [
  { id: 2, name: "Ana" },
  { id: 7, name: "Ana Lima" },
  { id: 12, name: "Jürgen Groß-Übelacker" },
  { id: 30, name: "佐藤 花子" },
];

test("names become ids, the longest first, and names again", () => {
  const typed =
    "@Ana Lima and @Ana, ask @Jürgen Groß-Übelacker; @佐藤 花子 knows. @Anabel and a@b.org do not.";
  const sent = withIds(typed, PEOPLE);
  expect(sent).toBe("@person:7 and @person:2, ask @person:12; @person:30 knows. @Anabel and a@b.org do not.");
  expect(withNames(sent, PEOPLE)).toBe(typed);
});

test("who is gone stays as it was kept", () => {
  expect(withNames("ask @person:99", PEOPLE)).toBe("ask @person:99");
});

test("a text in pieces is the text with names", () => {
  const kept = "@person:2: ask @person:12 or @person:99";
  const pieces = piecesOf(kept, PEOPLE);
  expect(pieces.map((piece) => piece.text).join("")).toBe(withNames(kept, PEOPLE));
  expect(pieces.filter((piece) => piece.isName).map((piece) => piece.text)).toEqual([
    "@Ana",
    "@Jürgen Groß-Übelacker",
  ]);
});

test("a name is sought where it is typed, and not in an address", () => {
  expect(soughtAt("Hello @an", 9)).toEqual({ start: 6, text: "an" });
  expect(soughtAt("Hello @Ana Li there", 13)).toEqual({ start: 6, text: "Ana Li" });
  expect(soughtAt("@", 1)).toEqual({ start: 0, text: "" });
  expect(soughtAt("ana@example.org", 15)).toBeNull();
  expect(soughtAt("no one", 6)).toBeNull();
});

test("a panel is found again by its id", () => {
  for (const talked of [
    { kind: "all" },
    { kind: "thread", id: 12 },
    { kind: "place", node: "step:kickoff", property: "goal" },
    { kind: "place", node: "card:1", property: "" },
  ] as const) {
    expect(talkedOf(panelOf(talked))).toEqual(talked);
  }
  expect(threadInAddress("#comment-12")).toBe(12);
  expect(threadInAddress("#else")).toBeNull();
});
