// The pages one can go to from everywhere, in the order of the menu. A new page is one entry here, one route in
// App.tsx and one address in the server's list.

import type { Me } from "../api/generated/types.gen";
import { words } from "../words/en";
import { renewalWords } from "../words/renewals";
import { shellWords } from "../words/shell";
import { successWords } from "../words/success";
import { todayWords } from "../words/today";
import { supportWords } from "../words/support";
import { isGuest, mayOn } from "./me";

export interface Place {
  readonly to:
    | "/today"
    | "/maps"
    | "/personas"
    | "/board"
    | "/scorecards"
    | "/playbooks"
    | "/customers"
    | "/renewals"
    | "/support"
    | "/data"
    | "/people"
    | "/settings";
  readonly name: string;
  /** The least role in the workspace, or on any map, that has use for it. */
  readonly role: "none" | "viewer" | "editor";
  /** Whether a role on single maps is not enough. */
  readonly isForAll?: true;
  /** Whether guests of single maps find something of theirs there. */
  readonly isForGuests?: true;
  /** Whether it is not for every day: in the bar it stands under More. */
  readonly isUnderMore?: true;
}

const PLACES: readonly Place[] = [
  { to: "/today", name: todayWords.today, role: "editor", isForAll: true },
  { to: "/maps", name: words.maps, role: "none", isForGuests: true },
  { to: "/personas", name: shellWords.personas, role: "viewer", isForGuests: true, isUnderMore: true },
  { to: "/board", name: successWords.board, role: "editor" },
  { to: "/scorecards", name: shellWords.health, role: "editor", isForAll: true, isUnderMore: true },
  { to: "/playbooks", name: shellWords.playbooks, role: "editor", isForAll: true, isUnderMore: true },
  { to: "/customers", name: words.customers, role: "editor" },
  { to: "/renewals", name: renewalWords.title, role: "editor", isForAll: true },
  { to: "/support", name: supportWords.title, role: "editor" },
  { to: "/data", name: words.data, role: "viewer", isUnderMore: true },
  { to: "/people", name: words.people, role: "viewer", isUnderMore: true },
  { to: "/settings", name: shellWords.settings, role: "none", isForGuests: true, isUnderMore: true },
];

/** Where somebody begins: where they chose to, else at Today in customer success, and at the maps in every other team. */
export function beginsAt(mine: Me): "/today" | "/maps" {
  const mayToday = placesOf(mine).some((place) => place.to === "/today");
  const wants = mine.begins_at || (mine.function === "customer_success" ? "today" : "maps");
  return mayToday && wants === "today" ? "/today" : "/maps";
}

/** The pages that are of use to this person; who works on single maps may look at customers there. */
export function placesOf(mine: Me): readonly Place[] {
  const best = ["", ...Object.keys(mine.map_roles)];
  return PLACES.filter(
    (place) =>
      (place.isForGuests === true || !isGuest(mine)) &&
      (place.isForAll ? mayOn(mine, "", place.role) : best.some((map) => mayOn(mine, map, place.role))),
  );
}

const OF_GUESTS = ["/notifications", ...PLACES.filter((place) => place.isForGuests).map(({ to }) => to)];

/** Whether somebody finds something at an address: guests of single maps find only those and what is their own. */
export function mayOpen(mine: Me, path: string): boolean {
  return (
    !isGuest(mine) || path === "/" || OF_GUESTS.some((one) => path === one || path.startsWith(`${one}/`))
  );
}
