// Opens one map: loads it, follows its stream, sends what we do, says where we are.

import { useEffect, useState, useSyncExternalStore } from "react";
import { answered, Refused } from "../api/http";
import { mapNodes, postEdits, presence as sayPresence } from "../api/generated/sdk.gen";
import type { HereOut } from "../api/generated/types.gen";
import type { Change, Edit, Lost } from "../map/edits";
import { type MapNodes, type MapNodesJson, nodesFromJson } from "../map/nodes";
import { type Answer, type ArrivedEdit, MapStore, type Port } from "./mapStore";

export interface OpenMap {
  readonly store: MapStore;
  readonly session: string;
  /** Tell the others in which cell we are. */
  readonly say: (node: string, property: string, card?: string) => void;
  /** In which cell we are, and on which card of it: what was said last. */
  readonly where: () => Whereabouts;
}

/** A cell (a step and a lane) and a card in it; "" where there is none. */
export interface Whereabouts {
  readonly node: string;
  readonly property: string;
  readonly card: string;
}

export interface MapState {
  readonly open: OpenMap | null;
  readonly here: readonly HereOut[];
  readonly error: Refused | null;
  /** Counts up when the measured overlay may have changed. */
  readonly livedChanges: number;
  /** Counts up when somebody said something. */
  readonly comments: number;
}

const SECONDS_BETWEEN_SIGNS_OF_LIFE = 20;
const SECONDS_BEFORE_SENDING_AGAIN = 3;

interface ArrivedJson {
  readonly revision: number;
  readonly id: string;
  readonly by: string;
  readonly changes: readonly Change[];
}

/** The open map, or why it cannot be opened. `me` is the person's id. */
export function useMap(mapId: string, me: string): MapState {
  const [state, setState] = useState<MapState>({
    open: null,
    here: [],
    error: null,
    livedChanges: 0,
    comments: 0,
  });

  useEffect(() => {
    let isGone = false;
    let close: () => void = () => undefined;
    open(mapId, me, (change) => {
      if (!isGone) setState((before) => ({ ...before, ...change(before) }));
    })
      .then((done) => {
        if (isGone) done();
        else close = done;
      })
      .catch((error: unknown) => {
        const refused = error instanceof Refused ? error : new Refused(0, []);
        if (!isGone) setState({ open: null, here: [], error: refused, livedChanges: 0, comments: 0 });
      });
    return () => {
      isGone = true;
      close();
    };
  }, [mapId, me]);

  return state;
}

export function useShown(store: MapStore) {
  return useSyncExternalStore(store.subscribe, store.shown);
}

type Tell = (change: (before: MapState) => Partial<MapState>) => void;

async function open(mapId: string, me: string, tell: Tell): Promise<() => void> {
  const path = { map_id: mapId };
  const first = await load(mapId);
  let era = first.era;
  const session = crypto.randomUUID();
  const key = `desirepath:${mapId}:${me}`;
  const port: Port = {
    send: (edit) => send(mapId, edit),
    keep: (waiting) => {
      if (waiting.length > 0) localStorage.setItem(key, JSON.stringify(waiting));
      else localStorage.removeItem(key);
    },
  };
  const store = new MapStore(first.nodes, me, port, keptIn(key));
  const place = { node: "", property: "", card: "" };
  const beHere = () => {
    void sayPresence({ path, body: { session, node: place.node, property: place.property } });
  };
  const stream = new EventSource(
    `/api/v1/maps/${encodeURIComponent(mapId)}/events?after=${store.revision}&era=${era}&session=${session}`,
  );
  stream.addEventListener("open", () => {
    store.setOnline(true);
    void store.flush();
  });
  stream.addEventListener("error", () => {
    store.setOnline(false);
  });
  stream.addEventListener("edit", (event) => {
    const { id, by, revision, changes } = JSON.parse(event.data as string) as ArrivedJson;
    store.receive({ id, by, revision, changes } satisfies ArrivedEdit);
  });
  stream.addEventListener("reset", () => {
    void load(mapId).then((again) => {
      era = again.era;
      store.reset(again.nodes);
    });
  });
  stream.addEventListener("overwritten", (event) => {
    const { lost, name } = JSON.parse(event.data as string) as { lost: readonly Lost[]; name: string };
    store.tell({ id: crypto.randomUUID(), kind: "overwrittenByOther", lost, who: name });
  });
  stream.addEventListener("here", (event) => {
    const { here } = JSON.parse(event.data as string) as { here: readonly HereOut[] };
    tell(() => ({ here: here.filter((one) => one.session !== session) }));
  });
  stream.addEventListener("presence", (event) => {
    const told = JSON.parse(event.data as string) as HereOut & { readonly is_here: boolean };
    tell((before) => {
      const others = before.here.filter((one) => one.session !== told.session);
      return { here: told.is_here && told.session !== session ? [...others, told] : others };
    });
  });
  for (const name of ["lived", "job"]) {
    stream.addEventListener(name, () => {
      tell((before) => ({ livedChanges: before.livedChanges + 1 }));
    });
  }
  stream.addEventListener("comment", () => {
    tell((before) => ({ comments: before.comments + 1 }));
  });
  const life = setInterval(beHere, SECONDS_BETWEEN_SIGNS_OF_LIFE * 1000);
  const again = setInterval(() => {
    if (store.shown().waiting > 0) void store.flush();
  }, SECONDS_BEFORE_SENDING_AGAIN * 1000);
  tell(() => ({
    open: {
      store,
      session,
      where: () => ({ ...place }),
      say: (node, property, card = "") => {
        place.card = card;
        if (node === place.node && property === place.property) return;
        place.node = node;
        place.property = property;
        beHere();
      },
    },
    error: null,
  }));
  void store.flush();
  return () => {
    stream.close();
    clearInterval(life);
    clearInterval(again);
  };
}

async function load(mapId: string): Promise<{ nodes: MapNodes; era: string }> {
  const loaded = await answered(mapNodes({ path: { map_id: mapId } }));
  return { nodes: nodesFromJson(loaded as unknown as MapNodesJson), era: loaded.era };
}

async function send(mapId: string, edit: Edit): Promise<Answer> {
  try {
    const answer = await answered(
      postEdits({
        path: { map_id: mapId },
        body: { edits: [{ id: edit.id, changes: edit.changes as unknown as { [key: string]: unknown }[] }] },
      }),
    );
    const mine = answer.edits[0];
    if (mine?.revision != null) {
      return { kind: "accepted", revision: mine.revision, lost: mine.lost as unknown as Lost[] };
    }
    return { kind: "refused", says: sayProblems(mine?.problems ?? []) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 401) {
      // What waits is kept here; signed in again, it is sent.
      window.location.assign(`/sign-in/?next=${encodeURIComponent(window.location.pathname)}`);
    }
    const isForGood = error.status >= 400 && error.status < 500 && ![401, 408, 429].includes(error.status);
    return isForGood ? { kind: "refused", says: sayProblems(error.problems) } : { kind: "later" };
  }
}

function sayProblems(problems: readonly { readonly message: string; readonly fix: string }[]): string {
  return problems.map((one) => [one.message, one.fix].filter((part) => part !== "").join("; ")).join(". ");
}

function keptIn(key: string): readonly Edit[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? (kept as Edit[]) : [];
  } catch {
    return [];
  }
}
