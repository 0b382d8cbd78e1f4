// Which maps are shown, and in which order.

import type { MapCard } from "../api/generated/types.gen";
import { plain } from "../palette/matching";

export const SORTS = ["changed", "title", "evidence", "stale"] as const;
export type Sort = (typeof SORTS)[number];
export const FILTERS = ["all", "unmeasured", "stale", "mine"] as const;
export type Filter = (typeof FILTERS)[number];

export interface Wanted {
  readonly sought: string;
  readonly sort: Sort;
  readonly filter: Filter;
}

/** The maps to show. `me` is the name under which my maps are made. */
export function arrange(maps: readonly MapCard[], wanted: Wanted, me: string): readonly MapCard[] {
  const parts = plain(wanted.sought)
    .split(/\s+/)
    .filter((part) => part !== "");
  return maps
    .filter((map) => {
      const text = plain(`${map.title} ${map.owner ?? ""} ${map.persona?.name ?? ""} ${map.made_by ?? ""}`);
      return parts.every((part) => text.includes(part)) && isIn(map, wanted.filter, me);
    })
    .toSorted((a, b) => compare(a, b, wanted.sort) || a.title.localeCompare(b.title));
}

function isIn(map: MapCard, filter: Filter, me: string): boolean {
  if (filter === "unmeasured") return map.measured_at === null;
  if (filter === "stale") return map.stale > 0;
  if (filter === "mine") return map.made_by === me;
  return true;
}

function compare(a: MapCard, b: MapCard, sort: Sort): number {
  if (sort === "changed") return b.changed_at.localeCompare(a.changed_at);
  if (sort === "evidence") return (shareOf(a) ?? 2) - (shareOf(b) ?? 2);
  if (sort === "stale") {
    return (a.oldest_confirmed_on ?? "9999").localeCompare(b.oldest_confirmed_on ?? "9999");
  }
  return 0;
}

/** The share of a map's claims that rest on evidence, 0 to 1; null where it claims nothing. */
export function shareOf(map: MapCard): number | null {
  return map.claims === 0 ? null : map.evidence / map.claims;
}
