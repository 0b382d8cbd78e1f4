// Who else is where on the map, kept so that a place is told only when somebody comes to it, leaves it or types in
// it: a wide map has two thousand places, and people move with every arrow.

import type { HereOut } from "../api/generated/types.gen";

type Here = readonly HereOut[];

export class WhoIsWhere {
  #places: ReadonlyMap<string, Here> = new Map();
  readonly #listeners = new Map<string, Set<() => void>>();

  /** Those at a place (`step:kickoff` for its head, `step:kickoff.goal` for a cell); undefined: nobody. */
  at(place: string): Here | undefined {
    return this.#places.get(place);
  }

  subscribe(place: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(place) ?? new Set();
    this.#listeners.set(place, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(place) === listeners) this.#listeners.delete(place);
    };
  }

  /** All who are here now, each with the place they are at; what did not change stays the same object. */
  put(here: readonly (readonly [place: string, who: HereOut])[]): void {
    const before = this.#places;
    const next = new Map<string, Here>();
    for (const [place, who] of here) next.set(place, [...(next.get(place) ?? []), who]);
    for (const [place, those] of next) {
      const were = before.get(place);
      if (were?.length === those.length && were.every((one, i) => one === those[i])) next.set(place, were);
    }
    this.#places = next;
    for (const place of new Set([...before.keys(), ...next.keys()])) {
      if (before.get(place) === next.get(place)) continue;
      for (const listener of this.#listeners.get(place) ?? []) listener();
    }
  }
}
