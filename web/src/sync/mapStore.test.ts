// Whatever the network does, everybody ends with what the server has; and nothing anybody did is lost.

import { expect, test } from "vitest";
import { applyEdit, type Edit } from "../map/edits";
import * as intents from "../map/intents";
import { lanesOf } from "../map/lanes";
import { childrenOf, type MapNodes, nodesFromJson, ROOT } from "../map/nodes";
import { type Answer, type ArrivedEdit, MapStore, type Port } from "./mapStore";

function start(): MapNodes {
  return nodesFromJson({
    revision: 0,
    nodes: [
      { id: "map", kind: "map", parent: null, rank: "i000", properties: { title: "Onboarding" } },
      { id: "stage:early", kind: "stage", parent: "map", rank: "i000", properties: { name: "Early" } },
      {
        id: "step:kickoff",
        kind: "step",
        parent: "stage:early",
        rank: "i000",
        properties: { name: "Kick-off" },
      },
      {
        id: "step:golive",
        kind: "step",
        parent: "stage:early",
        rank: "i001",
        properties: { name: "Go live" },
      },
    ],
  });
}

/** The server's side of the protocol, as docs/guide/edits.md tells it. */
class Server {
  nodes = start();
  readonly log: ArrivedEdit[] = [];
  readonly #known = new Map<string, Answer>();

  accept(edit: Edit): Answer {
    const known = this.#known.get(edit.id);
    if (known) return known;
    const revision = this.nodes.revision + 1;
    const applied = applyEdit(this.nodes, edit, revision);
    if (applied.refused.length > 0) return { kind: "refused", says: applied.refused.join() };
    this.nodes = applied.nodes;
    this.log.push({ ...edit, revision });
    const answer: Answer = { kind: "accepted", revision, lost: applied.lost };
    this.#known.set(edit.id, answer);
    return answer;
  }
}

/** A small random generator, so that a failing seed can be tried again. */
function randomOf(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 4294967296;
  };
}

function shownOf(nodes: MapNodes): unknown {
  return [...nodes.nodes.values()]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, parent, rank, properties, removed }) => ({ id, parent, rank, properties, gone: !!removed }));
}

test.each(Array.from({ length: 60 }, (_, seed) => seed))("clients agree, seed %i", async (seed) => {
  const random = randomOf(seed);
  const server = new Server();
  const clients = ["ana", "ben", "chi"].map((name) => {
    const port: Port = {
      send: (edit) => {
        if (random() < 0.25) return Promise.resolve({ kind: "later" } satisfies Answer); // lost on the way there
        const answer = server.accept(edit);
        return Promise.resolve(random() < 0.25 ? { kind: "later" } : answer); // lost on the way back
      },
      keep: () => undefined,
    };
    return { store: new MapStore(start(), name, port), seen: 0 };
  });
  for (let round = 0; round < 60; round += 1) {
    const client = clients[Math.floor(random() * clients.length)];
    if (!client) continue;
    const nodes = client.store.shown().nodes;
    const steps = [...nodes.nodes.values()].filter((node) => node.kind === "step" && !node.removed);
    const step = steps[Math.floor(random() * steps.length)];
    const map = nodes.nodes.get(ROOT);
    if (!step || !map) continue;
    const what = random();
    if (what < 0.3) client.store.edit(intents.setText(nodes, step, "name", `Step ${round}`));
    else if (what < 0.5)
      client.store.edit(intents.setText(nodes, map, "title", `Getting live ${round} fast`));
    else if (what < 0.6 && steps.length > 1) client.store.edit(intents.remove(step));
    else if (what < 0.75) {
      const stage = nodes.nodes.get("stage:early");
      if (stage) client.store.edit(intents.addStep(nodes, stage, `New ${round}`, step));
    } else {
      // Deliver part of the history, some of it twice and some of it too early.
      const until = Math.min(server.log.length, client.seen + Math.floor(random() * 4));
      const part = server.log.slice(Math.max(0, client.seen - 1), until);
      for (const edit of random() < 0.3 ? part.toReversed() : part) client.store.receive(edit);
      client.seen = until;
    }
    await client.store.flush();
  }
  for (const { store } of clients) {
    for (let i = 0; i < 200 && store.shown().waiting > 0; i += 1) {
      await store.flush();
      for (const edit of server.log) store.receive(edit);
    }
  }
  for (const { store } of clients) {
    for (const edit of server.log) store.receive(edit);
    expect(store.shown().waiting).toBe(0);
    expect(shownOf(store.shown().nodes)).toEqual(shownOf(server.nodes));
  }
});

test("what was typed is seen at once, and is based on what the server confirmed", () => {
  const sent: Edit[] = [];
  const store = new MapStore(start(), "ana", {
    send: (edit) => {
      sent.push(edit);
      return new Promise(() => undefined);
    },
    keep: () => undefined,
  });
  const step = store.shown().nodes.nodes.get("step:kickoff");
  if (!step) throw new Error("no step");
  store.edit(intents.setText(store.shown().nodes, step, "name", "Welcome call"));
  const after = store.shown().nodes.nodes.get("step:kickoff");
  if (!after) throw new Error("no step");
  store.edit(intents.setText(store.shown().nodes, after, "name", "First call"));
  expect(store.shown().nodes.nodes.get("step:kickoff")?.properties.name).toBe("First call");
  expect(store.shown().waiting).toBe(2);
  expect(sent[0]?.changes[0]).toMatchObject({ based_on: 0, was: "Kick-off" });
});

test("an edit that cannot be is refused before it is sent", () => {
  const store = new MapStore(start(), "ana", {
    send: () => Promise.reject(new Error("must not be sent")),
    keep: () => undefined,
  });
  expect(store.edit([{ do: "remove", node: "map" }])).toBeNull();
  expect(store.shown().notices).toHaveLength(1);
});

test("a table from a spreadsheet is read with quotes and line breaks", () => {
  expect(intents.readTable('a\t"b ""x""\ny"\r\nc\t\n')).toEqual([
    ["a", 'b "x"\ny'],
    ["c", ""],
  ]);
});

test("a card goes to its place, also between two of one rank", () => {
  const nodes = nodesFromJson({
    revision: 3,
    nodes: [
      ...start().nodes.values(),
      ...["a", "b"].map((name) => ({
        id: `card:${name}`,
        kind: "card" as const,
        parent: "step:kickoff",
        rank: "i000",
        properties: { lane: "doing", text: name },
      })),
    ],
  });
  const step = nodes.nodes.get("step:kickoff");
  const b = nodes.nodes.get("card:b");
  if (!step || !b) throw new Error("no step");
  const lane = {
    id: "doing",
    name: "",
    side: "customer",
    shape: "cards",
    field: "doing",
    hidden: false,
  } as const;
  const changes = intents.addCard(nodes, step, lane, "c", {}, b);
  const after = applyEdit(nodes, { id: "e", by: "", changes }, 4).nodes;
  expect((childrenOf(after).get("step:kickoff") ?? []).map((card) => card.properties.text)).toEqual([
    "a",
    "b",
    "c",
  ]);
});

test("lanes are put in order and hidden, and keep what the file says of them", () => {
  const nodes = start();
  const [goal, doing] = lanesOf(["goal", { id: "doing", name: "What they do" }]);
  if (!goal || !doing) throw new Error("no lanes");
  const changes = intents.setLanes(nodes, [doing, { ...goal, hidden: true }]);
  const after = applyEdit(nodes, { id: "e", by: "", changes }, 1).nodes;
  expect(after.nodes.get(ROOT)?.properties.lanes).toEqual(["doing", { id: "goal", hidden: true }]);
  expect(lanesOf(after.nodes.get(ROOT)?.properties.lanes).map((lane) => lane.hidden)).toEqual([false, true]);
});

test("an answer that changes nothing to be seen draws nothing again", async () => {
  const server = new Server();
  const port: Port = { send: (edit) => Promise.resolve(server.accept(edit)), keep: () => undefined };
  const store = new MapStore(start(), "ana", port);
  let told = 0;
  store.subscribe(() => {
    told += 1;
  });
  const { nodes } = store.shown();
  const step = nodes.nodes.get("step:kickoff");
  if (step) store.edit(intents.setText(nodes, step, "name", "We begin"));
  expect(told).toBe(1);
  await store.settled();
  expect(told).toBe(1);
  for (const edit of server.log) store.receive(edit);
  expect(told).toBe(2);
  expect(store.shown().waiting).toBe(0);
});
