import { describe, expect, it } from "vitest";
import {
  countOf,
  isoDay,
  sayCents,
  sayClock,
  sayCount,
  sayDay,
  sayMoment,
  sayMoney,
  sayMonth,
  sayNumber,
  saySecond,
  sayShare,
  sayShortDay,
  sayWeekday,
  sayWhen,
} from "./figures";

describe("numbers", () => {
  it("sets thousands apart, and a word in its form", () => {
    expect(sayCount(1204)).toBe("1,204");
    expect(sayNumber(12.3456, 1)).toBe("12.3");
    expect([countOf(1, "account", "accounts"), countOf(0, "account", "accounts")]).toEqual([
      "1 account",
      "0 accounts",
    ]);
  });
  it("never says 0 % or 100 % of what is not nothing or all", () => {
    expect([0, 0.004, 0.612, 0.9961, 1].map((one) => sayShare(one))).toEqual([
      "0 %",
      "<1 %",
      "61 %",
      ">99 %",
      "100 %",
    ]);
  });
});

describe("money", () => {
  it("is whole, but for small sums that have cents", () => {
    expect(sayMoney(612_000, "EUR")).toBe("€6,120");
    expect(sayMoney(1_250, "EUR")).toBe("€12.50");
    expect(sayMoney(-120_000, "EUR")).toBe("-€1,200");
    expect(sayCents(612_000, "EUR")).toBe("€6,120.00");
  });
});

describe("days and times", () => {
  it("has a day of the calendar in no zone", () => {
    expect(sayDay("2026-09-29")).toBe("29 September 2026");
    expect(sayDay("2026-01-01", "America/Los_Angeles")).toBe("1 January 2026");
    expect(sayWeekday("2026-09-29")).toBe("Tuesday 29 September");
    expect(sayShortDay("2026-09-05")).toBe("5 Sep");
    expect(sayMonth("2026-09")).toBe("September 2026");
  });
  it("tells an instant in the zone, across the nights on which clocks are changed", () => {
    const at = "2026-03-29T00:59:00Z";
    expect(sayMoment(at, "Europe/Berlin")).toBe("29 March 2026, 01:59");
    expect(sayMoment("2026-03-29T01:00:00Z", "Europe/Berlin")).toBe("29 March 2026, 03:00");
    expect(sayClock("2026-10-25T00:30:00Z", "Europe/Berlin")).toBe("02:30");
    expect(sayClock("2026-10-25T01:30:00Z", "Europe/Berlin")).toBe("02:30");
    expect(saySecond("2026-01-01T00:00:05Z", "UTC")).toBe("00:00:05");
    expect(isoDay("2026-12-31T23:30:00Z", "Asia/Tokyo")).toBe("2027-01-01");
  });
  it("says today's by the clock and others by the day", () => {
    const now = new Date(2026, 8, 29, 18, 0);
    expect(sayWhen(new Date(2026, 8, 29, 9, 5), now)).toBe("09:05");
    expect(sayWhen(new Date(2026, 8, 28, 9, 5), now)).toBe("28 September 2026");
  });
  it("breaks over no text that is none", () => {
    expect(sayDay("never")).toBe("? ? ?");
  });
});
