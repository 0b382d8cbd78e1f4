import { describe, expect, it } from "vitest";
import {
  addressOf,
  carryMove,
  type Data,
  getAt,
  insertMove,
  namesakeOf,
  newMove,
  ofItsOwn,
  problemsIn,
  removeMove,
  setAt,
  shownNames,
} from "./book";
import { sayMove, sayQuiet, sayTrigger, saySpan } from "./sentences";

const DATA: Data = {
  of: "account",
  map: "small",
  when: [{ stalls_at: "signed", longer_than: "6d" }],
  variables: { first_name: { of: "person.first_name", otherwise: "there" } },
  moves: [
    { id: "a", task: { title: "A" } },
    { wait: "3d" },
    { branch: { did: [{ activity: "call.held" }], otherwise: [{ id: "b", task: { title: "B" } }] } },
    { id: "c", email: { subject: "C", text: "" } },
  ],
};
const WORDS = {
  maps: [
    {
      id: "small",
      title: "Small",
      travels: "account",
      steps: [{ id: "signed", name: "We sign", stage: "One", within: "3d" }],
    },
  ],
  cards: [],
  playbooks: [],
  roles: [],
};
const ids = (data: Data, list = ["moves"]) =>
  (getAt(data, list) as readonly Data[]).map((one) => one.id ?? Object.keys(one)[0]);
const OTHERWISE = ["moves", 2, "branch", "otherwise"] as const;

it("makes one of its own of a text, under an id and a name that are free", () => {
  const kept = [
    { id: "quiet", name: "Quiet" },
    { id: "quiet-2", name: "Quiet 2" },
  ];
  const own = ofItsOwn({ ...DATA, id: "quiet", name: "Quiet" }, kept);
  expect([own.id, own.name, own.moves]).toEqual(["quiet-3", "Quiet 3", DATA.moves]);
  expect(namesakeOf(own, kept)).toBeUndefined();
});

it("knows whose next version a text becomes by the id that it says, whatever it began from", () => {
  const kept = [{ id: "stalled-onboarding" }, { id: "quiet-start" }];
  expect(namesakeOf({ ...DATA, id: "quiet-start" }, kept)).toBe(kept[1]);
  expect(namesakeOf({ ...DATA, id: "my-own" }, kept)).toBeUndefined();
  expect(namesakeOf(DATA, kept)).toBeUndefined();
  expect(namesakeOf(null, kept)).toBeUndefined();
});

describe("changes of a hand", () => {
  it("says something else at one place, and leaves all other values the same", () => {
    const next = setAt(DATA, ["moves", 3, "email", "subject"], "D");
    expect(getAt(next, ["moves", 3, "email", "subject"])).toBe("D");
    expect(getAt(next, ["moves", 0])).toBe(getAt(DATA, ["moves", 0]));
    expect(setAt(DATA, ["map"], undefined)).not.toHaveProperty("map");
  });

  it("moves up and down, and nowhere where it is already", () => {
    expect(ids(carryMove(DATA, ["moves"], 3, ["moves"], 0))).toEqual(["c", "a", "wait", "branch"]);
    expect(ids(carryMove(DATA, ["moves"], 0, ["moves"], 2))).toEqual(["wait", "a", "branch", "c"]);
    expect(carryMove(DATA, ["moves"], 1, ["moves"], 2)).toBe(DATA);
  });

  it("goes into a branch and out of it, and never into itself", () => {
    const into = carryMove(DATA, ["moves"], 0, OTHERWISE, 1);
    expect(ids(into)).toEqual(["wait", "branch", "c"]);
    expect(ids(into, ["moves", 1, "branch", "otherwise"] as never)).toEqual(["b", "a"]);
    const out = carryMove(DATA, OTHERWISE, 0, ["moves"], 0);
    expect(ids(out)).toEqual(["b", "a", "wait", "branch", "c"]);
    expect(getAt(out, ["moves", 3, "branch", "otherwise"])).toBeUndefined();
    expect(carryMove(DATA, ["moves"], 2, OTHERWISE, 0)).toBe(DATA);
  });

  it("adds a move with an id of its own, and takes one out", () => {
    const made = newMove("email", DATA, { email: "a", subject: "S", text: "T" });
    expect(made.id).toBe("a-2");
    expect(ids(insertMove(DATA, ["moves"], 1, made))).toEqual(["a", "a-2", "wait", "branch", "c"]);
    expect(newMove("wait", DATA, {})).toEqual({ wait: "3d" });
    expect(ids(removeMove(DATA, ["moves"], 1))).toEqual(["a", "branch", "c"]);
  });

  it("finds what is wrong at a place by its address", () => {
    const problem = (address: string) => ({ address, message: "", code: "", fix: "", severity: "error" });
    const all = ["moves[2].branch.otherwise[0].task", "moves[20]", "moves[2]"].map(problem);
    expect(addressOf(OTHERWISE)).toBe("moves[2].branch.otherwise");
    expect(problemsIn(all, ["moves", 2]).map((one) => one.address)).toEqual([
      "moves[2].branch.otherwise[0].task",
      "moves[2]",
    ]);
  });
});

describe("a playbook in sentences", () => {
  it("says a trigger with the name of its step", () => {
    expect(sayTrigger({ stalls_at: "signed", longer_than: "6d" }, DATA, WORDS)).toBe(
      "has been at “We sign” for 6 days",
    );
    expect(sayTrigger({ stalls_at: "signed" }, DATA, WORDS)).toBe(
      "has been at “We sign” for twice as long as the map promises (3 days)",
    );
    expect(sayTrigger({}, DATA, WORDS)).toBe("nothing is named yet");
  });

  it("says moves, spans and quiet hours", () => {
    expect(sayMove({ wait: "1d" }, DATA)).toBe("1 day");
    expect(sayMove({ branch: { if: 'traits.plan == "pro"' } }, DATA)).toBe("if plan is pro");
    expect(saySpan("2 weeks")).toBe("2 weeks");
    expect(sayQuiet({ from: "18:00", until: "08:00", days: ["sat"] })).toBe("from 18:00 to 08:00 and on Sat");
    expect(sayQuiet(undefined)).toBe("");
  });

  it("offers the values that may be shown, the person's only to a person", () => {
    expect(shownNames(DATA, false)).toEqual(["account", "account_id", "company", "first_name"]);
    expect(shownNames({ ...DATA, when: { renewal_in: "90d" } }, true)).toEqual([
      "account",
      "account_id",
      "person",
      "company",
      "renewal_on",
      "first_name",
    ]);
  });
});
