import { describe, expect, it } from "vitest";
import type { InteractionOut, VisitOut } from "../../api/generated/types.gen";
import { pathOver } from "./path";
import { sayActivity, tellStory } from "./story";

const HOUR = 3_600_000;
const visit = (
  step: string,
  from: number,
  to: number | null,
  detour: VisitOut["detour"] = null,
): VisitOut => ({
  passage: 1,
  step,
  entered_at: new Date(from * HOUR).toISOString(),
  left_at: to === null ? null : new Date(to * HOUR).toISOString(),
  is_forward: true,
  detour,
});

describe("pathOver", () => {
  const step = (id: string, more = {}) => ({ id, isOptional: false, isMeasured: true, ...more });
  const steps = ["a", "b", "c", "d"].map((id) => step(id));
  it("adds up visits and time, and knows who is still there", () => {
    const path = pathOver(
      [visit("a", 0, 2), visit("b", 2, 3), visit("a", 3, 5, "return"), visit("b", 5, null)],
      steps,
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
  it("counts the detours that the server says, and no other", () => {
    const unmeasured = [
      step("a"),
      step("b", { isMeasured: false }),
      step("c", { isOptional: true }),
      step("d"),
    ];
    const over = pathOver([visit("a", 0, 1), visit("d", 1, 2)], unmeasured, 0);
    expect([over.detours, over.moves[0]?.kind]).toEqual([0, "past"]);
    expect(over.missed).toEqual([null, "not_measured", "optional", null]);
    const skipped = pathOver([visit("a", 0, 1), visit("c", 1, 2, "skip")], steps, 0);
    expect([skipped.detours, skipped.moves[0]?.kind]).toEqual([1, "skip"]);
    expect(skipped.missed).toEqual([null, "skipped", null, null]);
  });
  it("knows a beginning past the first steps, and what may be done again", () => {
    const over = pathOver([visit("b", 0, 1, "skip"), visit("c", 1, 2), visit("b", 2, 3)], steps, 0);
    expect(over.moves.map((one) => [one.from, one.to, one.kind])).toEqual([
      [-1, 1, "skip"],
      [1, 2, "on"],
      [2, 1, "again"],
    ]);
    expect(over.detours).toBe(1);
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
