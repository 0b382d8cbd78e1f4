import { expect, test } from "vitest";
import { isNamed, plainly, sayLight } from "./say";

test("knows which cell a reason is about, by its column or by what stands in it", () => {
  const why = '"good" is not a number; the column "date" is empty';
  expect(isNamed(why, "date", "")).toBe(true);
  expect(isNamed(why, "score", "good")).toBe(true);
  expect(isNamed(why, "user", "u1")).toBe(false);
  expect(isNamed(why, "user", "")).toBe(false);
});

test("leaves out what only a mapping file needs", () => {
  expect(plainly('"good" is not a number with the decimal sign "."; mend the cell or the mapping')).toBe(
    '"good" is not a number',
  );
});

test("says of a product's pages that they ask, and of others that they send", () => {
  expect(sayLight({ light: "green", needs: "both" })).toBe("pages ask for messages");
  expect(sayLight({ light: "green", needs: "key" })).toBe("events come in");
  expect(sayLight({ light: "trouble", needs: "both" })).not.toBe("");
});
