// The journey board as the server sends it (desirepath-board/1), and what is asked of it here: filter, count, add up.

import { successWords as said } from "../words/success";
import { sayMonth } from "../words/figures";

export type Pace = "on track" | "behind" | "stuck" | "not known";
export const PACES: readonly Pace[] = ["stuck", "behind", "on track", "not known"];

export interface BoardCard {
  readonly subject: string;
  /** Null where nobody has said what it is called. */
  readonly name: string | null;
  /** To which segment it belongs; null where nobody has said. */
  readonly segment: string | null;
  /** Whose the moment is; null: nobody's. */
  readonly owner: string | null;
  readonly since: string;
  readonly stayed_seconds: number;
  readonly pace: Pace;
  readonly score: number | null;
  readonly level: string | null;
  /** What it pays a month, in whole cents; null where that cannot be said. */
  readonly cents: number | null;
  readonly gap: string | null;
  readonly renewal: string | null;
  /** Who put it here by hand, what was reached, why, and under which id that was written. */
  readonly moved: Moved | null;
}

export interface Moved {
  readonly by: string;
  readonly name: string;
  readonly reason: string;
  readonly key: string;
  /** Where the data have it still, for how long, and how that compares. */
  readonly told?: {
    readonly step: string | null;
    readonly stayed_seconds: number;
    readonly pace: Pace;
  } | null;
}

export interface BoardColumn {
  /** Null: under way, and at no step yet. */
  readonly step: string | null;
  readonly name: string | null;
  /** The role whose step it is. */
  readonly owner: string | null;
  readonly behind_seconds: number | null;
  readonly stuck_seconds: number | null;
  readonly basis: "map" | "data" | null;
  readonly cards: readonly BoardCard[];
}

export interface JourneyBoard {
  readonly as_of: string;
  readonly travels: string;
  readonly currency: string | null;
  readonly scorecard: string | null;
  /** From the worst to the best. */
  readonly levels: readonly string[];
  readonly columns: readonly BoardColumn[];
  readonly ended: Readonly<Record<string, number>>;
  /** Whether the map says what counts as arriving: where it does not, nobody can. */
  readonly can_arrive: boolean;
}

export interface Wanted {
  readonly text: string;
  readonly pace: Pace | null;
  readonly level: string | null;
  /** Null: anybody's. The empty text: nobody's. */
  readonly owner: string | null;
  /** Only one of the groups; null: all of them. */
  readonly group?: { readonly by: GroupBy; readonly name: string | null } | null;
  /** Whether who pays most comes first. */
  readonly isByMoney?: boolean;
}

/** The cards that are wanted: the worst pace first, then who has been there longest; or who pays most first. */
export function chosen(cards: readonly BoardCard[], wanted: Wanted): readonly BoardCard[] {
  const text = wanted.text.trim().toLowerCase();
  return cards
    .filter(
      (card) =>
        (text === "" || `${card.subject} ${card.name ?? ""}`.toLowerCase().includes(text)) &&
        (wanted.owner === null || (card.owner ?? "") === wanted.owner) &&
        (wanted.pace === null || card.pace === wanted.pace) &&
        (wanted.level === null || card.level === wanted.level) &&
        (!wanted.group || keyOf(card, wanted.group.by) === wanted.group.name),
    )
    .sort(
      (one, other) =>
        (wanted.isByMoney ? (other.cents ?? -1) - (one.cents ?? -1) : 0) ||
        PACES.indexOf(one.pace) - PACES.indexOf(other.pace) ||
        other.stayed_seconds - one.stayed_seconds,
    );
}

/** How many of the cards have each value of one property; what else is wanted holds, that property is not asked. */
export function countsBy(
  cards: readonly BoardCard[],
  wanted: Wanted,
  by: "pace" | "level" | "owner",
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const card of chosen(cards, { ...wanted, [by]: null }))
    counts.set(card[by] ?? "", (counts.get(card[by] ?? "") ?? 0) + 1);
  return counts;
}

/** A card that somebody has just moved by hand, or moved and taken back. */
export interface Put {
  /** Under which id it was written. */
  readonly key: string;
  /** The card as it was. */
  readonly before: BoardCard;
  readonly from: string | null;
  readonly to: string;
  readonly moved: Moved;
  readonly isBack: boolean;
  /** The board that was shown then. */
  readonly on: JourneyBoard;
}

/** The board as it will be: with what was just done by hand, until an answer knows of it. */
export function withPuts(shown: JourneyBoard, puts: readonly Put[], isFresh: boolean): JourneyBoard {
  let { columns } = shown;
  for (const put of puts) {
    if (isFresh && shown !== put.on) continue;
    const now = columns.flatMap((one) => one.cards).find((one) => one.subject === put.before.subject);
    if (!now || (now.moved?.key === put.key) !== put.isBack) continue;
    const step = put.isBack ? put.from : put.to;
    const card: BoardCard = put.isBack
      ? put.before
      : { ...put.before, moved: put.moved, pace: paceOnArrival(columns, step), stayed_seconds: 0 };
    columns = columns.map((column) => {
      const others = column.cards.filter((one) => one.subject !== now.subject);
      return column.step === step
        ? { ...column, cards: [...others, card] }
        : others.length < column.cards.length
          ? { ...column, cards: others }
          : column;
    });
  }
  return columns === shown.columns ? shown : { ...shown, columns };
}

function paceOnArrival(columns: readonly BoardColumn[], step: string | null): Pace {
  return columns.some((one) => one.step === step && one.behind_seconds !== null) ? "on track" : "not known";
}

export interface Sum {
  readonly cents: number;
  /** How many have no value that could be added. */
  readonly without: number;
}

/** What cards pay together: what cannot be said is counted apart, never as nothing. */
export function sumOf(cards: readonly BoardCard[]): Sum {
  let cents = 0;
  let without = 0;
  for (const card of cards) {
    if (card.cents === null) without += 1;
    else cents += card.cents;
  }
  return { cents, without };
}

/** The share of each pace among cards, in the order of PACES; of no cards all are 0. */
export function paceShares(cards: readonly BoardCard[]): readonly number[] {
  return PACES.map((pace) =>
    cards.length === 0 ? 0 : cards.filter((card) => card.pace === pace).length / cards.length,
  );
}

export { sayMoney } from "../words/figures";

export function sayDays(seconds: number): string {
  const days = seconds / 86_400;
  return days >= 1 ? `${Math.round(days)} days` : `${Math.round(seconds / 3600)} hours`;
}

export type GroupBy = "nothing" | "segment" | "owner" | "health" | "pace" | "renewal";
export const GROUPINGS: readonly GroupBy[] = ["nothing", "segment", "owner", "health", "pace", "renewal"];

export interface CardGroup {
  /** What its cards have in common; null where they have none of it. */
  readonly name: string | null;
  readonly cards: readonly BoardCard[];
}

/** What a group of cards comes to: how many, what they pay, and how many of them are stuck or behind. */
export interface GroupSum {
  readonly name: string | null;
  readonly cards: number;
  readonly sum: Sum;
  readonly late: number;
}

/** The groups of a whole board, each with its sums, in the order of the groups. */
export function sumsOfGroups(
  cards: readonly BoardCard[],
  by: GroupBy,
  levels: readonly string[],
): readonly GroupSum[] {
  return grouped(cards, by, levels).map((group) => ({
    name: group.name,
    cards: group.cards.length,
    sum: sumOf(group.cards),
    late: group.cards.filter((card) => card.pace === "stuck" || card.pace === "behind").length,
  }));
}

/** Cards by what they have in common, in the order in which it is asked about: levels and paces from the worst, renewals by
 * month, owners by name; those without it come last. */
export function grouped(
  cards: readonly BoardCard[],
  by: GroupBy,
  levels: readonly string[],
): readonly CardGroup[] {
  if (by === "nothing") return [{ name: null, cards }];
  const found = new Map<string | null, BoardCard[]>();
  for (const card of cards) {
    const name = keyOf(card, by);
    const mine = found.get(name);
    if (mine) mine.push(card);
    else found.set(name, [card]);
  }
  const rank = (name: string | null) => (name === null ? 1 : 0);
  return [...found]
    .map(([name, mine]) => ({ name, cards: mine }))
    .sort(
      (one, other) =>
        rank(one.name) - rank(other.name) ||
        (by === "pace"
          ? PACES.findIndex((pace) => pace === one.name) - PACES.findIndex((pace) => pace === other.name)
          : by === "health"
            ? levels.indexOf(one.name ?? "") - levels.indexOf(other.name ?? "")
            : (one.name ?? "").localeCompare(other.name ?? "")),
    );
}

function keyOf(card: BoardCard, by: GroupBy): string | null {
  switch (by) {
    case "segment":
      return card.segment;
    case "owner":
      return card.owner;
    case "pace":
      return card.pace;
    case "health":
      return card.level;
    case "renewal":
      return card.renewal?.slice(0, 7) ?? null;
    case "nothing":
      return null;
  }
}

/** What a group is called. */
export function sayGroup(name: string | null, by: GroupBy): string {
  if (name === null) return said.without[by];
  if (by === "pace") return said.pace[name as Pace];
  if (by !== "renewal") return name;
  return sayMonth(name);
}

/** Who owns moments on the board, by name, with how many; nobody (the empty text) last. */
export function ownersOf(cards: readonly BoardCard[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const card of cards) counts.set(card.owner ?? "", (counts.get(card.owner ?? "") ?? 0) + 1);
  return [...counts].sort(
    ([one], [other]) => Number(one === "") - Number(other === "") || one.localeCompare(other),
  );
}
