// What Ctrl-K finds on every page: pages, maps, personas, customers by name, and what one can do anywhere.

import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useDeferredValue, useMemo } from "react";
import { findCustomers, listMaps, listPersonas } from "../api/generated/sdk.gen";
import type { FoundCustomer } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { mayOn, useMe } from "../app/me";
import { placesOf } from "../app/places";
import { chooseTheme, THEMES } from "../app/theme";
import { words } from "../words/en";
import { sayMoney } from "../words/figures";
import { paletteWords } from "../words/palette";
import { shellWords } from "../words/shell";
import type { Command } from "./command";

const FEWEST_LETTERS = 2;

export interface Places {
  readonly commands: readonly Command[];
  /** Whether more may come: the server has not said yet what it knows of these letters. */
  readonly isLooking: boolean;
  /** Why the customers of these letters could not be looked up. */
  readonly broken: string | null;
}

/** The commands that are everywhere; `sought` is what is looked for among the customers. */
export function usePlaces(sought: string, onKeys: () => void): Places {
  const mine = useMe();
  const go = useNavigate();
  const asked = useDeferredValue(sought.trim());
  const maps = useQuery({ queryKey: ["maps"], queryFn: () => answered(listMaps({ query: { limit: 200 } })) });
  const personas = useQuery({
    queryKey: ["personas"],
    queryFn: () => answered(listPersonas()),
    retry: false,
  });
  const mayFind = mayOn(mine, "", "editor");
  const customers = useQuery({
    queryKey: ["customers-found", asked],
    queryFn: ({ signal }) => answered(findCustomers({ query: { search: asked }, signal })),
    enabled: mayFind && asked.length >= FEWEST_LETTERS,
  });
  const isLooking =
    asked !== sought.trim() || maps.isLoading || personas.isLoading || (mayFind && customers.isLoading);
  const commands = useMemo(() => {
    const found: Command[] = [
      {
        name: paletteWords.allKeys,
        hint: paletteWords.keysHint,
        also: paletteWords.alsoKeys,
        keys: "?",
        run: onKeys,
      },
      ...THEMES.map((theme) => ({
        name: shellWords.themeCommand(shellWords.themes[theme]),
        hint: shellWords.theme,
        also: paletteWords.alsoTheme,
        run: () => {
          chooseTheme(theme);
        },
      })),
      ...placesOf(mine).map((place) => ({
        name: place.name,
        hint: paletteWords.goTo,
        also: paletteWords.also[place.to] ?? "",
        group: "pages" as const,
        run: () => void go({ to: place.to }),
      })),
      {
        name: shellWords.notifications,
        hint: paletteWords.goTo,
        group: "pages",
        run: () => void go({ to: "/notifications" }),
      },
    ];
    if (mayOn(mine, "", "editor")) {
      found.push({ name: words.newMap, hint: words.maps, run: () => void go({ to: "/new" }) });
    }
    for (const map of maps.data?.items ?? []) {
      found.push({
        name: map.title,
        hint: paletteWords.openAMap,
        group: "maps",
        id: `map:${map.id}`,
        run: () => void go({ to: "/maps/$mapId", params: { mapId: map.id } }),
      });
    }
    for (const persona of personas.data ?? []) {
      found.push({
        name: persona.name,
        hint: shellWords.personas,
        group: "personas",
        id: `persona:${persona.id}`,
        run: () => void go({ to: "/personas/$personaId", params: { personaId: persona.id } }),
      });
    }
    for (const customer of customers.data ?? []) {
      found.push({
        name: customer.name ?? customer.id,
        hint: sayAccount(customer),
        group: "customers",
        id: `customer:${customer.id}`,
        run: () =>
          void go({
            to: "/accounts/$of/$account",
            params: { of: customer.type, account: customer.id },
          }),
      });
    }
    return found;
  }, [mine, maps.data, personas.data, customers.data, go, onKeys]);
  return { commands, isLooking, broken: customers.error?.message ?? null };
}

/** What one wants to know of an account before one goes there, as far as it is known. */
function sayAccount(one: FoundCustomer): string {
  const { type, id, name, cents, currency, score, level, owner } = one;
  return [
    name === null ? type : type === "account" ? id : `${type} ${id}`,
    ...(cents != null && currency != null ? [paletteWords.aMonth(sayMoney(cents, currency))] : []),
    ...(score != null ? [paletteWords.health(Math.round(score), level ?? "")] : []),
    ...(owner != null ? [owner] : []),
  ].join(" · ");
}
