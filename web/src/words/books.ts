// The words of books: what people play, whose accounts are whose, who is away.

import { countOf, sayCount } from "./figures";

export const bookWords = {
  plays: "Role and accounts",
  nothing: "nothing yet",
  change: "Change",
  close: "Close",
  changeOf: (who: string) => `What ${who} plays`,
  roles: "Roles",
  rolesHint: "As the owners of steps are called on the maps.",
  noRoles: "No step of a map has an owner yet. Name a role here, and let steps have it as their owner.",
  otherRole: "Another role",
  add: "Add",
  steps: (count: number) => (count === 0 ? "no step" : countOf(count, "step")),
  territory: "Territory",
  territoryHint: "Which accounts, by what is known of them. Without a condition: any.",
  capacity: "Looks after at most",
  capacityUnit: "accounts",
  capacityHint: "Who shares a territory shares its accounts in this proportion.",
  ownOnly: "Sees the accounts of their own book only",
  ownOnlyHint:
    "On every page, in search, exports and notifications. Totals of everybody stay visible, without names.",
  ownOnlyOwner: "An owner of the workspace sees everybody.",
  save: "Save",
  saved: (who: string) => `What ${who} plays is saved.`,
  accounts: (count: number) => countOf(count, "account"),
  of: (count: number, capacity: number) =>
    `${countOf(count, "account")}; looks after up to ${sayCount(capacity)}`,
  countHint: "Customers, and who is on their way to be one: as under Today, Team.",
  anywhere: "any account",
  ownTag: "own book only",
  away: "Away",
  awayNow: (until: string) => `away until ${until}`,
  awayNext: (since: string) => `away from ${since}`,
  standsIn: (who: string) => `${who} stands in`,
  nobodyStandsIn: "nobody stands in",
  awayFrom: "From",
  awayTo: "To, that day included",
  substitute: "Stands in",
  nobody: "Nobody in particular",
  addAway: "Add",
  remove: "Remove",
  removeAway: (from: string, to: string) => `Remove ${from} to ${to}`,
  notAway: "No days away are planned.",
  iAmAway: "I will be away",
  mine: "What I play",
  unownedTitle: "Roles without somebody for every account",
  unowned: (role: string, count: number) =>
    `${role}: ${countOf(count, "account")} ${count === 1 ? "comes" : "come"} to nobody.`,
  unownedNow: "Those who stand at a step of theirs now are under Today, Nobody’s",
  namingTitle: "Owners that a CRM names",
  namingHint:
    "Where a trait of an account holds somebody’s e-mail address, that person plays the role for it. Whom somebody names here by hand comes first, territories come last.",
  namingNone:
    "No trait of an account holds an e-mail address yet. Import one from your CRM, such as csm_email.",
  namingOf: (role: string) => `Trait that names ${role}`,
  byTerritory: "no trait: by territory",
  traitOption: (trait: string, accounts: number) => `${trait} (${countOf(accounts, "account")})`,
  strangers: (who: readonly string[]) =>
    `Not in this workspace: ${who.join(", ")}. Their accounts come to nobody.`,
  namingSaved: "Saved.",
} as const;
