import { describe, expect, it, test } from "vitest";
import type { Estimate } from "../lived/measured";
import {
  askedOf,
  cancelledCount,
  cancelledOf,
  NUMBERS,
  quartersAround,
  type Renewals,
  type RevenueNumber,
  type RevenueRow,
  sayInterval,
  sayMoney,
  sayPeriod,
  sayShare,
  type Term,
  termsOf,
  waterfall,
} from "./renewals";

function estimate(value: number | null): Estimate {
  return {
    measure: "",
    value,
    low: 0.5,
    high: 0.999,
    n: 4,
    censored: 0,
    unit: "EUR",
    method: "",
    reason: null,
  };
}

function row(values: Partial<Record<RevenueNumber, number | null>>): RevenueRow {
  const measures = Object.fromEntries(NUMBERS.map((one) => [one, estimate(values[one] ?? 0)])) as Record<
    RevenueNumber,
    Estimate
  >;
  for (const name of NUMBERS) if (values[name] === null) measures[name] = estimate(null);
  return { kind: "all", label: null, since: "", until: "", accounts: 4, measures, excluded: {} };
}

const WORKED = {
  mrr_start: 10_000,
  mrr_new: 7000,
  mrr_expansion: 1800,
  mrr_contraction: 600,
  mrr_churn: 900,
  mrr_end: 17_300,
};

describe("the waterfall", () => {
  it("ends where the period ends, to the cent", () => {
    const bars = waterfall(row(WORKED));
    expect(bars.map((bar) => bar.number)).toEqual(NUMBERS.slice(0, 7));
    expect(bars.at(-2)?.to).toBe(bars.at(-1)?.to);
    expect(bars[1]).toEqual({ number: "mrr_new", from: 1_000_000, to: 1_700_000 });
    expect(bars[4]).toEqual({ number: "mrr_churn", from: 1_820_000, to: 1_730_000 });
  });
  it("is not drawn where a sum is not known", () => {
    expect(waterfall(row({ ...WORKED, mrr_churn: null }))).toEqual([]);
  });
});

function term(subject: string, cents: number | null, call: Term["call"]): Term {
  return {
    subject,
    due: "2026-05-01T00:00:00Z",
    state: "open",
    cents,
    gap: null,
    kept_cents: null,
    level: null,
    call,
    likelihood: null,
  };
}

test("what is cancelled already is not up for renewal", () => {
  const gone = [7, null].map((cents) => ({ ...term("a", cents, "lost"), state: "lost" as const }));
  const terms = [...gone, term("b", 5, "likely")];
  expect([cancelledOf(terms), cancelledCount(terms)]).toEqual([7, 1]);
});

describe("the terms of a click", () => {
  const found = {
    overdue: [term("late", 5, "at risk")],
    months: [
      {
        month: "2026-05",
        renewals: [term("small", 10, "likely"), term("large", 90, "likely"), term("dark", null, "at risk")],
      },
      { month: "2026-06", renewals: [term("other", 50, "likely")] },
    ],
  } as unknown as Renewals;
  it("are those of the month and the call, the largest first where one wants that", () => {
    expect(termsOf(found, { month: "2026-05", call: "likely" }, "mrr").map((one) => one.subject)).toEqual([
      "large",
      "small",
    ]);
  });
  it("come by when they are due, and the larger first on one day", () => {
    const early = { ...term("early", 1, "likely"), due: "2026-04-30T23:00:00+00:00" };
    const months = [{ month: "2026-05", renewals: [term("large", 90, "likely"), early] }];
    const some = { overdue: [], months } as unknown as Renewals;
    expect(termsOf(some, { month: null, call: null }).map((one) => one.subject)).toEqual(["early", "large"]);
    const isOver = { ...early, subject: "over", state: "renewed" };
    const more = { overdue: [], months: [{ month: "2026-05", renewals: [isOver] }, ...months] };
    const order = termsOf(more as unknown as Renewals, { month: null, call: null }).map((one) => one.subject);
    expect(order).toEqual(["early", "large", "over"]);
    expect(termsOf(found, { month: "2026-05", call: "likely" })[0]?.subject).toBe("large");
  });
  it("with overdue ones where no month is meant, and without an amount last", () => {
    expect(termsOf(found, { month: null, call: "at risk" }).map((one) => one.subject)).toEqual([
      "late",
      "dark",
    ]);
  });
});

describe("quarters", () => {
  it("are the one before, the one of a day, and those of a year", () => {
    expect(quartersAround("2026-02-11T09:00:00Z")).toEqual([
      "2025-Q4",
      "2026-Q1",
      "2026-Q2",
      "2026-Q3",
      "2026-Q4",
      "2027-Q1",
    ]);
  });
  it("are asked for by name, the next one as next, all else by days", () => {
    expect(askedOf("2027-Q1")).toEqual({ ahead_days: 180, quarter: "2027-Q1" });
    expect(askedOf("quarter")).toEqual({ ahead_days: 180, quarter: "next" });
    expect(askedOf("12-months")).toEqual({ ahead_days: 365 });
  });
});

describe("numbers in words", () => {
  it("never round to nothing or to all", () => {
    expect([sayShare(0.001), sayShare(0.999), sayShare(0.85), sayShare(1)]).toEqual([
      "<1 %",
      ">99 %",
      "85 %",
      "100 %",
    ]);
    expect(sayInterval(estimate(1))).toBe("50 to >99");
    expect(sayInterval({ ...estimate(1), low: 0.0004, high: 0.0041 })).toBe("0.04 to 0.41");
  });
  it("say the last day of a period, not the one after", () => {
    expect(sayPeriod("2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z")).toBe("1 January 2026 to 31 March 2026");
    expect(sayPeriod("2025-09-29T10:00:00Z", "2026-09-29T10:00:00Z")).toBe(
      "29 September 2025 to 29 September 2026",
    );
  });
  it("say cents where they matter", () => {
    expect([sayMoney(1250, "EUR"), sayMoney(1_234_567, "EUR")]).toEqual(["€12.50", "€12,346"]);
  });
});
