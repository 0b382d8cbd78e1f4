// Opens one map: loads it, follows its stream, sends what we do, says where we are.

import { useEffect, useState, useSyncExternalStore } from "react";
import { answered, Refused } from "../api/http";
import {
  mapNodes,
  me as whoAmI,
  postEdits,
  presence as sayPresence,
  takeBack,
} from "../api/generated/sdk.gen";
import type { HereOut } from "../api/generated/types.gen";
import type { Change, Edit, Lost } from "../map/edits";
import { type MapNodes, type MapNodesJson, nodesFromJson } from "../map/nodes";
import { togetherWords as words } from "../words/together";
import { type Answer, type ArrivedEdit, MapStore, type Port } from "./mapStore";
import { follow } from "./stream";

export interface OpenMap {
  readonly store: MapStore;
  readonly session: string;
  /** Tell the others in which cell we are. */
  readonly say: (node: string, property: string, card?: string) => void;
  /** In which cell we are, and on which card of it: what was said last. */
  readonly where: () => Whereabouts;
  /** Tell the others what is being typed there; "" when it is no longer typed. */
  readonly sayTyping: (text: string) => void;
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
  /** Whether the session has ended: what is done waits here until somebody signs in again. */
  readonly isSignedOut: boolean;
}

const SECONDS_BETWEEN_SIGNS_OF_LIFE = 20;
const SECONDS_BEFORE_SENDING_AGAIN = 3;
/** Who goes through cells with a key held down is seen where they come by, not at each. */
const MILLISECONDS_BETWEEN_PLACES = 250;

interface OverwrittenJson {
  readonly lost: readonly Lost[];
  readonly name: string;
  readonly revision: number;
}

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
    isSignedOut: false,
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
        if (!isGone)
          setState({
            open: null,
            here: [],
            error: refused,
            livedChanges: 0,
            comments: 0,
            isSignedOut: false,
          });
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
  const place = { node: "", property: "", card: "", typing: "" };
  const beHere = () => {
    const { node, property, typing } = place;
    void sayPresence({ path, body: { session, node, property, typing } });
  };
  const beThere = rarely(beHere, MILLISECONDS_BETWEEN_PLACES);
  const signedOut = "signed-out";
  let isOut = false;
  const onSignedOut = () => {
    isOut = true;
    store.dismiss(signedOut);
    store.tell({
      id: signedOut,
      kind: "done",
      says: words.signedOut(store.shown().waiting),
      action: { name: words.signIn, run: goToSignIn },
    });
    tell(() => ({ isSignedOut: true }));
  };
  const isBack = async (): Promise<boolean> => {
    const who = await whoIsSignedIn();
    if (who === "nobody") onSignedOut();
    // Somebody else has signed in here meanwhile: what is kept is not theirs to send.
    else if (who !== "unknown" && who !== me) window.location.reload();
    else if (who === me && isOut) {
      isOut = false;
      store.dismiss(signedOut);
      tell(() => ({ isSignedOut: false }));
    }
    return who === me;
  };
  const port: Port = {
    send: async (edit) => (isOut && !(await isBack()) ? { kind: "later" } : send(mapId, edit, onSignedOut)),
    keep: (waiting) => {
      if (waiting.length > 0) localStorage.setItem(key, JSON.stringify(waiting));
      else localStorage.removeItem(key);
    },
  };
  const store = new MapStore(first.nodes, me, port, keptIn(key));
  const listen = (stream: EventSource) => {
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
      const { lost, name, revision } = JSON.parse(event.data as string) as OverwrittenJson;
      store.tell({
        id: crypto.randomUUID(),
        kind: "overwrittenByOther",
        lost,
        who: name,
        action: { name: words.takeMineBack, run: () => void putMineBack(mapId, revision, store) },
      });
    });
    stream.addEventListener("here", (event) => {
      const { here } = JSON.parse(event.data as string) as { here: readonly HereOut[] };
      tell(() => ({ here: here.filter((one) => one.session !== session) }));
    });
    stream.addEventListener("presence", (event) => {
      const told = JSON.parse(event.data as string) as HereOut & { readonly is_here: boolean };
      if (told.session === session) return;
      tell((before) => {
        const others = before.here.filter((one) => one.session !== told.session);
        return { here: told.is_here ? [...others, told] : others };
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
  };
  const leave = follow({
    address: () =>
      `/api/v1/maps/${encodeURIComponent(mapId)}/events?after=${store.revision}&era=${era}&session=${session}`,
    listen,
    onOpen: () => {
      store.setOnline(true);
      beHere();
      void store.flush();
    },
    onLost: () => {
      store.setOnline(false);
    },
    mayReturn: isBack,
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
      sayTyping: (text) => {
        if (text === place.typing) return;
        place.typing = text;
        beHere();
      },
      say: (node, property, card = "") => {
        place.card = card;
        if (node === place.node && property === place.property) return;
        place.node = node;
        place.property = property;
        place.typing = "";
        beThere.soon();
      },
    },
    error: null,
  }));
  void store.flush();
  return () => {
    leave();
    beThere.never();
    clearInterval(life);
    clearInterval(again);
  };
}

/** At once, and again after a while where it was asked for meanwhile. */
function rarely(act: () => void, milliseconds: number) {
  let rest: ReturnType<typeof setTimeout> | null = null;
  let isAsked = false;
  const soon = () => {
    if (rest !== null) {
      isAsked = true;
      return;
    }
    act();
    rest = setTimeout(() => {
      rest = null;
      if (isAsked) {
        isAsked = false;
        soon();
      }
    }, milliseconds);
  };
  return {
    soon,
    never: () => {
      if (rest !== null) clearTimeout(rest);
    },
  };
}

async function load(mapId: string): Promise<{ nodes: MapNodes; era: string }> {
  const loaded = await answered(mapNodes({ path: { map_id: mapId } }));
  return { nodes: nodesFromJson(loaded as unknown as MapNodesJson), era: loaded.era };
}

async function putMineBack(mapId: string, revision: number, store: MapStore): Promise<void> {
  try {
    await answered(takeBack({ path: { map_id: mapId, revision }, body: { id: crypto.randomUUID() } }));
  } catch (error) {
    const says = error instanceof Refused ? sayProblems(error.problems) : "";
    store.tell({ id: crypto.randomUUID(), kind: "refused", says });
  }
}

/** The id of the person who is signed in; `nobody`; or `unknown`, where the server does not answer. */
async function whoIsSignedIn(): Promise<string> {
  try {
    return String((await answered(whoAmI())).id);
  } catch (error) {
    return error instanceof Refused && error.status === 401 ? "nobody" : "unknown";
  }
}

function goToSignIn(): void {
  window.location.assign(`/sign-in/?next=${encodeURIComponent(window.location.pathname)}`);
}

async function send(mapId: string, edit: Edit, onSignedOut: () => void): Promise<Answer> {
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
    if (error.status === 401) onSignedOut();
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
