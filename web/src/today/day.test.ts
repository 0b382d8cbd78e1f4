import { expect, test } from "vitest";
import type { HandoffOut } from "../api/generated/types.gen";
import { afterLeaving, daysAfter, isReceiver, sayDay, sayMoment, sayTurn, stepFrom } from "./day";

test("one steps within the list, and into it from outside", () => {
  const keys = ["a", "b", "c"];
  expect(stepFrom(keys, "a", 1)).toBe("b");
  expect(stepFrom(keys, "c", 1)).toBe("c");
  expect(stepFrom(keys, "a", -1)).toBe("a");
  expect(stepFrom(keys, null, 1)).toBe("a");
  expect(stepFrom(keys, null, -1)).toBe("c");
  expect(stepFrom(keys, "gone", 1)).toBe("a");
  expect(stepFrom([], "a", 1)).toBeNull();
});

test("when one leaves, the next is looked at, else the one before", () => {
  expect(afterLeaving(["a", "b", "c"], "b")).toBe("c");
  expect(afterLeaving(["a", "b", "c"], "c")).toBe("b");
  expect(afterLeaving(["a"], "a")).toBeNull();
});

test("days are counted by the calendar, whatever the clocks do", () => {
  expect(daysAfter("2026-03-28", 1)).toBe("2026-03-29");
  expect(daysAfter("2026-03-29", 1)).toBe("2026-03-30");
  expect(daysAfter("2026-12-31", 1)).toBe("2027-01-01");
  expect(daysAfter("2028-02-28", 1)).toBe("2028-02-29");
  expect(sayDay("2026-03-29")).toBe("29 March");
});

test("a moment is said in the workspace's zone", () => {
  expect(sayMoment("2026-03-29T00:59:00Z", "Europe/Berlin")).toBe("29 Mar 2026, 01:59");
  expect(sayMoment("2026-03-29T01:00:00Z", "Europe/Berlin")).toBe("29 Mar 2026, 03:00");
});

test("only who receives is asked whether they know enough, and everybody hears whose turn it is", () => {
  const mia = { id: 1, name: "Mia" };
  const sal = { id: 2, name: "Sal" };
  const handoff = { giving: sal, receiving: mia, owner: mia, may_accept: true } as unknown as HandoffOut;
  expect(isReceiver(handoff, mia.id)).toBe(true);
  expect(isReceiver(handoff, sal.id)).toBe(false);
  expect(isReceiver({ ...handoff, receiving: sal }, sal.id)).toBe(true);
  expect(isReceiver({ ...handoff, may_accept: false }, 3)).toBe(false);
  expect(sayTurn(handoff, mia.id)).toBe("It is your turn now.");
  expect(sayTurn(handoff, sal.id)).toBe("It is Mia’s turn now.");
});
