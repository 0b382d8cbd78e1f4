import { describe, expect, it } from "vitest";
import type { InteractionOut, VisitOut } from "../../api/generated/types.gen";
import { pathOver } from "./path";
import { sayActivity, tellStory } from "./story";

const HOUR = 3_600_000;
const visit = (step: string, from: number, to: number | null): VisitOut => ({
  passage: 1,
  step,
  entered_at: new Date(from * HOUR).toISOString(),
  left_at: to === null ? null : new Date(to * HOUR).toISOString(),
  is_forward: true,
});

describe("pathOver", () => {
  const steps = ["a", "b", "c", "d"];
  it("adds up visits and time, and knows who is still there", () => {
    const path = pathOver(
      [visit("a", 0, 2), visit("b", 2, 3), visit("a", 3, 5), visit("b", 5, null)],
      steps,
      new Set(),
      6 * HOUR,
    );
    expect(path.at).toEqual([
      { visits: 2, seconds: 4 * 3600, isHere: false },
      { visits: 2, seconds: 2 * 3600, isHere: true },
      null,
      null,
    ]);
    expect(path.moves).toEqual([
      { from: 0, to: 1, kind: "on", n: 2 },
      { from: 1, to: 0, kind: "back", n: 1 },
    ]);
    expect(path.detours).toBe(1);
  });
  it("does not call it a detour to pass what is optional", () => {
    const over = [visit("a", 0, 1), visit("c", 1, 2)];
    expect(pathOver(over, steps, new Set(), 0).moves[0]?.kind).toBe("skip");
    expect(pathOver(over, steps, new Set(["b"]), 0).moves[0]?.kind).toBe("on");
  });
});

describe("tellStory", () => {
  const did = (activity: string, hour: number, more: Partial<InteractionOut> = {}) =>
    ({
      activity,
      step: "a",
      score: null,
      text: null,
      occurred_at: new Date(hour * HOUR).toISOString(),
      ...more,
    }) as InteractionOut;
  it("says the same thing once, with how often, unless somebody spoke", () => {
    const story = tellStory([
      did("user.signed_in", 0),
      did("user.signed_in", 1),
      did("ticket.opened", 2, { text: "Help" }),
      did("ticket.opened", 3, { text: "Help!" }),
    ]);
    expect(story.map((one) => [one.says, one.count])).toEqual([
      ["Signed in", 2],
      ["Asked support", 1],
      ["Asked support", 1],
    ]);
    expect(story[1]?.gap).toBe(3600);
    expect(story.map((one) => one.step)).toEqual(["a", null, null]);
  });
  it("makes words of names that nobody has translated", () => {
    expect(sayActivity("workspace.set_up")).toBe("Workspace set up");
  });
});
