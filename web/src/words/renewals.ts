// The words of the renewals page: the calendar, the forecast, revenue, the first ninety days.

import { countOf, sayCount } from "./figures";

export const renewalWords = {
  title: "Renewals",
  parts: { calendar: "Calendar and forecast", revenue: "Revenue", first: "First 90 days" },
  part: "What to look at",
  ahead: "Look ahead",
  spans: {
    "3-months": "Next 3 months",
    "6-months": "Next 6 months",
    "12-months": "Next 12 months",
    quarter: "Next quarter",
  },
  fromDay: (day: string) => `from ${day}`,
  asOf: (day: string) => `As known on ${day}, the end of the data.`,
  bookHint: "You see the accounts that are yours.",
  none: "Nothing comes up for renewal in this time.",
  noneHint:
    "Renewals come from subscriptions: import them from your billing tool, or write one down by hand here.",
  untimed: (n: number, amounts: string) =>
    `${countOf(n, "subscription")} came in${amounts === "" ? "" : ` with ${amounts} in all,`} without a word for how long ${
      n === 1 ? "it runs: when it comes" : "they run: when they come"
    } up for renewal, and what a month costs, is not known.`,
  untimedHelp:
    "Bring a column that says when each subscription ends (call it ends_on), or for how long its amount is (call it interval: month, quarter or year), and keep it as a detail; or write it down by hand here.",
  noneYet: {
    title: "Nobody has a subscription yet",
    hint: "Renewals and revenue come from subscriptions. Bring what your billing tool exports, or write one down by hand.",
  },
  nobodyYet: {
    title: "There are no accounts yet",
    hint: "Bring data that names the accounts of your customers, and their subscriptions.",
  },
  toData: "Bring data",
  calls: { committed: "committed", likely: "likely", "at risk": "at risk", lost: "lost" },
  callHints: {
    committed: "Renewed already, at most for what it was.",
    likely: "Open, and health is in a level of which more renewed than of the lowest.",
    "at risk":
      "Open, and health is in its lowest level, in one that did not renew more often, or not known; or it is overdue: neither renewed nor cancelled.",
    lost: "Cancelled, or what was left away when it was renewed for less.",
  },
  expected: "Expected",
  expectedOf: (expected: string, due: string) => `Expected: ${expected} of the ${due} MRR up for renewal`,
  renewedOf: (kept: string, due: string, share: string) =>
    `Renewed: ${kept} of the ${due} MRR whose terms ended then${share === "" ? "" : `, ${share}`}`,
  cancelledApart: (cancelled: string, due: string) =>
    `Of the ${due} whose terms end then ${cancelled} is cancelled already, and not counted as up for renewal.`,
  between: (least: string, most: string) => `in 95 of 100 cases between ${least} and ${most}`,
  howSure: "How that is known",
  due: "Up for renewal",
  terms: (count: number) => (count === 1 ? "1 renewal" : `${sayCount(count)} renewals`),
  restsOn:
    "“Likely” or “at risk” says how healthy the customer is today; the likelihood says how often such customers renewed in the past.",
  risk: (levels: readonly string[]) =>
    `At risk is whose health is ${levels.join(" or ")}: of all others more renewed, by more than chance.`,
  tooFew: "Too few renewals are decided to say whether health tells who renews.",
  untold: (levels: string) =>
    `Health does not tell who renews: its levels do not differ by more than chance (${levels}). So nothing is called at risk by it.`,
  tells: "What told ninety days before who renews:",
  told: (name: string, worst: string, others: string) =>
    `${name}: at its worst ${worst} renewed, else ${others}`,
  nothingTells: "No signal of the scorecard by itself told ninety days before who renews.",
  owner: "Whose",
  nobodys: "nobody's",
  alike: (one: string, other: string, likely: string, otherLikely: string) =>
    `“${one}” (${likely}) and “${other}” (${otherLikely}) do not differ by more than chance: between these two, health does not tell who renews.`,
  settled: {
    renewed: (day: string) => `renewed on ${day}`,
    lost: (day: string) => `cancelled already on ${day}`,
  },
  because: {
    overdue: "its end has passed, neither renewed nor cancelled",
    history: "as such customers did in the past",
    unknown: "health is not known",
    nothing: "no signal speaks against it",
  },
  order: "Sort by",
  orders: { due: "Sorted by due date", mrr: "Sorted by MRR, largest first", owner: "Sorted by owner" },
  likelihood: (level: string | null, share: string, interval: string, count: number) =>
    `${level === null ? "Of all renewals" : `Where health was “${level}” ninety days before`} ${share} were renewed${
      interval === "" ? "" : ` (${interval} %)`
    }, of ${sayCount(count)} that are decided.`,
  noLikelihood: (why: string) =>
    `How likely open renewals are is not known: ${why}. They count in the upper bound alone.`,
  excluded: (count: number, why: string) =>
    `${sayCount(count)} ${count === 1 ? "renewal is" : "renewals are"} in no sum: ${why}.`,
  overdue: (count: number) =>
    count === 1
      ? "1 renewal is overdue, neither renewed nor cancelled"
      : `${sayCount(count)} renewals are overdue, neither renewed nor cancelled`,
  month: "Month",
  calendar: "Month by month",
  all: (overdue: number) => (overdue === 0 ? "All months" : `All months, and ${sayCount(overdue)} overdue`),
  account: "Account",
  dueOn: "Due",
  aMonth: "MRR",
  health: "Health",
  likely: "Likelihood",
  call: "To expect",
  row: "Whose",
  state: { renewed: "renewed", lost: "lost", open: "open", overdue: "overdue" },
  notKnown: "not known",
  csv: "CSV",
  xlsx: "XLSX",
  saveAs: "Save the list as",
  clear: "Show all",
  shown: (what: string, count: number) => `${what}: ${sayCount(count)}`,
  more: (count: number) => `Show ${sayCount(count)} more`,
  close: "Close",
  // Revenue
  period: "Period",
  lastYear: "The last 12 months",
  quarters: "A quarter",
  years: "A year",
  ownMonths: "Other months…",
  monthEdges: { from: "From", to: "to" },
  by: "Cut by",
  byOf: { month: "month", quarter: "quarter" },
  split: "Side by side",
  splitNone: "everybody together",
  splitBy: (trait: string) => `by ${trait}`,
  numbers: {
    mrr_start: "Start",
    mrr_new: "New",
    mrr_expansion: "Expansion",
    mrr_contraction: "Contraction",
    mrr_churn: "Churn",
    mrr_reactivation: "Reactivation",
    mrr_end: "End",
    grr: "GRR",
    nrr: "NRR",
    logo_churn: "Lost accounts",
  },
  hints: {
    mrr_start: "What customers paid a month when the period began (MRR).",
    mrr_new: "The first subscription of an account.",
    mrr_expansion: "More a month than before.",
    mrr_contraction: "Less a month than before, also where one of several subscriptions ended.",
    mrr_churn: "The end of an account's last subscription.",
    mrr_reactivation: "A subscription of an account that had left.",
    mrr_end: "Start + new + expansion − contraction − churn + reactivation, to the cent.",
    grr: "Gross revenue retention: of what customers paid when the period began, what is left at its end, additions not counted. Never above 100 %.",
    nrr: "Net revenue retention: what those customers pay at its end, for what they paid when it began. New ones are not in it.",
    logo_churn: "Of the customers when the period began, the share that had left at its end.",
  },
  moved: "How revenue moved",
  movedHint: "Each step is a number: click it for the accounts behind it.",
  waterfall: "From the start to the end of the period",
  stretches: "In the course of time",
  untilData: (period: string) => `${period}, the end of the data`,
  stretchesHint: (by: string) =>
    `Each row is of that ${by} alone, held against what customers paid when it began: so its NRR and GRR are nearer 100 % than those of the whole period above.`,
  segments: "Segments side by side",
  cohorts: "By when they came",
  ages: "What a cohort is worth later",
  agesHint: "Of what a cohort paid a month when it came, what it pays so many months later (net).",
  after: (months: number) => `${months} months`,
  rowAll: "the whole period",
  nothingKnown: "not known",
  accountsIn: (count: number) => (count === 1 ? "1 account" : `${sayCount(count)} accounts`),
  behind: (number: string, row: string) => `${number}, ${row}`,
  behindSum: (count: number, money: string) =>
    `${count === 1 ? "1 account" : `${sayCount(count)} accounts`}, ${money} together`,
  behindLost: (count: number, money: string) =>
    `${count === 1 ? "1 account" : `${sayCount(count)} accounts`} left, and with them ${money} a month`,
  adds: "Adds",
  start: "Start",
  end: "End",
  came: "Came",
  lastMoved: "Last moved",
  excludedRow: (count: number, why: string) => `${sayCount(count)} in no sum of money: ${why}`,
  noRevenue: "There is no revenue to show.",
  interval: (low: string, high: string) => `95 in 100 such intervals hold the true value: ${low} to ${high}.`,
  noInterval: "No interval.",
  // First days
  map: "Map",
  firstHint: (days: number, who: string) =>
    `Whoever set out less than ${days} days ago, and the map's moments of truth${who}.`,
  noNew: "Nobody set out in the last 90 days.",
  noNewHint: "Whoever does appears here with every milestone: reached, missed, or still to come.",
  missedOnly: "Only who missed something",
  began: (days: number) => (days < 1 ? "today" : `day ${Math.floor(days) + 1}`),
  dueDay: (days: number, basis: string) =>
    basis === "map"
      ? `by day ${Math.round(days)}, as the map promises`
      : `by day ${Math.round(days)}, as three in four come`,
  noDue: "no day: too few came here",
  inTime: (share: string, count: number) => `${share} of ${sayCount(count)} came in time`,
  milestone: {
    reached: "reached",
    late: "late",
    missed: "missed",
    "to come": "to come",
    "no date": "not yet",
  },
  byHand: (who: string) => `by hand, ${who}`,
  left: "has left",
  // By hand
  write: "Add a subscription by hand",
  writeHint:
    "For accounts that no billing tool tells of. It is a fact of the log like any other, with your name on it, and can be taken back on the account's page.",
  what: "What happened",
  whats: { started: "started", renewed: "renewed", changed: "changed", cancelled: "cancelled" },
  on: "On",
  plan: "Plan",
  amount: "Amount",
  currency: "Currency",
  per: "For",
  pers: { month: "a month", quarter: "a quarter", year: "a year", until: "until a day" },
  endsOn: "The term ends on",
  endsFrom: "It ends on (empty: at once)",
  reason: "Why",
  keep: "Keep it",
  cancel: "Cancel",
  kept: "Kept. The numbers are being measured anew.",
} as const;
