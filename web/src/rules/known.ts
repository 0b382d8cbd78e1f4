// What the log has to offer for each part of a rule.

import { useQuery } from "@tanstack/react-query";
import { useContext } from "react";
import { logWords } from "../api/generated/sdk.gen";
import type { KnownNameOut, WordsOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { isGuest, MeContext } from "../app/me";
import { ruleWords as words } from "../words/rules";
import type { Offered, OfferGroup } from "../fields/Offer";
import { type Clause, OWN_FIELDS } from "./rule";
import { sayName } from "./sentence";
import { sayNumber } from "../words/figures";

const MINUTES_KNOWN = 5;

/** The words of the log; undefined while they are read, or where one may not see them. */
export function useLogWords(isAsked = true): WordsOut | undefined {
  const mine = useContext(MeContext);
  return useQuery({
    queryKey: ["log-words"],
    queryFn: () => answered(logWords()),
    enabled: isAsked && !(mine !== null && isGuest(mine)),
    staleTime: MINUTES_KNOWN * 60_000,
  }).data;
}

export function activitiesOf(known: WordsOut | undefined): readonly OfferGroup[] {
  const items = (known?.activities ?? []).map((one) => {
    const from = one.sources.length === 1 ? one.sources[0]?.[0] : undefined;
    const known = offered(one.name, one.seen);
    return from === undefined ? known : { ...known, hint: words.timesFrom(known.hint, from) };
  });
  return [{ value: "", items }];
}

/** The channels or the sources that came with an activity; of any activity, those of all. */
export function besideOf(
  known: WordsOut | undefined,
  activity: string,
  what: "channels" | "sources",
): readonly OfferGroup[] {
  const mine = (known?.activities ?? []).filter((one) => activity === "" || one.name === activity);
  const counted = new Map<string, number>();
  for (const one of mine) {
    for (const [name, times] of one[what]) counted.set(name, (counted.get(name) ?? 0) + times);
  }
  const items = [...counted].sort((a, b) => b[1] - a[1]).map(([name, times]) => offered(name, times));
  return [{ value: "", items }];
}

/** What a condition of this clause can compare: properties of its activity, traits of who travels, fields. */
export function namesOf(known: WordsOut | undefined, clause: Clause, subject: string): readonly OfferGroup[] {
  const properties = propertiesOf(known, clause.activity).map((one) => ({
    ...offered(wrapped(one.name), one.seen),
    label: sayName(wrapped(one.name), subject),
  }));
  const traits = (known?.traits[subject] ?? []).map((one) => ({
    ...offered(`traits.${one.name}`, one.seen),
    label: sayName(`traits.${one.name}`, subject),
  }));
  const fields = OWN_FIELDS.map((name) => ({ value: name, label: sayName(name, subject), hint: "" }));
  return [
    { value: words.ofActivity(clause.activity), items: properties },
    { value: words.ofSubject(subject), items: traits },
    { value: words.ofInteraction, items: fields },
  ];
}

/** What the log knows of the values under a name. */
export function valuesOf(
  known: WordsOut | undefined,
  clause: Clause,
  subject: string,
  name: string,
): { readonly sort: string; readonly groups: readonly OfferGroup[]; readonly bounds: string } {
  if (name === "direction") {
    const items = ["by_customer", "by_us"].map((value) => ({
      value,
      label: words.own[value] ?? value,
      hint: "",
    }));
    return { sort: "text", groups: [{ value: "", items }], bounds: "" };
  }
  if (name === "solicited") return { sort: "yes_no", groups: [], bounds: "" };
  if (name === "score" || name === "amount") return { sort: "number", groups: [], bounds: "" };
  const trait = /^traits\.(.+)$/s.exec(name)?.[1];
  const property = /^properties\.(.+)$/s.exec(name)?.[1] ?? name;
  const found =
    trait === undefined
      ? propertiesOf(known, clause.activity).find((one) => one.name === property)
      : known?.traits[subject]?.find((one) => one.name === trait);
  const items = (found?.values ?? []).map(([value, times]) => offered(String(value), times));
  const bounds =
    found?.low != null && found.high != null
      ? words.between(sayNumber(found.low), sayNumber(found.high))
      : "";
  return { sort: found?.sort ?? "", groups: [{ value: "", items }], bounds };
}

/** A property whose own name means something else in a rule is spelled out. */
function wrapped(name: string): string {
  const isTaken = (OWN_FIELDS as readonly string[]).includes(name) || /^(properties|traits)\./.test(name);
  return isTaken ? `properties.${name}` : name;
}

function propertiesOf(known: WordsOut | undefined, activity: string): readonly KnownNameOut[] {
  const activities = known?.activities ?? [];
  if (activity !== "") return activities.find((one) => one.name === activity)?.properties ?? [];
  const byName = new Map<string, KnownNameOut>();
  for (const one of activities.flatMap((any) => any.properties)) {
    if (!byName.has(one.name)) byName.set(one.name, one);
  }
  return [...byName.values()];
}

function offered(value: string, times: number): Offered {
  return { value, label: value, hint: words.times(times) };
}
