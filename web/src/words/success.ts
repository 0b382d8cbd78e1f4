// The words of the journey board.

import { sayCount } from "./figures";

export const successWords = {
  board: "Journey board",
  lookFor: "Look for an account",
  anyOwner: "Anybody's",
  nobodys: "nobody's",
  groupBy: "Group by",
  groupings: {
    nothing: "Not grouped",
    segment: "By segment",
    owner: "By owner",
    health: "By health",
    pace: "By pace",
    renewal: "By month of renewal",
  },
  without: {
    nothing: "",
    segment: "segment not known",
    owner: "nobody's",
    health: "no health score",
    pace: "",
    renewal: "no renewal in sight",
  },
  groups: "Groups over all steps",
  onlyGroup: "Show this group only; click again for all",
  late: (n: number) => `${sayCount(n)} behind or stuck`,
  withoutValue: (n: number) => `${sayCount(n)} without a known value`,
  takeBack: "Take back",
  moveCard: (who: string) => `Move ${who} by hand (M)`,
  anyPace: "Any pace",
  anyHealth: "Any health",
  noBoard: "Nobody is under way on this map.",
  noBoardHint:
    "Whoever set out has arrived, has left, or has run out of the time that the map gives: Lived says how many. Or no step is bound to data yet.",
  noneLikeThis: "Nobody here is like this.",
  noStep: "Before the first step",
  days: (days: number) => (days < 1 ? "today" : days < 2 ? "1 day" : `${sayCount(Math.floor(days))} days`),
  pace: { "on track": "on track", behind: "behind", stuck: "stuck", "not known": "pace not known" },
  expected: (behind: string, stuck: string, basis: string) =>
    basis === "map"
      ? `The map promises ${behind}: longer is behind, longer than ${stuck} is stuck.`
      : `Three of four stay up to ${behind}${stuck === "" ? "" : `, 19 of 20 up to ${stuck}`}: longer is behind, or stuck.`,
  notExpected: "The map promises no time here, and too few stays have ended to say what is usual.",
  count: (shown: number, all: number) =>
    shown === all ? sayCount(all) : `${sayCount(shown)} of ${sayCount(all)}`,
  more: (n: number) => `Show ${sayCount(n)} more`,
  health: (score: string, level: string) => `health ${score}, ${level}`,
  noScore: "no health score",
  renewal: (day: string) => `renewal ${day}`,
  noValue: "value not known",
  movedBy: (who: string) => `put here by ${who}`,
  stillTold: (pace: string, days: string) => `· by the data still ${pace}, ${days}`,
  sortBy: "Sort by",
  sorts: { pace: "What needs somebody first", money: "Who pays most first" },
  /** `succeeded` is null where the map does not say what arriving is. */
  ended: (succeeded: number | null, failed: number, expired: number) =>
    `${succeeded === null ? "" : `${sayCount(succeeded)} have arrived, `}${sayCount(failed)} have left${
      expired > 0 ? `, ${sayCount(expired)} ran out of time` : ""
    }.${succeeded === null ? " What arriving is, the map does not say yet:" : ""}`,
  sayArriving: "say it",
  scoredBy: (name: string) => `Health by “${name}”.`,
  underWayOf: (shown: number, all: number) => `${sayCount(shown)} of ${sayCount(all)} under way are shown`,
  legend: "The bar of a column:",
  valueOf: (money: string) => `${money} a month in sight`,
} as const;
