import { describe, expect, it } from "vitest";
import type { StepColumn } from "../map/board";
import type { MapNode } from "../map/nodes";
import { widthOf } from "./widths";

function node(id: string, properties: MapNode["properties"]): MapNode {
  return { id, kind: "step", parent: null, rank: "i", properties };
}

function column(name: string, ...cards: readonly string[]): StepColumn {
  return {
    node: node("step:a", { name }),
    stage: node("stage:a", {}),
    cards: new Map([["doing", cards.map((text, i) => node(`card:${i}`, { text }))]]),
    isFirst: true,
    number: 1,
  };
}

describe("the width of a column", () => {
  it("is that of short words where there are only such", () => {
    expect(widthOf(null)).toBe(184);
    expect(widthOf(column("I wait", "Looks for the cup"))).toBe(184);
  });

  it("grows with the longest text, so that no cell becomes a tower", () => {
    expect(widthOf(column("I wait", "Looks for the cup and finds it, ".repeat(3)))).toBeGreaterThan(220);
    expect(widthOf(column("I wait", "Looks for the cup and finds it, ".repeat(30)))).toBe(320);
  });

  it("has room for the longest word, as German makes them", () => {
    const word = "Erstinbetriebnahmeprotokoll";
    expect(widthOf(column(`${word} lesen`))).toBeGreaterThanOrEqual(word.length * 7.5 + 40);
  });

  it("does not take a Japanese sentence for a word", () => {
    expect(widthOf(column("担当者との定例ミーティングに参加する"))).toBe(184);
    const sentence = "マニュアルの該当箇所が見つからず、問い合わせ窓口に電話をかけ直す";
    expect(widthOf(column("待つ", sentence))).toBeGreaterThan(205);
  });
});
