import { describe, expect, it } from "vitest";
import { makeBoard } from "../map/board";
import { applyEdit } from "../map/edits";
import { type MapNode, type MapNodes, nodesFromJson } from "../map/nodes";
import { fixOf, isInData, placeOf, sayFix } from "./places";

const node = (id: string, parent: string | null, properties: MapNode["properties"], rank = "V"): MapNode => ({
  id,
  kind: id.split(":")[0] as MapNode["kind"],
  parent,
  rank,
  properties,
});
const nodes: MapNodes = nodesFromJson({
  revision: 0,
  nodes: [
    node("map", null, { lanes: [], review: { owner: "Sales" } }),
    node("stage:s", "map", { name: "S", owner: "cs" }),
    node("step:a", "stage:s", {
      name: "A",
      detail: "gone",
      when: [{ activity: "x" }, { activity: "call.hold" }],
    }),
    node("card:1", "step:a", { lane: "doing", text: "Calls", basis: "evidence", confidence: 0.4 }),
    node("card:2", "step:a", { lane: "cells.risks", text: "Late", owner: "cs" }),
  ],
});
const board = makeBoard(nodes, null);
if (!board) throw new Error("no board");
const mended = (code: string, address: string, fix = "") => {
  const found = fixOf({ code, severity: "warning", message: "", address, fix }, board, nodes);
  return found ? applyEdit(nodes, { id: "e", by: "ana", changes: found.changes }, 1).nodes.nodes : null;
};

describe("a problem of the file", () => {
  it("has its place on the board", () => {
    const at = (address: string) => {
      const place = placeOf(address, board);
      return [place.node.id, place.rest];
    };
    expect(at("")).toEqual(["map", ""]);
    expect(at("passage.starts[0].activity")).toEqual(["map", "passage.starts[0].activity"]);
    expect(at("stages[0].owner")).toEqual(["stage:s", "owner"]);
    expect(at("stages[0].steps[0]")).toEqual(["step:a", ""]);
    expect(at("stages[0].steps[0].when[1].activity")).toEqual(["step:a", "when[1].activity"]);
    expect(at("stages[0].steps[0].doing[0].basis")).toEqual(["card:1", "basis"]);
    expect(at("stages[0].steps[0].cells.risks[0]")).toEqual(["card:2", ""]);
    expect(at("stages[7]")).toEqual(["map", "stages[7]"]);
  });

  it("is none where the data hold the word as it is written", () => {
    const problem = {
      code: "DP-MAP-114",
      severity: "warning",
      message: "",
      address: "stages[0].steps[0].when[1].activity",
      fix: "did you mean call.held?",
    };
    expect(isInData(problem, board, new Set(["call.hold"]))).toBe(true);
    expect(isInData(problem, board, new Set(["call.held"]))).toBe(false);
    expect(isInData(problem, board, undefined)).toBeUndefined();
  });

  it("is told in the words of the screen, not of the file", () => {
    for (const code of ["DP-MAP-115", "DP-MAP-118", "DP-MAP-119", "DP-MAP-121"]) {
      const fix = "say with when: ... or passage.starts";
      const said = sayFix({ code, severity: "warning", message: "", address: "", fix });
      expect(said).not.toMatch(/when:|passage\.|success:/);
      expect(said).not.toBe("");
    }
  });

  it("is mended where that is sure", () => {
    const rule = mended("DP-MAP-114", "stages[0].steps[0].when[1].activity", "did you mean call.held?");
    expect(rule?.get("step:a")?.properties.when).toEqual([{ activity: "x" }, { activity: "call.held" }]);
    expect(
      mended("DP-MAP-127", "review.owner", "did you mean sales?")?.get("map")?.properties.review,
    ).toEqual({
      owner: "sales",
    });
    expect(
      mended("DP-MAP-126", "stages[0].steps[0].detail")?.get("step:a")?.properties.detail,
    ).toBeUndefined();
    expect(mended("DP-MAP-125", "lanes")?.get("map")?.properties.lanes).toBeUndefined();
    const card = mended("DP-MAP-128", "stages[0].steps[0].doing[0]")?.get("card:1");
    expect(card?.properties.basis).toBe("assumption");
  });

  it("is left to people where it is not", () => {
    expect(mended("DP-MAP-106", "stages[0].steps[0]")).toBeNull();
    expect(mended("DP-MAP-114", "stages[0].steps[0].when[9].activity", "did you mean call.held?")).toBeNull();
    expect(mended("DP-MAP-127", "stages[0].owner")).toBeNull();
  });
});
