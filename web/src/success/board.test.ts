import { expect, test } from "vitest";
import { type BoardCard, chosen, paceShares, sumOf } from "./board";

const card = (subject: string, more: Partial<BoardCard> = {}): BoardCard => ({
  subject,
  since: "2026-01-01T00:00:00Z",
  stayed_seconds: 10,
  pace: "on track",
  score: null,
  level: null,
  cents: null,
  gap: null,
  renewal: null,
  moved: null,
  ...more,
});
const ALL = { text: "", pace: null, level: null };

test("the worst pace comes first, then who has been there longest", () => {
  const cards = [
    card("a"),
    card("b", { pace: "stuck", stayed_seconds: 5 }),
    card("c", { pace: "behind" }),
    card("d", { pace: "stuck", stayed_seconds: 50 }),
  ];
  expect(chosen(cards, ALL).map((one) => one.subject)).toEqual(["d", "b", "c", "a"]);
  expect(cards[0]?.subject).toBe("a");
});

test("what is wanted must all hold", () => {
  const cards = [card("Acme", { level: "poor", pace: "stuck" }), card("acorn", { level: "good" })];
  expect(chosen(cards, { ...ALL, text: " AC " })).toHaveLength(2);
  expect(chosen(cards, { ...ALL, text: "ac", level: "good" }).map((one) => one.subject)).toEqual(["acorn"]);
  expect(chosen(cards, { ...ALL, pace: "stuck", level: "good" })).toEqual([]);
});

test("what cannot be said is counted apart, never as nothing", () => {
  expect(sumOf([card("a", { cents: 100 }), card("b"), card("c", { cents: 0 })])).toEqual({
    cents: 100,
    without: 1,
  });
});

test("the shares of the paces add up to one", () => {
  const shares = paceShares([card("a"), card("b", { pace: "stuck" })]);
  expect(shares).toEqual([0.5, 0, 0.5, 0]);
  expect(paceShares([])).toEqual([0, 0, 0, 0]);
});
