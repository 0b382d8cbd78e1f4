import { describe, expect, it } from "vitest";
import type { Json } from "../map/valueMerge";
import {
  emptyClause,
  emptyCondition,
  readClauses,
  readLines,
  readScalar,
  writeRules,
  writeText,
  wrongIn,
} from "./rule";
import { sayRules } from "./sentence";

const RULES: Json[] = [
  { activity: "call.held", where: { kind: "kickoff" } },
  { activity: "meeting.held", channel: "video" },
  {
    activity: "survey.answered",
    source: "delighted",
    where: { score: { at_least: 9 }, "traits.plan": ["pro", "team"] },
  },
  { where: { seats: { at_least: 5, less_than: 50 }, note: { exists: false }, text: { contains: "dark" } } },
  { where: { plan: { one_of: ["a"], is_not: "b" }, solicited: true, direction: "by_us" } },
  { activity: "x", "x-why": { said: "by Olga" } },
];

describe("a rule", () => {
  it("comes out as it went in, whatever it says", () => {
    expect(writeRules(readClauses(RULES))).toEqual(RULES);
    expect(writeRules(readLines(writeText(readClauses(RULES))) as ReturnType<typeof readClauses>)).toEqual(
      RULES,
    );
  });

  it("that cannot be clicked is kept as text", () => {
    const strange: Json[] = [
      { activity: 5 },
      { when: "?" },
      "call.held",
      { where: { a: { at_leats: 3 } } },
      { where: { a: [[1]] } },
      { where: { a: {} } },
      { where: { a: { is: 1 } } },
    ];
    const clauses = readClauses(strange);
    expect(clauses.every((clause) => clause.text !== null)).toBe(true);
    expect(writeRules(clauses)).toEqual(strange);
  });

  it("is a sentence", () => {
    expect(sayRules(RULES, "account")).toEqual([
      "“call.held” where kind is “kickoff”",
      "“meeting.held” through video",
      "“survey.answered” as delighted tells it where the score is at least 9 and plan of the account is any of “pro” or “team”",
      "anything happens where seats is at least 5 and seats is less than 50 and note is not known and text contains “dark”",
      "anything happens where plan is any of “a” and plan is there, but not “b” and whether we asked for it is yes and the direction is by us",
      "“x”",
    ]);
    expect(sayRules(undefined, "account")).toEqual([]);
  });

  it("keeps the map's own writing of what nobody changed", () => {
    const was: Json = { activity: "a", where: { b: { one_of: ["c"] } } };
    const [clause] = readClauses([was]);
    expect(writeRules(clause ? [clause] : [])).toEqual([was]);
    expect(writeRules(clause ? [{ ...clause, activity: "z" }] : [])).toEqual([
      { activity: "z", where: { b: ["c"] } },
    ]);
  });

  it("asks for what is missing, at its place", () => {
    const name = { ...emptyCondition(), values: [1] };
    const value = { ...emptyCondition(), name: "plan" };
    const clauses = [emptyClause(), { ...emptyClause(), conditions: [name, value] }];
    expect(wrongIn(clauses).map((one) => [one.says, one.condition])).toEqual([
      ["nothing", null],
      ["no_name", name.key],
      ["no_value", value.key],
    ]);
  });

  it("cannot ask the same twice, or what excludes itself", () => {
    const says = (where: [string, "is" | "at_least" | "at_most" | "less_than", number][]) =>
      wrongIn([
        {
          ...emptyClause(),
          conditions: where.map(([name, form, one]) => ({ ...emptyCondition(), name, form, values: [one] })),
        },
      ]).map((one) => one.says);
    expect(
      says([
        ["a", "is", 1],
        ["a", "is", 2],
      ]),
    ).toEqual(["twice"]);
    expect(
      says([
        ["a", "at_least", 3],
        ["a", "at_most", 2],
      ]),
    ).toEqual(["impossible"]);
    expect(
      says([
        ["a", "at_least", 3],
        ["a", "at_most", 3],
      ]),
    ).toEqual([]);
    expect(
      says([
        ["a", "at_least", 3],
        ["a", "less_than", 3],
      ]),
    ).toEqual(["impossible"]);
    expect(
      says([
        ["a", "at_least", 3],
        ["b", "at_most", 2],
      ]),
    ).toEqual([]);
  });

  it("says which line of its text is none", () => {
    expect(readLines('{"activity": "a"}\n\nno')).toBe(3);
    expect(readLines("\n")).toEqual([]);
  });
});

describe("a typed value", () => {
  it("is of the sort that the log has there", () => {
    expect(readScalar("5", "number", "is")).toBe(5);
    expect(readScalar("5", "text", "is")).toBe("5");
    expect(readScalar("38", "text", "at_least")).toBe("38");
    expect(readScalar("5", "", "at_least")).toBe(5);
    expect(readScalar("2,5", "", "is")).toBe(2.5);
    expect(readScalar("007", "", "is")).toBe("007");
    expect(readScalar("5", "", "contains")).toBe("5");
    expect(readScalar("true", "yes_no", "is")).toBe(true);
    expect(readScalar(" pro ", "text", "is")).toBe("pro");
  });
});
