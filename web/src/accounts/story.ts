// An account's story as it is read: day by day, the same thing many times said once.

import type { HappenedOut } from "../api/generated/types.gen";
import { isoDay } from "../words/figures";

/** What stands in the story and not in the log: what people had to do about the account, and how its health went. */
export type ExtraKind = "task" | "alert" | "handoff" | "health";
export interface Extra {
  readonly id: string;
  readonly occurred_at: string;
  readonly kind: ExtraKind;
  readonly title: string;
  readonly text: string | null;
  readonly who: string | null;
  readonly isBad: boolean;
  /** The number of the task that it is about; null: of none. */
  readonly task: number | null;
}

export type Item = HappenedOut | Extra;

export function isExtra(one: Item): one is Extra {
  return "isBad" in one;
}

/** One story, the newest first. Of the extras only what is not older than the log as far as it is loaded. */
export function inOneStory(
  items: readonly HappenedOut[],
  extras: readonly Extra[],
  isWhole: boolean,
): readonly Item[] {
  const last = items.at(-1);
  const oldest = isWhole ? -Infinity : last ? Date.parse(last.occurred_at) : Infinity;
  const shown = extras.filter((one) => Date.parse(one.occurred_at) >= oldest);
  // Stable: at one instant the log comes first, in its own order.
  return [...items, ...shown].sort(
    (one, other) => Date.parse(other.occurred_at) - Date.parse(one.occurred_at),
  );
}

export interface Told {
  readonly first: Item;
  readonly count: number;
  /** Everyday use, folded into one line: how often each activity happened; empty where it is none. */
  readonly noise: readonly (readonly [string, number])[];
}

/** What happens every day and says little by itself. */
const NOISE: ReadonlySet<string> = new Set(["user.signed_in", "week.closed", "feature.used"]);

export interface Day {
  readonly day: string;
  /** The first of several days on which nothing but everyday use happened; the same as `day` where it is one. */
  readonly since: string;
  readonly told: readonly Told[];
}

/** Newest first, as the server sends it. What has words, a score, an amount or a person's hand in it stays apart. */
export function tellDays(items: readonly Item[]): readonly Day[] {
  const days: { day: string; since: string; told: Told[] }[] = [];
  for (const one of items) {
    const day = isoDay(one.occurred_at);
    let last = days.at(-1);
    if (last?.day !== day) days.push((last = { day, since: day, told: [] }));
    const before = last.told.at(-1);
    if (before && isNoise(before.first) && isNoise(one)) {
      const noise = new Map(before.noise);
      noise.set(one.activity, (noise.get(one.activity) ?? 0) + 1);
      last.told[last.told.length - 1] = { ...before, count: before.count + 1, noise: [...noise] };
    } else if (before && isSame(before.first, one)) {
      last.told[last.told.length - 1] = { ...before, count: before.count + 1 };
    } else {
      last.told.push({ first: one, count: 1, noise: isNoise(one) ? [[one.activity, 1]] : [] });
    }
  }
  return days;
}

/** Days on which nothing but everyday use happened, one after the other, as one. */
export function foldDays(days: readonly Day[]): readonly Day[] {
  const folded: Day[] = [];
  for (const day of days) {
    const [before, mine] = [folded.at(-1), quietOf(day)];
    const theirs = before && quietOf(before);
    if (before === undefined || mine === null || !theirs) {
      folded.push(day);
      continue;
    }
    const noise = new Map(theirs.noise);
    for (const [activity, n] of mine.noise) noise.set(activity, (noise.get(activity) ?? 0) + n);
    const told = { ...theirs, count: theirs.count + mine.count, noise: [...noise] };
    folded[folded.length - 1] = { ...before, since: day.since, told: [told] };
  }
  return folded;
}

/** The one line of a day on which nothing but everyday use happened; null of another. */
function quietOf(day: Day): Told | null {
  const [only, ...more] = day.told;
  return only !== undefined && more.length === 0 && only.noise.length > 0 ? only : null;
}

function isNoise(one: Item): one is HappenedOut {
  return !isExtra(one) && NOISE.has(one.activity) && isPlain(one);
}

function isSame(one: Item, other: Item): boolean {
  if (isExtra(one) || isExtra(other)) return false;
  return one.activity === other.activity && one.channel === other.channel && isPlain(one) && isPlain(other);
}

function isPlain(one: HappenedOut): boolean {
  return one.text === null && one.score === null && one.amount === null && one.entry === null;
}
