import { expect, test } from "vitest";
import type { HappenedOut } from "../api/generated/types.gen";
import { ofDesk, ofHealth } from "./extras";
import { type Extra, foldDays, inOneStory, isExtra, tellDays } from "./story";

const one = (day: string, activity: string, more: Partial<HappenedOut> = {}): HappenedOut => ({
  arrival: 0,
  kind: "use",
  occurred_at: `${day}T10:00:00Z`,
  activity,
  customer: null,
  customer_name: null,
  channel: null,
  direction: null,
  score: null,
  scale: null,
  text: null,
  amount: null,
  currency: null,
  properties: {},
  source: "app",
  entry: null,
  ...more,
});

test("the same thing many times on one day is said once", () => {
  const days = tellDays([
    one("2026-01-02", "use"),
    one("2026-01-02", "use"),
    one("2026-01-01", "use"),
    one("2026-01-01", "ask"),
  ]);
  expect(days.map((day) => [day.day, day.told.map((it) => it.count)])).toEqual([
    ["2026-01-02", [2]],
    ["2026-01-01", [1, 1]],
  ]);
});

test("words, scores, amounts and what a person wrote stay apart", () => {
  const entry = { id: "note-0001", by: "Ana", is_mine: true, withdrawn_at: null };
  for (const more of [{ text: "a" }, { score: 1 }, { amount: "1" }, { entry }]) {
    const days = tellDays([one("2026-01-02", "use", more), one("2026-01-02", "use")]);
    expect(days[0]?.told).toHaveLength(2);
  }
});

test("nothing lost: the counts add up to what came", () => {
  const items = Array.from({ length: 40 }, (_, i) =>
    one(`2026-01-${String(1 + (i % 5)).padStart(2, "0")}`, i % 3 ? "use" : "ask"),
  );
  const told = tellDays(items).flatMap((day) => day.told);
  expect(told.reduce((sum, it) => sum + it.count, 0)).toBe(40);
});

test("days of nothing but everyday use are one, and what matters stays apart", () => {
  const days = foldDays(
    tellDays([
      one("2026-01-05", "user.signed_in"),
      one("2026-01-05", "feature.used"),
      one("2026-01-04", "user.signed_in"),
      one("2026-01-03", "ask"),
      one("2026-01-02", "week.closed"),
    ]),
  );
  expect(days.map((day) => [day.since, day.day, day.told.map((it) => [it.count, it.noise])])).toEqual([
    [
      "2026-01-04",
      "2026-01-05",
      [
        [
          3,
          [
            ["user.signed_in", 2],
            ["feature.used", 1],
          ],
        ],
      ],
    ],
    ["2026-01-03", "2026-01-03", [[1, []]]],
    ["2026-01-02", "2026-01-02", [[1, [["week.closed", 1]]]]],
  ]);
});

const extra = (at: string, more: Partial<Extra> = {}): Extra => ({
  id: at,
  occurred_at: at,
  kind: "task",
  title: "Task: call",
  text: null,
  who: null,
  isBad: false,
  task: null,
  ...more,
});

test("the desk's lines stand where they happened, and none before its time has been loaded", () => {
  const items = [one("2026-01-05", "use"), one("2026-01-03", "use")];
  const extras = [extra("2026-01-04T00:00:00Z"), extra("2026-01-01T00:00:00Z")];
  const days = (isWhole: boolean) =>
    inOneStory(items, extras, isWhole).map((it) => it.occurred_at.slice(8, 10));
  expect(days(false)).toEqual(["05", "04", "03"]);
  expect(days(true)).toEqual(["05", "04", "03", "01"]);
  expect(inOneStory([], extras, false)).toEqual([]);
  const told = tellDays(
    inOneStory(items, [extra("2026-01-03T11:00:00Z"), extra("2026-01-03T11:00:00Z")], true),
  );
  expect(told.at(-1)?.told.map((it) => [isExtra(it.first), it.count])).toEqual([
    [true, 1],
    [true, 1],
    [false, 1],
  ]);
});

test("what happened on the desk and to the health is said in words", () => {
  const of = { row: 7, place: null, by: null, put_off_until: null, because: "" };
  const at = "2026-01-01T00:00:00Z";
  expect(
    ofDesk([
      { ...of, id: "task:1:done", kind: "task", what: "done", at, says: "Call Ann" },
      {
        ...of,
        id: "alert:1:opened",
        kind: "alert",
        what: "opened",
        at,
        says: "gave a poor answer",
        because: "on leave",
        put_off_until: "2026-02-01T00:00:00Z",
      },
      {
        ...of,
        id: "handoff:1:sent back",
        kind: "handoff",
        what: "sent back",
        at,
        says: "sales to success",
        because: "goals are missing",
        place: { map: "m", map_title: "M", step: "s", step_name: "We sign" },
      },
    ]).map((it) => [it.title, it.text, it.isBad, it.task]),
  ).toEqual([
    ["Task done: Call Ann", "", false, 7],
    ["Alert: gave a poor answer", "put off until 1 February 2026: on leave", true, null],
    ["Handoff sent back at “We sign”: sales to success", "goals are missing", false, null],
  ]);
  const [fell] = ofHealth([
    {
      at,
      before: "good",
      after: "poor",
      score: 12.4,
      is_worse: true,
      is_by_hand: false,
      parts: [{ name: "Use", moved: -30 }],
    },
  ]);
  expect([fell?.title, fell?.text, fell?.isBad]).toEqual([
    "Health went from good to poor (12)",
    "Use −30",
    true,
  ]);
});
