// The vectors that every implementation of edits must pass; tests/vectors/README.md explains them.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { applyEdit, type Edit, invertEdit, type Lost } from "./edits";
import { type MapNode, type MapNodesJson, nodesFromJson } from "./nodes";
import { NoRank, rankBetween } from "./ranks";
import { mergeText } from "./textMerge";
import { type Json, mergeValues } from "./valueMerge";

const FOLDER = join(import.meta.dirname, "../../../tests/vectors");

function read<T>(name: string): T {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8")) as T;
}

interface Named {
  readonly name: string;
}

interface RankCase extends Named {
  readonly before: string | null;
  readonly after: string | null;
  readonly rank: string;
  readonly refused?: boolean;
}

interface TextCase extends Named {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
  readonly text: string;
  readonly is_clean: boolean;
}

interface ValueCase extends Named {
  readonly property: string;
  readonly base?: Json;
  readonly mine?: Json;
  readonly theirs?: Json;
  readonly value?: Json;
  readonly is_clean: boolean;
}

interface AppliedCase extends Named {
  readonly edits: readonly (Omit<Edit, "by"> & { readonly by?: string })[];
  readonly changed: readonly MapNode[];
  readonly lost?: readonly (readonly Lost[])[];
  readonly refused?: readonly (readonly string[])[];
  readonly server_only?: boolean;
}

interface InvertedCase extends Named {
  readonly edit: Edit;
  readonly inverse: Edit;
}

interface CaseFile<T> {
  readonly nodes: MapNodesJson & { readonly edits: readonly string[] };
  readonly cases: readonly T[];
}

test("every file is run", () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
  expect(files.toSorted()).toEqual(
    ["apply", "concurrent", "invert", "merge", "ranks", "values"].map((name) => `${name}.json`),
  );
});

describe("ranks", () => {
  test.each(read<RankCase[]>("ranks"))("$name", ({ before, after, rank, refused }) => {
    if (refused) expect(() => rankBetween(before, after)).toThrow(NoRank);
    else expect(rankBetween(before, after)).toBe(rank);
  });
});

describe("texts", () => {
  test.each(read<TextCase[]>("merge"))("$name", ({ base, mine, theirs, text, is_clean }) => {
    expect(mergeText(base, mine, theirs)).toEqual({ text, isClean: is_clean });
  });
});

describe("values", () => {
  test.each(read<ValueCase[]>("values"))("$name", ({ property, base, mine, theirs, value, is_clean }) => {
    expect(mergeValues(property, base, mine, theirs)).toEqual({ value, isClean: is_clean });
  });
});

describe.each(["apply", "concurrent"])("%s", (name) => {
  const file = read<CaseFile<AppliedCase>>(name);
  test.each(file.cases.filter((one) => !one.server_only))("$name", (one) => {
    let nodes = nodesFromJson(file.nodes);
    const known = new Set(file.nodes.edits);
    const lost: (readonly Lost[])[] = [];
    const refused: (readonly string[])[] = [];
    one.edits.forEach((edit, i) => {
      // The server never sends an accepted edit twice as another revision; the queue drops what it knows.
      if (known.has(edit.id)) {
        lost.push([]);
        refused.push([]);
        return;
      }
      const applied = applyEdit(nodes, { by: "", ...edit }, file.nodes.revision + 1 + i);
      if (applied.refused.length === 0) known.add(edit.id);
      nodes = applied.nodes;
      lost.push(applied.lost);
      refused.push(applied.refused);
    });
    const nothing = one.edits.map(() => []);
    expect(refused).toEqual(one.refused ?? nothing);
    expect(lost).toEqual(one.lost ?? nothing);
    const expected = new Map(file.nodes.nodes.map((node) => [node.id, node]));
    for (const node of one.changed) expected.set(node.id, node);
    expect(Object.fromEntries(nodes.nodes)).toEqual(Object.fromEntries(expected));
  });
});

describe("undo", () => {
  const file = read<CaseFile<InvertedCase>>("invert");
  test.each(file.cases)("$name", ({ edit, inverse }) => {
    const before = nodesFromJson(file.nodes);
    expect(invertEdit(before, edit)).toEqual(inverse);
    const after = applyEdit(before, edit, before.revision + 1).nodes;
    const back = applyEdit(after, inverse, before.revision + 2).nodes;
    const shown = (id: string) => {
      const node = back.nodes.get(id);
      return (
        node && { properties: node.properties, parent: node.parent, rank: node.rank, gone: !!node.removed }
      );
    };
    for (const node of before.nodes.values()) {
      expect(shown(node.id)).toEqual({
        properties: node.properties,
        parent: node.parent,
        rank: node.rank,
        gone: !!node.removed,
      });
    }
  });
});
