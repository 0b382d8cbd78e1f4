import { describe, expect, it } from "vitest";
import { HEAD, RAIL, STAGE } from "../../board/selection";
import { panelFor } from "./following";

const AT = { step: "step:pay", lane: "doing", card: "card:7" };

describe("the panel beside the board", () => {
  it("shows the step, or the card, that is picked", () => {
    expect(panelFor("step:kickoff", AT)).toBe("step:pay");
    expect(panelFor("step:kickoff", { step: "step:pay", lane: HEAD, card: null })).toBe("step:pay");
    expect(panelFor("moves:step:kickoff", AT)).toBe("moves:step:pay");
    expect(panelFor("card:1", AT)).toBe("card:7");
    expect(panelFor("card:1", { ...AT, card: null })).toBe("step:pay");
  });

  it("stays where there is no step or card to show", () => {
    expect(panelFor("step:kickoff", null)).toBe("step:kickoff");
    expect(panelFor("step:kickoff", { ...AT, step: RAIL })).toBe("step:kickoff");
    expect(panelFor("card:1", { step: "stage:end", lane: STAGE, card: null })).toBe("card:1");
    expect(panelFor("history", AT)).toBe("history");
    expect(panelFor(null, AT)).toBeNull();
  });
});
