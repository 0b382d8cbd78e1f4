import { describe, expect, it } from "vitest";
import type { HandoffOut } from "../api/generated/types.gen";
import { alike } from "./kinds";

function handoff(id: number, some: Partial<HandoffOut>): HandoffOut {
  const plain = { id, giver: "sales", receiver: "success", giving: null, receiving: null, owner: null };
  const place = { map: "m", map_title: "M", step: "kickoff", step_name: "Kick-off" };
  return { ...plain, place, missing: [], cents: null, ...some } as unknown as HandoffOut;
}

const ADA = { id: 1, name: "Ada" };
const BEN = { id: 2, name: "Ben" };

describe("handoffs of one kind", () => {
  it("are those between the same roles at the same step, the longest late first", () => {
    const found = alike([
      handoff(1, {}),
      handoff(2, { receiver: "support" }),
      handoff(3, {}),
      handoff(4, { place: { map: "m", map_title: "M", step: "review", step_name: "Review" } }),
    ]);
    expect(found.map((one) => one.handoffs.map((each) => each.id))).toEqual([[1, 3], [2], [4]]);
  });
  it("say whose turn they are, nobody's last, and what they come to", () => {
    const [found] = alike([
      handoff(1, { cents: 100, missing: ["plan"] }),
      handoff(2, { owner: null }),
      handoff(3, { owner: ADA, cents: 50 }),
      handoff(4, { owner: BEN }),
      handoff(5, { owner: BEN }),
      handoff(6, { owner: null }),
    ]);
    expect(found?.turns).toEqual([
      { person: BEN, handoffs: 2 },
      { person: ADA, handoffs: 1 },
      { person: null, handoffs: 3 },
    ]);
    expect([found?.cents, found?.complete]).toEqual([150, 5]);
  });
});
