import { describe, expect, it } from "vitest";
import type { InteractionOut } from "../api/generated/types.gen";
import { distinct } from "./distinct";

const said = (arrival: number, text: string | null) => ({ arrival, text }) as InteractionOut;

describe("quotes", () => {
  it("are said once, by the newest, with how often", () => {
    const quotes = distinct([
      said(9, "Where is it?"),
      said(8, null),
      said(7, "Slow"),
      said(6, " where  is it? "),
    ]);
    expect(quotes.map(({ one, times }) => [one.arrival, times])).toEqual([
      [9, 2],
      [7, 1],
    ]);
  });
});
