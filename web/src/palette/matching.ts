// What of everything is meant by some letters: every word typed must be in the name, the hint or other words for
// it; names that begin
// with it come first, then those where a word begins with it.

import { type Command, type Group, idOf } from "./command";

const ORDER: readonly Group[] = ["recent", "do", "steps", "cards", "maps", "pages", "personas", "customers"];
const MOST_OF_A_GROUP = 6;
const MOST_RECENT = 5;

export interface Found {
  readonly group: Group;
  readonly commands: readonly Command[];
}

/** The groups to show, in their order, each with its best. `recent` are ids, the last used first. */
export function find(all: readonly Command[], sought: string, recent: readonly string[]): readonly Found[] {
  const parts = plain(sought)
    .split(/\s+/)
    .filter((part) => part !== "");
  if (parts.length === 0) return withoutLetters(all, recent);
  const groups = new Map<Group, { readonly command: Command; readonly rank: number }[]>();
  for (const command of all) {
    const rank = rankOf(command, parts, recent);
    if (rank === null) continue;
    const group = command.group ?? "do";
    const found = groups.get(group);
    if (found) found.push({ command, rank });
    else groups.set(group, [{ command, rank }]);
  }
  const best = (group: Group) => Math.min(...(groups.get(group) ?? []).map((one) => one.rank));
  return ORDER.filter((group) => groups.has(group))
    .toSorted((a, b) => Math.floor(best(a)) - Math.floor(best(b)))
    .map((group) => ({
      group,
      commands: (groups.get(group) ?? [])
        .toSorted((a, b) => a.rank - b.rank)
        .slice(0, MOST_OF_A_GROUP)
        .map((one) => one.command),
    }));
}

function withoutLetters(all: readonly Command[], recent: readonly string[]): readonly Found[] {
  const byId = new Map(all.map((one) => [idOf(one), one]));
  const used = recent
    .map((id) => byId.get(id))
    .filter((one) => one !== undefined)
    .slice(0, MOST_RECENT);
  const groups: Found[] = used.length > 0 ? [{ group: "recent", commands: used }] : [];
  for (const group of ORDER) {
    if (group === "cards" || group === "customers") continue;
    const commands = all.filter((one) => (one.group ?? "do") === group && !used.includes(one));
    if (commands.length > 0) groups.push({ group, commands: commands.slice(0, group === "do" ? 30 : 12) });
  }
  return groups;
}

/** 0 best; null: it is not meant. */
function rankOf(command: Command, parts: readonly string[], recent: readonly string[]): number | null {
  const name = plain(command.name);
  const text = `${name} ${plain(command.hint)} ${plain(command.also ?? "")}`;
  if (!parts.every((part) => text.includes(part))) return null;
  const whole = parts.join(" ");
  const place = recent.indexOf(idOf(command));
  const used = place < 0 ? 0.5 : 0.4 * (place / Math.max(recent.length, 1));
  if (name.startsWith(whole)) return used;
  if (parts.every((part) => ` ${name}`.includes(` ${part}`))) return 1 + used;
  if (parts.every((part) => name.includes(part))) return 2 + used;
  return 3 + used;
}

/** Lower case, without accents: who types "grosse" or "größe" finds both. */
export function plain(text: string): string {
  return text.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replaceAll(/\p{M}/gu, "");
}
