import { describe, expect, it } from "vitest";
import { FEELING_HEIGHT, feelingAt, yOf } from "./feelingHeights";

describe("a height of the feeling lane", () => {
  it("is the feeling that stands there", () => {
    for (const feeling of [-2, -1.3, 0, 0.4, 2]) expect(feelingAt(yOf(feeling))).toBe(feeling);
  });
  it("is never outside the scale", () => {
    expect([feelingAt(0), feelingAt(FEELING_HEIGHT)]).toEqual([2, -2]);
  });
});
