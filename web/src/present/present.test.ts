// No step is lost between two sheets of paper.

import { expect, test } from "vitest";
import { layOut } from "./sheets";

test("every step is on one sheet, in its order", () => {
  for (const paper of ["a4", "a3"] as const) {
    for (const isFitted of [true, false]) {
      for (let count = 0; count <= 60; count += 1) {
        const steps = Array.from({ length: count }, (_, i) => i);
        const { sheets, scale } = layOut(steps, { paper, isFitted });
        expect(sheets.flat()).toEqual(steps);
        expect(scale).toBeGreaterThan(0);
        expect(scale).toBeLessThanOrEqual(1);
        if (!isFitted) expect(scale).toBe(1);
        else expect(sheets).toHaveLength(1);
      }
    }
  }
});

test("sheets are of about the same width", () => {
  const { sheets } = layOut(Array.from({ length: 12 }), { paper: "a4", isFitted: false });
  expect(sheets.map((sheet) => sheet.length)).toEqual([4, 4, 4]);
});
