import { describe, expect, test } from "vitest";
import type { ColumnOut, LookOut } from "../api/generated/types.gen";
import {
  asOneWord,
  asSpelled,
  begin,
  fits,
  howOf,
  questionsOf,
  scalesFor,
  spellings,
  toldApart,
  whoseTraits,
  withDecimal,
  withRole,
  withUsualZone,
  type Decided,
  type Plan,
} from "./plan";

const column = (name: string, more: Partial<ColumnOut> = {}): ColumnOut => ({
  name,
  cells: [],
  filled: 3,
  different: 3,
  why: "",
  words: [],
  means: {},
  low: null,
  high: null,
  signs: [],
  currency: "",
  clock: "",
  times: null,
  ...more,
});
const plan: Plan = {
  source: "app",
  roles: { Date: "property", Email: "property", NPS: "property" },
  is_traits: false,
  time_format: null,
  zone: null,
  activity: null,
  means: {},
  scale: null,
  currency: null,
  delimiter: null,
  encoding: null,
  decimal: null,
  thousands: null,
  missing: [],
  lower: [],
  numbers: [],
  sheet: null,
  header_rows: 1,
  clock_format: null,
  spellings: {},
};
const columns = [
  column("Date", {
    times: {
      formats: ["%d/%m/%Y", "%m/%d/%Y"],
      days: ["3 April 2026", "4 March 2026"],
      example: "03/04/2026",
      proof: "",
      proofs: 0,
      without_zone: "03/04/2026",
    },
  }),
  column("Email", { cells: ["Ada@x.org"] }),
  column("NPS", { low: 2, high: 9 }),
];
const look = {
  shape: "table",
  meaning: "",
  source: "app",
  is_table: true,
  has_own_names: false,
  sheets: [],
  header: ["Date", "Email", "NPS"],
  rows: [],
  looked_at: 3,
  columns,
  plan,
  questions: [],
  saved: null,
  ready: [],
  activities: [],
  meanings: {},
} as LookOut;

describe("the wizard's decisions", () => {
  test("nothing is sent while something is open", () => {
    let decided = begin(look);
    expect(decided.way).toBe("plan");
    expect(questionsOf(look, decided).map((one) => one.about)).toEqual(["time", "whose", "activity"]);
    expect(howOf(look, decided)).toBeNull();
    let now = withRole(plan, "Date", "occurred_at", columns);
    now = withRole(now, "Email", "customer", columns);
    decided = { ...decided, plan: { ...now, activity: "survey.answered" } };
    expect(questionsOf(look, decided).map((one) => one.about)).toEqual(["order", "zone"]);
    decided = {
      ...decided,
      plan: { ...now, activity: "survey.answered", time_format: "%d/%m/%Y", zone: "Europe/Paris" },
    };
    expect(howOf(look, decided)?.plan?.lower).toEqual(["Email"]);
  });

  test("times that name no zone are the workspace's, until somebody says another", () => {
    const timed = { ...begin(look), plan: withRole(plan, "Date", "occurred_at", columns) };
    const zoneOf = (decided: Decided) => questionsOf(look, decided).find((one) => one.about === "zone");
    expect(zoneOf(timed)?.isOpen).toBe(true);
    expect(withUsualZone(timed, look, "")).toBe(timed);
    const usual = withUsualZone(timed, look, "Europe/Berlin");
    expect([usual.plan?.zone, zoneOf(usual)?.isOpen]).toEqual(["Europe/Berlin", false]);
    const said = { ...timed, plan: { ...timed.plan, zone: "UTC" } };
    expect(withUsualZone(said, look, "Europe/Berlin")).toBe(said);
    expect(withUsualZone(begin(look), look, "Europe/Berlin").plan?.zone).toBeNull();
  });

  test("a role that only one column can have leaves the other", () => {
    const first = withRole(plan, "Email", "customer", columns);
    expect(withRole(first, "NPS", "customer", columns).roles).toEqual({
      Date: "property",
      Email: "property",
      NPS: "customer",
    });
    const ignored = withRole(withRole(plan, "Email", "ignored", columns), "NPS", "ignored", columns);
    expect(Object.values(ignored.roles)).toEqual(["property", "ignored", "ignored"]);
  });

  test("scales that all answers fit on come first", () => {
    expect(scalesFor(columns[2]).slice(0, 3)).toEqual(["0..10", "1..10", "1..7"]);
    expect([fits("1..10", columns[2]), fits("1..7", columns[2])]).toEqual([true, false]);
    expect(scalesFor(column("CES", { low: 1, high: 6 }))[0]).toBe("0..10 hard");
    expect(scalesFor(column("like", { low: 0, high: 1 }))).toContain("thumbs");
  });

  test("what was decided before comes first, then a tool's own mapping", () => {
    const ready = { ...look, ready: [{ name: "zendesk-tickets", meaning: "Zendesk" }] };
    expect(begin(ready)).toMatchObject({ way: "ready", ready: "zendesk-tickets" });
    const saved = { ...ready, saved: { id: 7 } } as LookOut;
    expect(howOf(saved, begin(saved))).toEqual({ saved: 7 });
    expect(howOf(saved, { ...begin(saved), zone: "UTC" })).toEqual({ saved: 7, zone: "UTC" });
  });
});

test("says whose the traits are, and where they belong", () => {
  const roles = (own: Record<string, string>) => ({ ...plan, roles: own });
  expect(whoseTraits(roles({ u: "customer", a: "account" }))).toEqual({
    of: "u",
    isAccount: false,
    belongsTo: "a",
  });
  expect(whoseTraits(roles({ a: "account" }))).toEqual({ of: "a", isAccount: true });
  expect(whoseTraits(roles({ a: "property" }))).toBeNull();
});

test("keeps the scale of a score to be changed, known or not", () => {
  const scored = { ...plan, roles: { ...plan.roles, NPS: "score" } };
  const scale = (one: string | null) =>
    questionsOf(look, { ...begin(look), plan: { ...scored, scale: one }, way: "plan" }).find(
      (each) => each.about === "scale",
    );
  expect(scale("0..10")).toMatchObject({ column: "NPS", isOpen: false });
  expect(scale(null)).toMatchObject({ isOpen: true });
});

test("the column of what happened brings the meanings of its words, and another one its own", () => {
  const two = [
    column("Event", { means: { support_ticket: "ticket.opened" } }),
    column("Kind", { means: {} }),
  ];
  const first = withRole(plan, "Event", "activity", two);
  expect(first.means).toEqual({ support_ticket: "ticket.opened" });
  expect(withRole(first, "Kind", "activity", two).means).toEqual({});
});

test("a decimal sign makes numbers of what is known, and sets thousands apart only where no cell forbids it", () => {
  const paid = [column("Wert", { signs: [","] }), column("Sitze", { signs: [",", "."] })];
  const known = { ...plan, roles: { Wert: "trait", Sitze: "property" } };
  expect(withDecimal(known, ",", paid)).toMatchObject({ thousands: ".", numbers: ["Wert", "Sitze"] });
  expect(withDecimal(known, ".", paid)).toMatchObject({ thousands: null, numbers: ["Sitze"] });
});

test("words that differ in capitals alone are told", () => {
  expect(spellings(column("Tarif", { words: ["Basis", "Profi", "basis"] }))).toEqual([["Basis", "basis"]]);
  expect(spellings(column("Tarif", { words: ["Basis", "Profi", "2010", "20100"] }))).toEqual([]);
  const kinds = ["Kickoff call", "Kick-off call", "Cancelled", "Canceled"];
  expect(spellings(column("Kind", { words: kinds }))).toHaveLength(2);
});

test("words in two spellings are counted as one, and as they are again, by a click", () => {
  const kind = column("Kind", {
    words: ["Trial started", "trial started", "Ticket opened", "Ticket Opened"],
  });
  const known = { "Ticket opened": "ticket.opened", "Ticket Opened": "ticket.opened" };
  const told = { ...plan, roles: { Kind: "activity" }, means: known };
  expect(toldApart(told, kind)).toEqual({ apart: [["Trial started", "trial started"]], asOne: [] });
  const merged = asOneWord(told, "Kind", toldApart(told, kind).apart);
  expect(merged.spellings).toEqual({ Kind: { "trial started": "Trial started" } });
  expect(toldApart(merged, kind)).toEqual({ apart: [], asOne: [["Trial started", "trial started"]] });
  expect(asSpelled(merged, "Kind")).toEqual(told);
});

test("money knows its currency by its sign, which stays to be changed", () => {
  const dollars = column("Price", { currency: "USD" });
  const next = withRole(plan, "Price", "amount", [dollars]);
  expect(next.currency).toBe("USD");
  const decided = { way: "plan", ready: "", plan: next, zone: "", answered: [] } as const;
  const look = { columns: [dollars], questions: [] } as unknown as LookOut;
  expect(questionsOf(look, decided)).toContainEqual({
    about: "currency",
    column: "Price",
    example: "",
    isOpen: false,
  });
});

test("a time of day in a column of its own is read as its cells are written", () => {
  const two = [...columns, column("Time", { clock: "%I:%M %p" })];
  const next = withRole({ ...plan, roles: { Date: "occurred_at", Time: "property" } }, "Time", "clock", two);
  expect(next).toMatchObject({ roles: { Date: "occurred_at", Time: "clock" }, clock_format: "%I:%M %p" });
});
