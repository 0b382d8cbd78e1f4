// What happened to a customer, told: names a manager would use, the same thing many times said once.

import type { InteractionOut } from "../../api/generated/types.gen";
import { ACTIVITIES } from "../../words/customers";

export interface Moment {
  readonly first: InteractionOut;
  readonly last: InteractionOut;
  readonly count: number;
  readonly says: string;
  /** The step that begins here; null: the same as before. */
  readonly step: string | null;
  /** Seconds since the moment before. */
  readonly gap: number;
}

/** Moments in the order of time. Things with words of their own stay apart. */
export function tellStory(interactions: readonly InteractionOut[]): readonly Moment[] {
  const moments: Moment[] = [];
  for (const one of interactions) {
    const before = moments.at(-1);
    const isSame =
      before !== undefined &&
      before.last.activity === one.activity &&
      before.last.step === one.step &&
      !one.text &&
      !before.last.text &&
      one.score === null;
    if (isSame) {
      moments[moments.length - 1] = { ...before, last: one, count: before.count + 1 };
      continue;
    }
    moments.push({
      first: one,
      last: one,
      count: 1,
      says: sayActivity(one.activity),
      step: one.step !== null && one.step !== before?.last.step ? one.step : null,
      gap: before ? (Date.parse(one.occurred_at) - Date.parse(before.last.occurred_at)) / 1000 : 0,
    });
  }
  return moments;
}

export function sayActivity(name: string): string {
  const said = ACTIVITIES[name];
  if (said !== undefined) return said;
  const plain = name.replaceAll(/[._]/g, " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
