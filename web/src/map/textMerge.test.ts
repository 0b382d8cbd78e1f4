import { expect, test } from "vitest";
import { compareCodePoints } from "./textMerge";

test("texts are ordered by code points, also where UTF-16 would have it otherwise", () => {
  const texts = [
    "",
    "a",
    "ab",
    "b",
    "\uff5e",
    "\u{1f600}",
    "\u{1f601}",
    "a\u{1f600}",
    "a\uff5e",
    "\u{1f600}a",
  ];
  const byPoints = (one: string, other: string): number => {
    const [a, b] = [one, other].map((text) => Array.from(text, (char) => char.codePointAt(0) ?? 0));
    const at = a?.findIndex((point, i) => point !== b?.[i]) ?? -1;
    if (at < 0 || b?.[at] === undefined) return (a?.length ?? 0) - (b?.length ?? 0);
    return (a?.[at] ?? 0) - b[at];
  };
  for (const one of texts) {
    for (const other of texts) {
      expect(Math.sign(compareCodePoints(one, other)), `${one} ${other}`).toBe(
        Math.sign(byPoints(one, other)),
      );
    }
  }
});
