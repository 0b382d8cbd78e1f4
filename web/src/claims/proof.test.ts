import { expect, it } from "vitest";
import { sayProof, saySource } from "./proof";

it("says what shows a claim as people would", () => {
  const did = { source: "support", key: "t-1", activity: "ticket.opened", on: "2026-09-25" };
  expect(sayProof({ what: "interaction", thing: did })).toBe("Asked support, 25 September 2026");
  const ours = { ...did, activity: "call.held" };
  expect(sayProof({ what: "interaction", thing: ours })).toBe("We talked on the phone, 25 September 2026");
  const estimate = {
    measure: "conversion",
    value: 0.5,
    low: 0.4,
    high: 0.6,
    n: 96,
    censored: 0,
    unit: "share",
    method: "wilson",
    reason: null,
  };
  expect(sayProof({ what: "measure", thing: { estimate, segment: null, until: "2026-07-01" } })).toBe(
    "48 of the 96 who came to the step before went on here: 50 % (40 % to 60 %), before 1 July 2026",
  );
  expect(sayProof({ what: "upload", thing: { file: "9c1.txt", name: "notes.txt" } })).toBe("notes.txt");
  expect(sayProof({ what: "link", thing: { url: "https://example.org/7", title: "" } })).toBe(
    "https://example.org/7",
  );
  expect(sayProof({ what: "interaction", thing: {} })).toMatch(/outside of your book/);
});

it("leaves out the name that only we know a source by", () => {
  expect(saySource({ kind: "ticket", id: "evidence-3", note: "Day 48", on: "2026-09-25" })).toBe(
    "Day 48 · 25 September 2026",
  );
  expect(saySource({ kind: "survey", id: "spring", n: 64 })).toBe("spring · n 64");
});
