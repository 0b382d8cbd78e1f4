import { describe, expect, it } from "vitest";
import { beginOf, dayFrom, endOf, firstDay, lastDay } from "./days";

describe("days away", () => {
  it("last from the first instant of one day to the last of another", () => {
    expect(new Date(beginOf("2026-01-31")).getTime()).toBe(new Date(2026, 0, 31).getTime());
    expect(new Date(endOf("2026-01-31")).getTime()).toBe(new Date(2026, 1, 1).getTime());
  });

  it("are said as they were chosen", () => {
    expect(firstDay(beginOf("2026-03-28"))).toBe("28 March 2026");
    expect(lastDay(endOf("2026-03-29"))).toBe("29 March 2026");
    expect(lastDay(endOf("2026-12-31"))).toBe("31 December 2026");
  });

  it("are counted from a day on", () => {
    expect(dayFrom(new Date(2026, 1, 28, 12), 1)).toBe("2026-03-01");
    expect(dayFrom(new Date(2026, 11, 31, 12), 0)).toBe("2026-12-31");
  });
});
