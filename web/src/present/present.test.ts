// No step is lost between two sheets of paper.

import { expect, test } from "vitest";
import { fitted, layOut, usualPaper } from "./sheets";

test("every step is on one sheet, in its order", () => {
  for (const paper of ["a4", "a3", "letter", "tabloid"] as const) {
    for (const isFitted of [true, false]) {
      for (let count = 0; count <= 60; count += 1) {
        const steps = Array.from({ length: count }, (_, i) => i);
        const stages = [steps.slice(0, 3), [], steps.slice(3, 20), steps.slice(20)];
        const { sheets, most, scale } = layOut(stages, { paper, isFitted });
        expect(sheets.flat()).toEqual(steps);
        expect(most).toBeGreaterThanOrEqual(Math.max(...sheets.map((sheet) => sheet.length)));
        expect(scale).toBeGreaterThan(0);
        expect(scale).toBeLessThanOrEqual(1.3);
        if (!isFitted) expect(scale).toBeGreaterThanOrEqual(1);
        else expect(sheets).toHaveLength(1);
      }
    }
  }
});

const staged = (...counts: readonly number[]) =>
  counts.map((count, stage) => Array.from({ length: count }, (_, i) => `${stage}.${i}`));
const sizes = (...counts: readonly number[]) =>
  layOut(staged(...counts), { paper: "a4", isFitted: false }).sheets.map((sheet) => sheet.length);

test("a sheet ends where a stage ends, and sheets are of about the same width", () => {
  expect(sizes(3, 2, 2, 2, 1, 2)).toEqual([5, 5, 2]);
  expect(sizes(6, 6, 6)).toEqual([6, 6, 6]);
  expect(sizes(2, 2, 2, 2)).toEqual([4, 4]);
});

test("a stage too wide for a sheet is parted evenly", () => {
  expect(sizes(8)).toEqual([4, 4]);
  expect(sizes(14, 1)).toEqual([5, 5, 5]);
});

test("what is a little too tall is made a little smaller, and what is much too tall is not", () => {
  const tall = (whole: number) => (scale: number) => [{ whole: whole * scale * scale, heads: 100 }];
  expect(fitted(1, 700, tall(700))).toBe(1);
  expect(fitted(1, 700, tall(900))).toBeCloseTo(0.88);
  expect(fitted(1, 700, tall(1400))).toBe(0.7);
  expect(fitted(1, 700, tall(1500))).toBeGreaterThan(0.9);
  expect(fitted(0.4, 700, tall(9000))).toBe(0.4);
});

test("the usual paper is that of the country that the browser names first", () => {
  expect(usualPaper(["en-US", "en"])).toBe("letter");
  expect(usualPaper(["en", "es-MX"])).toBe("letter");
  expect(usualPaper(["zh-Hans-CN", "en-US"])).toBe("a4");
  expect(usualPaper(["de-DE", "en-US"])).toBe("a4");
  expect(usualPaper(["en"])).toBe("a4");
  expect(usualPaper([])).toBe("a4");
});
