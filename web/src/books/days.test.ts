import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sayDay, tellIn } from "../words/figures";
import { beginOf, endOf, lastDay } from "./days";

beforeEach(() => {
  tellIn("Europe/Berlin");
});
afterEach(() => {
  tellIn(undefined);
});

describe("days away", () => {
  it("last from the first instant of one day to the last of another, where the workspace is", () => {
    expect(beginOf("2026-01-31")).toBe("2026-01-30T23:00:00.000Z");
    expect(endOf("2026-03-29")).toBe("2026-03-29T22:00:00.000Z");
  });

  it("are said as they were chosen", () => {
    expect(sayDay(beginOf("2026-03-28"))).toBe("28 March 2026");
    expect(lastDay(endOf("2026-03-29"))).toBe("29 March 2026");
    expect(lastDay(endOf("2026-12-31"))).toBe("31 December 2026");
  });
});
