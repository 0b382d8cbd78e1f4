import { expect, test } from "vitest";
import { nextPart } from "./uploading";

const KB = 1024;
const MOST = 2048 * KB;

test("a part is what arrives in about two seconds", () => {
  expect(nextPart(256 * KB, 4000, MOST)).toBe(128 * KB);
  expect(nextPart(256 * KB, 1000, MOST)).toBe(512 * KB);
});

test("it grows step by step, and is never too small or too large", () => {
  expect(nextPart(256 * KB, 1, MOST)).toBe(1024 * KB);
  expect(nextPart(1024 * KB, 0, MOST)).toBe(MOST);
  expect(nextPart(64 * KB, 600_000, MOST)).toBe(64 * KB);
});
