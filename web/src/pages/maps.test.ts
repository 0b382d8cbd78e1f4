import { describe, expect, it } from "vitest";
import type { MapCard } from "../api/generated/types.gen";
import { arrange, type Wanted } from "./maps";

function card(title: string, more: Partial<MapCard> = {}): MapCard {
  return {
    id: title,
    title,
    revision: 0,
    era: "",
    created_at: "",
    changed_at: "2026-01-01",
    archived_at: null,
    forked_from: null,
    travels: "customer",
    owner: null,
    made_by: "Ana",
    persona: null,
    stages: 1,
    steps: 1,
    measured_steps: 1,
    claims: 4,
    evidence: 2,
    stale: 0,
    oldest_confirmed_on: null,
    last_confirmed_on: null,
    measured_at: "2026-01-01",
    ...more,
  };
}
const MAPS = [
  card("Börse", { changed_at: "2026-03-01", evidence: 4, oldest_confirmed_on: "2025-01-01", stale: 2 }),
  card("Anfang", { evidence: 0, measured_at: null, made_by: "Ben", persona: { id: "i", name: "Ines" } }),
  card("Leer", { claims: 0, evidence: 0, changed_at: "2026-02-01" }),
];
const shown = (wanted: Partial<Wanted>) =>
  arrange(MAPS, { sought: "", sort: "title", filter: "all", ...wanted }, "Ana").map((map) => map.title);

describe("arrange", () => {
  it("sorts by title, by change, by what is least known, by what was confirmed longest ago", () => {
    expect(shown({})).toEqual(["Anfang", "Börse", "Leer"]);
    expect(shown({ sort: "changed" })).toEqual(["Börse", "Leer", "Anfang"]);
    expect(shown({ sort: "evidence" })).toEqual(["Anfang", "Börse", "Leer"]);
    expect(shown({ sort: "stale" })).toEqual(["Börse", "Anfang", "Leer"]);
  });
  it("finds by title, persona and maker, whatever the accents", () => {
    expect(shown({ sought: "borse" })).toEqual(["Börse"]);
    expect(shown({ sought: "ines ben" })).toEqual(["Anfang"]);
  });
  it("keeps what a filter asks for", () => {
    expect(shown({ filter: "unmeasured" })).toEqual(["Anfang"]);
    expect(shown({ filter: "stale" })).toEqual(["Börse"]);
    expect(shown({ filter: "mine" })).toEqual(["Börse", "Leer"]);
  });
});
