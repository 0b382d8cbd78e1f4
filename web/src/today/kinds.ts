// Late handoffs that are of one kind: between the same two roles, at the same step.

import type { HandoffOut } from "../api/generated/types.gen";
import type { PersonRef } from "../api/generated/types.gen";

/** So many of one kind are one line; fewer stand by themselves. */
export const FEWEST = 3;

export interface Alike {
  readonly key: string;
  /** The longest late first, as they came. */
  readonly handoffs: readonly HandoffOut[];
  /** Whose turn how many are, who has most first; nobody (null) last. */
  readonly turns: readonly { readonly person: PersonRef | null; readonly handoffs: number }[];
  /** Of how many everything is told, so that they only wait to be accepted. */
  readonly complete: number;
  /** What all of them pay a month; null: it is known of none. */
  readonly cents: number | null;
}

/** The kinds in the order of who is late longest. */
export function alike(handoffs: readonly HandoffOut[]): readonly Alike[] {
  const kinds = new Map<string, HandoffOut[]>();
  for (const one of handoffs) {
    const key = [one.place?.map, one.place?.step, giverOf(one), receiverOf(one)].join("\n");
    const known = kinds.get(key);
    if (known) known.push(one);
    else kinds.set(key, [one]);
  }
  return [...kinds].map(([key, mine]) => {
    const known = mine.flatMap((one) => (one.cents === null ? [] : [one.cents]));
    return {
      key,
      handoffs: mine,
      turns: turnsOf(mine),
      complete: mine.filter((one) => one.missing.length === 0).length,
      cents: known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0),
    };
  });
}

export function giverOf(one: HandoffOut): string | null {
  return one.giver ?? one.giving?.name ?? null;
}

export function receiverOf(one: HandoffOut): string | null {
  return one.receiver ?? one.receiving?.name ?? null;
}

function turnsOf(handoffs: readonly HandoffOut[]): Alike["turns"] {
  const turns = new Map<number | null, { person: PersonRef | null; handoffs: number }>();
  for (const { owner } of handoffs) {
    const known = turns.get(owner?.id ?? null);
    if (known) known.handoffs += 1;
    else turns.set(owner?.id ?? null, { person: owner, handoffs: 1 });
  }
  return [...turns.values()].toSorted(
    (one, other) =>
      Number(one.person === null) - Number(other.person === null) || other.handoffs - one.handoffs,
  );
}
