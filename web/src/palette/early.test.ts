import { expect, test } from "vitest";
import { type Early, NOTHING_YET, withKey } from "./early";

const typed = (...keys: readonly string[]) =>
  keys.reduce<Early | null>((early, key) => early && withKey(early, key), NOTHING_YET);

test("letters and Enter that come before the palette are kept for it", () => {
  expect(typed("d", "a", "t", "Backspace", "r", "k", "Enter")).toEqual({ letters: "dark", isMeant: true });
  expect(typed("d", "Shift", "Enter", "x")).toEqual({ letters: "d", isMeant: true });
});

test("Enter alone means nothing yet, and Escape takes it all back", () => {
  expect(typed("Enter", "p")).toEqual({ letters: "p", isMeant: false });
  expect(typed("d", "Escape")).toBeNull();
});
