import { expect, test } from "vitest";
import { keyOfLook, meantBy, type PageKey } from "./keys";
import { LOOKS } from "./looks";

const DOWN: PageKey = {
  ctrlKey: true,
  metaKey: false,
  altKey: true,
  shiftKey: false,
  code: "",
  isAltGr: false,
};

test("every way to look has the key that its button tells", () => {
  for (const look of LOOKS) {
    const digit = keyOfLook(look.id).replace("Ctrl+Alt+", "");
    expect(meantBy({ ...DOWN, code: `Digit${digit}` })).toBe(look.id);
  }
  expect(["KeyP", "Digit0", "KeyH"].map((code) => meantBy({ ...DOWN, code }))).toEqual([
    "present",
    "fit",
    "history",
  ]);
});

test("what AltGr writes, and keys of others, mean nothing here", () => {
  expect(meantBy({ ...DOWN, code: "Digit2", isAltGr: true })).toBeNull();
  expect(meantBy({ ...DOWN, code: "Digit2", altKey: false })).toBeNull();
  expect(meantBy({ ...DOWN, code: `Digit${LOOKS.length + 1}` })).toBeNull();
});
