// The day as the server sends it, and what is asked of it here: which row is looked at, days, money.

import type { AlertOut, GroupOut, HandoffOut, ItemOut, TaskOut } from "../api/generated/types.gen";
import { sayDay } from "../words/figures";
import { todayWords as said } from "../words/today";

export type Thing = TaskOut | AlertOut | HandoffOut;

/** The row of an item. */
export function thingOf(item: ItemOut): Thing {
  const thing = item.task ?? item.alert ?? item.handoff;
  if (!thing) throw new Error(`nothing is in ${item.key}`);
  return thing;
}

/** What an item says to somebody (by their number), in one line. */
export function saysOf(item: ItemOut, me: number): string {
  if (item.task) return item.task.title;
  if (item.alert) return item.alert.says;
  if (item.group) return item.group.says;
  return item.handoff ? sayHandoff(item.handoff, me) : "";
}

/** Whom an item is about, by name where that is known. */
export function sayWho(item: ItemOut): string {
  const thing = thingOf(item);
  return thing.account_name ?? thing.account ?? "";
}

/** What an item says, with whom it is about. */
export function sayWhole(item: ItemOut, me: number): string {
  if (item.group) return item.group.says;
  return `${sayWho(item)} ${saysOf(item, me)}`.trim();
}

function sayHandoff(handoff: HandoffOut, me: number): string {
  const giver = handoff.giving?.name ?? handoff.giver ?? said.someone;
  const receiver = handoff.receiving?.name ?? handoff.receiver ?? said.someone;
  if (handoff.giving?.id === me && handoff.receiving?.id !== me) return said.handOver(receiver);
  if (handoff.receiving?.id === me && handoff.giving?.id !== me) return said.takeOver(giver);
  return said.handoff(giver, receiver);
}

/** One row of the list: a line of the day, or one of the alerts of the group above it. */
export interface DayRow {
  readonly item: ItemOut;
  /** The group that it stands in; null for a line of the day. */
  readonly within: string | null;
}

/** What of a group is known by now, in its order: what came with the day, then what was asked for. */
export function membersOf(group: GroupOut, fetched: ReadonlyMap<number, ItemOut>): readonly ItemOut[] {
  const known = new Map<number, ItemOut>(fetched);
  for (const one of group.first) if (one.alert) known.set(one.alert.id, one);
  return group.ids.flatMap((id) => known.get(id) ?? []);
}

/** The rows of a day, with the members of the groups that are open (by their keys) below each. */
export function rowsOf(
  items: readonly ItemOut[],
  opened: ReadonlySet<string>,
  fetched: ReadonlyMap<number, ItemOut>,
): readonly DayRow[] {
  return items.flatMap((item) => [
    { item, within: null },
    ...(item.group && opened.has(item.key)
      ? membersOf(item.group, fetched).map((one) => ({ item: one, within: item.key }))
      : []),
  ]);
}

/** An alert that was asked for by itself, as the day would show it. */
export function itemOf(alert: AlertOut): ItemOut {
  const reason = alert.severity === "urgent" ? said.severities.urgent : said.severities.act;
  return { key: `alert:${alert.id}`, kind: "alert", reason, is_late: false, alert };
}

/** A task that was asked for by its address, as the day would show it. */
export function itemOfTask(task: TaskOut): ItemOut {
  const reason = task.done_at
    ? said.doneOn(sayDay(task.done_at))
    : task.severity === "urgent"
      ? said.severities.urgent
      : said.severities.act;
  return { key: `task:${task.id}`, kind: "task", reason, is_late: false, task };
}

export function severityOf(item: ItemOut): "urgent" | "act" | "watch" {
  const severity = item.task?.severity ?? item.alert?.severity ?? item.group?.severity ?? "act";
  return severity === "urgent" || severity === "watch" ? severity : "act";
}

/** Whether somebody (by their number) is asked whether they know enough: not whoever gives, unless they receive too. */
export function isReceiver(handoff: HandoffOut, me: number): boolean {
  return handoff.may_accept && (handoff.receiving?.id === me || handoff.giving?.id !== me);
}

/** Whose turn a handoff is now, said to somebody (by their number). */
export function sayTurn(handoff: HandoffOut, me: number): string {
  if (!handoff.owner) return said.isNobodysTurn;
  return handoff.owner.id === me ? said.isYourTurn : said.isTurnOf(handoff.owner.name);
}

/** The item that is looked at after a step up or down; where the list has changed under it, the one in its place. */
export function stepFrom(keys: readonly string[], key: string | null, by: number): string | null {
  if (keys.length === 0) return null;
  const place = key === null ? -1 : keys.indexOf(key);
  if (place === -1) return keys[by < 0 ? keys.length - 1 : 0] ?? null;
  return keys[Math.min(Math.max(place + by, 0), keys.length - 1)] ?? null;
}

/**
 * Which row the keys are about: the one that is looked at, at first the first. While something is open that
 * stands in no row (another's task, opened by its address), it is none: what is open is meant then.
 */
export function rowAt(keys: readonly string[], at: string | null, open: string | null): string | null {
  if (at !== null && keys.includes(at)) return at;
  if (open !== null && !keys.includes(open)) return null;
  return keys[0] ?? null;
}

/** The item to look at when this one leaves: the one after it, else the one before. */
export function afterLeaving(keys: readonly string[], key: string): string | null {
  const place = keys.indexOf(key);
  return keys[place + 1] ?? keys[place - 1] ?? null;
}
