import { expect, test } from "vitest";
import {
  type BoardCard,
  chosen,
  countsBy,
  grouped,
  GROUPINGS,
  type JourneyBoard,
  ownersOf,
  paceShares,
  type Put,
  sumOf,
  sumsOfGroups,
  withPuts,
} from "./board";

const card = (subject: string, more: Partial<BoardCard> = {}): BoardCard => ({
  subject,
  name: null,
  segment: null,
  owner: null,
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
const ALL = { text: "", pace: null, level: null, owner: null };

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

test("whose they are: somebody's, nobody's, anybody's; and by name", () => {
  const cards = [
    card("a", { owner: "Mia" }),
    card("b", { name: "Straße & Söhne" }),
    card("c", { owner: "Ben" }),
  ];
  expect(ownersOf(cards)).toEqual([
    ["Ben", 1],
    ["Mia", 1],
    ["", 1],
  ]);
  expect(chosen(cards, { ...ALL, owner: "" }).map((one) => one.subject)).toEqual(["b"]);
  expect(chosen(cards, { ...ALL, owner: "Mia" }).map((one) => one.subject)).toEqual(["a"]);
  expect(chosen(cards, { ...ALL, text: "söhne" }).map((one) => one.subject)).toEqual(["b"]);
});

test("groups lose nobody, whatever they are made by; the worst level first, who has none last", () => {
  const cards = [
    card("a", { level: "good", renewal: "2026-05-09", owner: "Mia" }),
    card("b", { level: "poor", renewal: "2026-04-01" }),
    card("c", { renewal: "2026-05-30", owner: "Ben" }),
  ];
  for (const by of GROUPINGS) {
    const there = grouped(cards, by, ["poor", "good"]).flatMap((one) => one.cards.map((it) => it.subject));
    expect(there.toSorted()).toEqual(["a", "b", "c"]);
  }
  expect(grouped(cards, "health", ["poor", "good"]).map((one) => one.name)).toEqual(["poor", "good", null]);
  expect(grouped(cards, "renewal", []).map((one) => one.name)).toEqual(["2026-04", "2026-05"]);
  expect(grouped(cards, "owner", []).map((one) => one.name)).toEqual(["Ben", "Mia", null]);
});

test("the sums of all groups are the sum of the board, by whatever they are made", () => {
  const cards = [
    card("a", { segment: "large", cents: 300, pace: "stuck" }),
    card("b", { segment: "small", cents: 20 }),
    card("c", { segment: "large" }),
    card("d", { cents: 1, pace: "behind" }),
  ];
  for (const by of GROUPINGS) {
    const sums = sumsOfGroups(cards, by, []);
    expect(sums.reduce((all, one) => all + one.sum.cents, 0)).toBe(321);
    expect(sums.reduce((all, one) => all + one.cards, 0)).toBe(4);
    expect(sums.reduce((all, one) => all + one.late, 0)).toBe(2);
    for (const { name, cards: count } of sums)
      expect(chosen(cards, { ...ALL, group: { by, name } })).toHaveLength(count);
  }
  expect(sumsOfGroups(cards, "segment", [])).toEqual([
    { name: "large", cards: 2, sum: { cents: 300, without: 1 }, late: 1 },
    { name: "small", cards: 1, sum: { cents: 20, without: 0 }, late: 0 },
    { name: null, cards: 1, sum: { cents: 1, without: 0 }, late: 1 },
  ]);
  expect(sumsOfGroups(cards, "pace", []).map((one) => one.name)).toEqual(["stuck", "behind", "on track"]);
});

test("a filter's numbers follow the other filters, never itself", () => {
  const cards = [
    card("a", { pace: "stuck", owner: "Mia" }),
    card("b", { pace: "behind", owner: "Mia" }),
    card("c", { pace: "stuck" }),
  ];
  const wanted = { ...ALL, pace: "stuck" as const, owner: "Mia" };
  expect([...countsBy(cards, wanted, "pace")].toSorted()).toEqual([
    ["behind", 1],
    ["stuck", 1],
  ]);
  expect([...countsBy(cards, wanted, "owner")].toSorted()).toEqual([
    ["", 1],
    ["Mia", 1],
  ]);
});

const at = (step: string, cards: readonly BoardCard[]) => ({
  step,
  name: step,
  owner: null,
  behind_seconds: 10,
  stuck_seconds: 20,
  basis: "map" as const,
  cards,
});
const board = (one: readonly BoardCard[], two: readonly BoardCard[]): JourneyBoard => ({
  as_of: "2026-01-01T00:00:00Z",
  travels: "account",
  currency: null,
  scorecard: null,
  levels: [],
  columns: [at("one", one), at("two", two)],
  ended: {},
  can_arrive: true,
});
const places = (shown: JourneyBoard) => shown.columns.map((one) => one.cards.map((it) => it.subject));

test("a moved card stands in its new column at once, and then as the answer says", () => {
  const before = card("a", { pace: "stuck" });
  const moved = { by: "Mia", name: "two", reason: "told", key: "k" };
  const old = board([before], [card("b")]);
  const put: Put = { key: "k", before, from: "one", to: "two", moved, isBack: false, on: old };
  const soon = withPuts(old, [put], true);
  expect(places(soon)).toEqual([[], ["b", "a"]]);
  expect(soon.columns[1]?.cards[1]).toMatchObject({ moved, pace: "on track", stayed_seconds: 0 });
  expect(places(withPuts({ ...old }, [put], false))).toEqual([[], ["b", "a"]]);
  // A fresh answer is right, whatever it says: the data may tell of something later.
  const later = board([before], []);
  expect(withPuts(later, [put], true)).toBe(later);
  // Known, and taken back: it stands where it stood, until an answer says so.
  const known = board([], [card("a", { moved })]);
  expect(withPuts(known, [put], false)).toBe(known);
  const back = { ...put, isBack: true, on: known };
  expect(withPuts(known, [back], true).columns[0]?.cards).toEqual([before]);
  expect(withPuts(old, [back], false)).toBe(old);
});
