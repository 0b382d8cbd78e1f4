// Whom one can choose as an owner: those who own something on this map, teams, and people.

import { useQuery } from "@tanstack/react-query";
import { listPeople } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { isGuest, useMe } from "../app/me";
import { textOf } from "../map/board";
import type { MapNodes } from "../map/nodes";
import { isMapping } from "../map/valueMerge";
import { fieldWords as words } from "../words/fields";
import type { OfferGroup } from "./Offer";

const TEAMS = ["customer-success", "sales", "marketing", "product", "support", "it-desk"] as const;
const MOST_PEOPLE = 200;

export function useOwners(nodes: MapNodes): readonly OfferGroup[] {
  const isMineOnly = isGuest(useMe());
  const people = useQuery({
    queryKey: ["people"],
    queryFn: () => answered(listPeople({ query: { limit: MOST_PEOPLE } })),
    enabled: !isMineOnly,
    staleTime: 60_000,
  });
  const here = ownersOn(nodes);
  const teams = TEAMS.filter((team) => !here.has(team));
  const names = (people.data?.items ?? [])
    .filter((one) => one.is_active && one.name !== "" && !here.has(one.name))
    .map((one) => ({ value: one.name, label: one.name, hint: one.function.replaceAll("_", " ") }));
  return [
    {
      value: words.onThisMap,
      items: [...here].map(([value, n]) => ({ value, label: value, hint: `${n} ×` })),
    },
    { value: words.teams, items: teams.map((value) => ({ value, label: value, hint: "" })) },
    { value: words.people, items: names },
  ];
}

/** Who owns or passes on something on this map, with how often, the most frequent first. */
export function ownersOn(nodes: MapNodes): ReadonlyMap<string, number> {
  const counted = new Map<string, number>();
  const count = (name: string) => {
    if (name !== "") counted.set(name, (counted.get(name) ?? 0) + 1);
  };
  for (const node of nodes.nodes.values()) {
    if (node.removed) continue;
    count(textOf(node.properties.owner));
    const { handoff, review } = node.properties;
    if (isMapping(handoff)) {
      count(textOf(handoff.from));
      count(textOf(handoff.to));
    }
    if (isMapping(review)) count(textOf(review.owner));
  }
  return new Map([...counted].sort((a, b) => b[1] - a[1]));
}
