import { expect, test } from "vitest";
import type { HandoffOut, ItemOut } from "../api/generated/types.gen";
import { daysAfter } from "../words/figures";
import { afterLeaving, isReceiver, membersOf, rowAt, rowsOf, sayTurn, stepFrom } from "./day";

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

test("the keys are about the row that is looked at, and about no row while something else is open", () => {
  const keys = ["a", "b", "c"];
  expect(rowAt(keys, null, null)).toBe("a");
  expect(rowAt(keys, "b", "a")).toBe("b");
  expect(rowAt(keys, "gone", null)).toBe("a");
  expect(rowAt(keys, "another's", "another's")).toBeNull();
  // Who then goes to a row means that one.
  expect(rowAt(keys, "c", "another's")).toBe("c");
  expect(rowAt([], null, null)).toBeNull();
});

test("when one leaves, the next is looked at, else the one before", () => {
  expect(afterLeaving(["a", "b", "c"], "b")).toBe("c");
  expect(afterLeaving(["a", "b", "c"], "c")).toBe("b");
  expect(afterLeaving(["a"], "a")).toBeNull();
});

test("a group that is open shows whom it stands for, in its order and nobody twice", () => {
  const alert = (id: number) => ({ key: `alert:${id}`, alert: { id } }) as unknown as ItemOut;
  const group = { ids: [3, 1, 2], first: [alert(3), alert(1)] };
  const head = { key: "group:health", group } as unknown as ItemOut;
  const items = [head, alert(9)];
  const keys = (opened: readonly string[], fetched: readonly number[] = []) =>
    rowsOf(items, new Set(opened), new Map(fetched.map((id) => [id, alert(id)]))).map((one) => one.item.key);
  expect(keys([])).toEqual(["group:health", "alert:9"]);
  expect(keys(["group:health"])).toEqual(["group:health", "alert:3", "alert:1", "alert:9"]);
  expect(keys(["group:health"], [2, 1])).toEqual([
    "group:health",
    "alert:3",
    "alert:1",
    "alert:2",
    "alert:9",
  ]);
  // Whoever left the group is not shown, though known.
  expect(membersOf({ ...head.group, ids: [2] } as never, new Map([[2, alert(2)]]))).toEqual([alert(2)]);
});

test("days are counted by the calendar, whatever the clocks do", () => {
  expect(daysAfter("2026-03-28", 1)).toBe("2026-03-29");
  expect(daysAfter("2026-03-29", 1)).toBe("2026-03-30");
  expect(daysAfter("2026-12-31", 1)).toBe("2027-01-01");
  expect(daysAfter("2028-02-28", 1)).toBe("2028-02-29");
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
