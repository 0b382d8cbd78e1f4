import { describe, expect, it } from "vitest";
import {
  beginOfDay,
  countOf,
  daysAfter,
  isoDay,
  minutesAhead,
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
  tellIn,
  zoneHere,
  zoneTold,
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
  it("tells an instant in the workspace's zone, wherever this computer stands", () => {
    const at = "2026-03-03T23:30:00Z";
    tellIn("Europe/Berlin");
    expect([sayDay(at), sayClock(at), isoDay(at), zoneTold()]).toEqual([
      "4 March 2026",
      "00:30",
      "2026-03-04",
      "Europe/Berlin",
    ]);
    expect(sayDay(at, "America/New_York")).toBe("3 March 2026");
    tellIn("Mars/Olympus_Mons");
    expect(zoneTold()).toBe(zoneHere());
    tellIn(undefined);
  });
  it("has days that begin at midnight, or with the first moment where clocks leave it out", () => {
    const begins = (day: string, zone: string) => new Date(beginOfDay(day, zone)).toISOString().slice(0, 16);
    expect(begins("2026-03-29", "Europe/Berlin")).toBe("2026-03-28T23:00");
    expect(begins("2026-03-30", "Europe/Berlin")).toBe("2026-03-29T22:00");
    expect(begins("2026-10-25", "Europe/Berlin")).toBe("2026-10-24T22:00");
    expect(begins("2026-10-26", "Europe/Berlin")).toBe("2026-10-25T23:00");
    expect(begins("2026-06-01", "America/New_York")).toBe("2026-06-01T04:00");
    expect(begins("2026-06-01", "Pacific/Kiritimati")).toBe("2026-05-31T10:00");
    // In Cairo clocks go from 23:59:59 to 01:00; in Nuuk on the evening before; in Havana midnight comes twice.
    expect(begins("2026-04-24", "Africa/Cairo")).toBe("2026-04-23T22:00");
    expect(begins("2026-03-29", "America/Nuuk")).toBe("2026-03-29T01:00");
    expect(begins("2026-11-01", "America/Havana")).toBe("2026-11-01T04:00");
    for (const zone of [
      "Europe/Berlin",
      "America/Nuuk",
      "Asia/Kolkata",
      "Australia/Lord_Howe",
      "Africa/Cairo",
    ])
      for (let day = "2026-01-01"; day < "2027-01-01"; day = daysAfter(day, 1)) {
        const at = beginOfDay(day, zone);
        expect([isoDay(at, zone), isoDay(at - 1, zone)]).toEqual([day, daysAfter(day, -1)]);
      }
  });
  it("knows by how much clocks differ at an instant", () => {
    const ahead = (at: string) => minutesAhead("America/New_York", "Europe/Berlin", Date.parse(at));
    expect([ahead("2026-01-15T00:30:00Z"), ahead("2026-03-15T00:30:00Z")]).toEqual([-360, -300]);
    expect(minutesAhead("Asia/Kolkata", "UTC", 0)).toBe(330);
  });
  it("breaks over no text that is none", () => {
    expect(sayDay("never")).toBe("? ? ?");
  });
});
