import { expect, it } from "vitest";
import { bucketsOf, daysOf, nameOf, rowOf, ticked, type LetterDay, type LetterRow } from "./letters";

function row(key: string, days: readonly LetterDay[], versions: readonly LetterRow[] = []): LetterRow {
  return {
    key,
    channel: "email",
    playbook: "quiet",
    move: "ask",
    version: null,
    template: null,
    counts: {},
    estimates: {},
    days,
    versions,
  };
}

it("adds days up, with those on which nothing went out, and loses none", () => {
  const rows = [
    row("a", [
      { on: "2026-01-01", sent: 2, opened: 1 },
      { on: "2026-01-04", sent: 3 },
    ]),
    row("b", [{ on: "2026-01-04", sent: 1, young: 1 }]),
  ];
  expect(bucketsOf(rows, "opened").map((one) => [one.since, one.sent, one.came, one.young])).toEqual([
    ["2026-01-01", 2, 1, 0],
    ["2026-01-02", 0, 0, 0],
    ["2026-01-03", 0, 0, 0],
    ["2026-01-04", 4, 0, 1],
  ]);
  const weeks = bucketsOf(rows, "opened", 2);
  expect(weeks.map((one) => [one.since, one.until, one.sent])).toEqual([
    ["2026-01-01", "2026-01-02", 2],
    ["2026-01-03", "2026-01-04", 4],
  ]);
  const uneven = bucketsOf(rows, "opened", 3);
  expect(uneven.map((one) => [one.until, daysOf(one)])).toEqual([
    ["2026-01-02", 2],
    ["2026-01-04", 2],
  ]);
  const long = [
    row("a", [
      { on: "2026-01-01", sent: 1 },
      { on: "2026-01-05", sent: 1 },
    ]),
  ];
  expect(bucketsOf(long, "opened", 2).map((one) => [one.until, daysOf(one)])).toEqual([
    ["2026-01-03", 3],
    ["2026-01-05", 2],
  ]);
  expect(bucketsOf([], "opened")).toEqual([]);
});

it("ticks two letters at most", () => {
  expect(ticked(["a", "b"], "c")).toEqual(["b", "c"]);
  expect(ticked(["a", "b"], "a")).toEqual(["b"]);
});

it("calls a letter what its playbook is called", () => {
  const version = { ...row("quiet/ask@2", []), version: 2 };
  const rows = [row("quiet/ask", [], [version])];
  expect(nameOf(version, new Map([["quiet", "It is quiet"]]))).toBe("It is quiet: ask, version 2");
  expect(nameOf({ ...version, playbook: null, template: "news" }, new Map())).toBe("news");
  expect(rowOf(rows, "quiet/ask@2")).toBe(version);
  expect(rowOf(rows, "quiet/none")).toBeUndefined();
});
