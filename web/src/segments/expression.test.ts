import { describe, expect, it } from "vitest";
import { readSegment, type Segment, writeSegment } from "./expression";

/** The segment without the keys that only React needs. */
function plain(segment: Segment | null) {
  return segment && [segment.join, ...segment.conditions.map((one) => [one.name, one.form, ...one.values])];
}

describe("a segment", () => {
  it.each([
    ['traits.plan == "team"', ["and", ["traits.plan", "is", "team"]]],
    [
      "traits.seats >= 5 and traits.paid == true",
      ["and", ["traits.seats", "at_least", 5], ["traits.paid", "is", true]],
    ],
    [
      'traits.plan in ["a", "b"] or traits.plan == null',
      ["or", ["traits.plan", "one_of", "a", "b"], ["traits.plan", "exists", false]],
    ],
    ['traits["first name"] contains "a \\"b\\""', ["and", ["traits.first name", "contains", 'a "b"']]],
    [
      "traits.seats < -1.5 and traits.seats != null",
      ["and", ["traits.seats", "less_than", -1.5], ["traits.seats", "exists", true]],
    ],
    ["", ["and"]],
  ])("%s is read and written again", (text, said) => {
    const segment = readSegment(text);
    expect(plain(segment)).toEqual(said);
    expect(segment && writeSegment(segment)).toBe(text);
  });

  it.each([
    'traits.a == "x" and traits.b == "y" or traits.c == "z"',
    'not traits.a == "x"',
    '(traits.a == "x")',
    "traits.a ==",
    "traits.a in []",
    'activity == "x"',
    "traits.a == 1 and",
    "traits.a = 1",
    "“team”",
  ])("%s says more than can be clicked", (text) => {
    expect(readSegment(text)).toBeNull();
  });

  it("leaves out what is not finished", () => {
    const unfinished = { key: "k", name: "traits.plan", form: "is", values: [] } as const;
    expect(writeSegment({ join: "and", conditions: [unfinished] })).toBe("");
  });

  it("understands single quotes as the house does", () => {
    expect(plain(readSegment("traits.plan == 'it\\'s'"))).toEqual(["and", ["traits.plan", "is", "it's"]]);
  });
});
