import { expect, test, vi } from "vitest";
import type { HereOut } from "../api/generated/types.gen";
import { WhoIsWhere } from "./whoIsWhere";

function who(session: string): HereOut {
  return { session, person: session, name: session, colour: "#000", node: "", property: "", typing: "" };
}

test("only the places that somebody left or came to are told", () => {
  const places = new WhoIsWhere();
  const [ben, eva] = [who("ben"), who("eva")];
  const told = { goal: vi.fn(), doing: vi.fn(), other: vi.fn() };
  places.subscribe("step:1.goal", told.goal);
  places.subscribe("step:1.doing", told.doing);
  places.subscribe("step:2.goal", told.other);
  places.put([
    ["step:1.goal", ben],
    ["step:2.goal", eva],
  ]);
  expect([told.goal, told.doing, told.other].map((one) => one.mock.calls.length)).toEqual([1, 0, 1]);
  const still = places.at("step:2.goal");
  places.put([
    ["step:1.doing", ben],
    ["step:2.goal", eva],
  ]);
  expect([told.goal, told.doing, told.other].map((one) => one.mock.calls.length)).toEqual([2, 1, 1]);
  expect(places.at("step:1.goal")).toBeUndefined();
  expect(places.at("step:1.doing")).toEqual([ben]);
  expect(places.at("step:2.goal")).toBe(still);
});

test("what somebody types in a place is told there, and nobody is told who has gone", () => {
  const places = new WhoIsWhere();
  const heard = vi.fn();
  const leave = places.subscribe("step:1.goal", heard);
  places.put([["step:1.goal", who("ben")]]);
  places.put([["step:1.goal", { ...who("ben"), typing: "Be aw" }]]);
  expect(heard).toHaveBeenCalledTimes(2);
  leave();
  places.put([]);
  expect(heard).toHaveBeenCalledTimes(2);
});
