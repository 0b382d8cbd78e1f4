// One open map: what the server has confirmed, what we have done since, and what is therefore to be seen.
//
// An edit is seen at once, kept (also over a reload, also without a network), and sent. The server's order
// rules: whatever arrives from others is applied to what is confirmed, and our waiting edits over it again.

import { applyEdit, type Change, type Edit, type Lost } from "../map/edits";
import type { MapNodes } from "../map/nodes";

/** An edit in the server's order, as its stream tells it. */
export interface ArrivedEdit extends Edit {
  readonly revision: number;
}

/** What the server says to an edit we sent. */
export type Answer =
  | { readonly kind: "accepted"; readonly revision: number; readonly lost: readonly Lost[] }
  | { readonly kind: "refused"; readonly says: string }
  | { readonly kind: "later" };

export interface Port {
  /** Send one edit. `later`: the network or the server is not there; the edit waits and is sent again. */
  send(edit: Edit): Promise<Answer>;
  /** Keep the waiting edits where a reload finds them. */
  keep(waiting: readonly Edit[]): void;
}

export interface Shown {
  readonly nodes: MapNodes;
  /** How many of our edits the server has not confirmed. */
  readonly waiting: number;
  readonly isOnline: boolean;
  readonly notices: readonly Notice[];
}

/** Something a person should be told: kindly, once. */
export interface Notice {
  readonly id: string;
  /** We overwrote somebody; somebody overwrote us; an edit cannot be; something was done that can be undone. */
  readonly kind: "lost" | "overwrittenByOther" | "refused" | "done";
  readonly says?: string;
  readonly who?: string;
  readonly revision?: number;
  readonly lost?: readonly Lost[];
  /** What can be done about it. */
  readonly action?: { readonly name: string; readonly run: () => void };
}

const MOST_NOTICES = 5;

export class MapStore {
  #confirmed: MapNodes;
  #waiting: Edit[];
  #early = new Map<number, ArrivedEdit>();
  #isSending = false;
  #isOnline = true;
  #notices: Notice[] = [];
  #shown: Shown;
  readonly #listeners = new Set<() => void>();
  readonly #sent = new Set<string>();
  readonly #me: string;
  readonly #port: Port;

  constructor(confirmed: MapNodes, me: string, port: Port, waiting: readonly Edit[] = []) {
    this.#confirmed = confirmed;
    this.#me = me;
    this.#port = port;
    this.#waiting = [...waiting];
    this.#shown = this.#make();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly shown = (): Shown => this.#shown;

  /** The revision up to which the server's order is known here: where its stream goes on from. */
  get revision(): number {
    return this.#confirmed.revision;
  }

  /** Do something: it is seen at once, and sent. Returns the edit's id; null where there was nothing to do. */
  edit(changes: readonly Change[]): string | null {
    if (changes.length === 0) return null;
    const edit: Edit = { id: crypto.randomUUID(), by: this.#me, changes };
    const tried = applyEdit(this.#shown.nodes, edit, this.#shown.nodes.revision + 1 + this.#waiting.length);
    if (tried.refused.length > 0) {
      this.#notice({ id: edit.id, kind: "refused", says: tried.refused.join(", ") });
      return null;
    }
    this.#waiting.push(edit);
    this.#changed();
    void this.flush();
    return edit.id;
  }

  /** An edit from the stream, ours or somebody's. Those that come too early wait for the ones before. */
  receive(edit: ArrivedEdit): void {
    if (edit.revision <= this.#confirmed.revision) return;
    this.#early.set(edit.revision, edit);
    let next = this.#early.get(this.#confirmed.revision + 1);
    while (next) {
      this.#early.delete(next.revision);
      const arrived = next;
      this.#confirmed = applyEdit(this.#confirmed, arrived, arrived.revision).nodes;
      if (this.#confirmed.revision < arrived.revision) {
        this.#confirmed = { ...this.#confirmed, revision: arrived.revision };
      }
      this.#waiting = this.#waiting.filter((one) => one.id !== arrived.id);
      next = this.#early.get(this.#confirmed.revision + 1);
    }
    this.#changed();
  }

  /** The whole map anew: we were away for too long, or an earlier version was restored. */
  reset(nodes: MapNodes): void {
    if (nodes.revision < this.#confirmed.revision) return;
    this.#confirmed = nodes;
    for (const revision of this.#early.keys()) if (revision <= nodes.revision) this.#early.delete(revision);
    this.#changed();
  }

  /** Send what waits, one after the other. Safe to call at any time. */
  async flush(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      for (let edit = this.#next(); edit; edit = this.#next()) {
        const answer = await this.#port.send(edit);
        if (answer.kind === "later") {
          this.setOnline(false);
          return;
        }
        this.setOnline(true);
        this.#answered(edit, answer);
      }
    } finally {
      this.#isSending = false;
    }
  }

  #next(): Edit | undefined {
    return this.#waiting.find((edit) => !this.#sent.has(edit.id));
  }

  #answered(edit: Edit, answer: Exclude<Answer, { kind: "later" }>): void {
    if (answer.kind === "refused") {
      this.#waiting = this.#waiting.filter((one) => one.id !== edit.id);
      this.#notice({ id: edit.id, kind: "refused", says: answer.says });
      return;
    }
    // It stays among the waiting until the stream brings it in its place; only then is it confirmed.
    this.#sent.add(edit.id);
    const isConfirmed = answer.revision <= this.#confirmed.revision;
    if (isConfirmed) this.#waiting = this.#waiting.filter((one) => one.id !== edit.id);
    if (answer.lost.length > 0)
      this.#notice({ id: edit.id, kind: "lost", lost: answer.lost, revision: answer.revision });
    else if (isConfirmed) this.#changed();
  }

  /** Resolves when the server has answered all we did; false where it cannot be reached now. */
  async settled(): Promise<boolean> {
    while (this.#next()) {
      await this.flush();
      if (!this.#isOnline) return false;
      if (this.#isSending) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return true;
  }

  setOnline(isOnline: boolean): void {
    if (this.#isOnline === isOnline) return;
    this.#isOnline = isOnline;
    this.#changed();
  }

  tell(notice: Notice): void {
    this.#notice(notice);
  }

  dismiss(id: string): void {
    this.#notices = this.#notices.filter((notice) => notice.id !== id);
    this.#changed();
  }

  #notice(notice: Notice): void {
    this.#notices = [...this.#notices, notice].slice(-MOST_NOTICES);
    this.#changed();
  }

  #changed(): void {
    this.#port.keep(this.#waiting);
    this.#shown = this.#make();
    for (const listener of this.#listeners) listener();
  }

  #make(): Shown {
    let nodes = this.#confirmed;
    for (const edit of this.#waiting) nodes = applyEdit(nodes, edit, nodes.revision + 1).nodes;
    return {
      // What is done next is based on what the server has confirmed, not on our own count.
      nodes: { ...nodes, revision: this.#confirmed.revision },
      waiting: this.#waiting.length,
      isOnline: this.#isOnline,
      notices: this.#notices,
    };
  }
}
