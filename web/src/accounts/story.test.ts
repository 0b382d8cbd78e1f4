import { expect, test } from "vitest";
import type { HappenedOut } from "../api/generated/types.gen";
import { tellDays } from "./story";

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
  const days = tellDays(
    [one("2026-01-02", "use"), one("2026-01-02", "use"), one("2026-01-01", "use"), one("2026-01-01", "ask")],
    "UTC",
  );
  expect(days.map((day) => [day.day, day.told.map((it) => it.count)])).toEqual([
    ["2026-01-02", [2]],
    ["2026-01-01", [1, 1]],
  ]);
});

test("words, scores, amounts and what a person wrote stay apart", () => {
  const entry = { id: "note-0001", by: "Ana", is_mine: true, withdrawn_at: null };
  for (const more of [{ text: "a" }, { score: 1 }, { amount: "1" }, { entry }]) {
    const days = tellDays([one("2026-01-02", "use", more), one("2026-01-02", "use")], "UTC");
    expect(days[0]?.told).toHaveLength(2);
  }
});

test("nothing lost: the counts add up to what came", () => {
  const items = Array.from({ length: 40 }, (_, i) =>
    one(`2026-01-${String(1 + (i % 5)).padStart(2, "0")}`, i % 3 ? "use" : "ask"),
  );
  const told = tellDays(items, "UTC").flatMap((day) => day.told);
  expect(told.reduce((sum, it) => sum + it.count, 0)).toBe(40);
});
