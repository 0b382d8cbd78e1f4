import { expect, it } from "vitest";
import type { Detour } from "./measured";
import { tipOfDetour, wayOf } from "./ways";

const NAMES = new Map([
  ["kickoff", "I meet my helper"],
  ["set-up", "I set it up"],
]);

function detour(kind: string, from: string | null, to: string): Detour {
  const share = { measure: "detour", value: 0.4, low: 0.3, high: 0.5, n: 50, censored: 0, unit: "share" };
  return { kind, from, to, n: 21, share: { ...share, method: "", reason: null } };
}

it("says from where to where a way goes, and how many took it", () => {
  expect(wayOf(detour("skip", "kickoff", "set-up"), NAMES)).toBe(
    "From “I meet my helper” straight to “I set it up”",
  );
  expect(wayOf(detour("return", "set-up", "kickoff"), NAMES)).toBe(
    "From “I set it up” back to “I meet my helper”",
  );
  expect(wayOf(detour("skip", null, "set-up"), NAMES)).toBe("Begin at “I set it up”");
  expect(wayOf(detour("skip", "gone", "set-up"), NAMES)).toBe("From “gone” straight to “I set it up”");
  const lines = tipOfDetour(detour("skip", null, "set-up"), NAMES).split("\n");
  expect(lines[1]).toBe("20 of the 50 who set out went this way at least once: 40 %");
  expect(lines).toContain("travelled 21 times");
});
