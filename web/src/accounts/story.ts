// An account's story as it is read: day by day, the same thing many times said once.

import type { HappenedOut } from "../api/generated/types.gen";

export interface Told {
  readonly first: HappenedOut;
  readonly count: number;
}

export interface Day {
  readonly day: string;
  readonly told: readonly Told[];
}

/** Newest first, as the server sends it. What has words, a score, an amount or a person's hand in it stays apart. */
export function tellDays(items: readonly HappenedOut[], zone?: string): readonly Day[] {
  const days: { day: string; told: Told[] }[] = [];
  for (const one of items) {
    const day = dayOf(one.occurred_at, zone);
    let last = days.at(-1);
    if (last?.day !== day) days.push((last = { day, told: [] }));
    const before = last.told.at(-1);
    if (before && isSame(before.first, one)) {
      last.told[last.told.length - 1] = { ...before, count: before.count + 1 };
    } else {
      last.told.push({ first: one, count: 1 });
    }
  }
  return days;
}

function isSame(one: HappenedOut, other: HappenedOut): boolean {
  return one.activity === other.activity && one.channel === other.channel && isPlain(one) && isPlain(other);
}

function isPlain(one: HappenedOut): boolean {
  return one.text === null && one.score === null && one.amount === null && one.entry === null;
}

function dayOf(at: string, zone?: string): string {
  return new Date(at).toLocaleDateString("en-CA", zone === undefined ? {} : { timeZone: zone });
}
