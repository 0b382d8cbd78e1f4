// The words of the account page.

const many = (n: number, one: string, more = `${one}s`) =>
  `${n.toLocaleString("en")} ${n === 1 ? one : more}`;

export const accountWords = {
  account: "Account",
  backToBoard: "Journey board",
  unknown: "The log tells of nobody like this",
  unknownHint:
    "The account may have been erased, renamed, or is in somebody else's book. Look for it by name with Ctrl+K.",
  notYours: "Single accounts are for those who work with customers.",
  notYoursHint: "Ask an owner of the workspace for the role Editor.",

  facts: "In short",
  owners: "Whose",
  noOwner: "nobody's",
  noRoles: "No roles yet: say on the People page who looks after whom.",
  health: "Health",
  noHealth: "no score",
  worth: "Pays a month",
  noWorth: "not known",
  paysNothing: "nothing now",
  renewal: "Next renewal",
  noRenewal: "none in sight",
  overdue: "overdue",
  pace: "Pace",
  pulse: "Pulse",
  noPulse: "nobody has said",
  givePulse: "Give a pulse",
  lastSeen: "Last seen",
  lastSeenHint:
    "The last thing they did themselves. What we send or write does not count, nor does an opened mail: mail programs open mails with nobody there.",
  neverSeen: "never",

  pulses: [
    "Severe risk",
    "At risk",
    "Somewhat at risk",
    "Somewhat satisfied",
    "Satisfied",
    "Extremely satisfied",
  ],
  pulseHint: "How are they, as you see it? Keys 1 to 6.",
  pulseWhy: "Why? At most three.",
  pulseText: "In a sentence",
  savePulse: "Keep",
  pulseSaid: (name: string) => `Pulse: ${name}`,
  reasons: {
    value: "Value",
    usage: "Usage",
    adoption: "Adoption",
    onboarding: "Onboarding",
    training: "Training",
    "product-gap": "Product gap",
    quality: "Faults, outages",
    support: "Support",
    relationship: "Relationship",
    sponsor: "Sponsor won or lost",
    stakeholders: "New stakeholders",
    budget: "Budget",
    price: "Price",
    contract: "Contract",
    competitor: "Competitor",
    strategy: "Their strategy",
    merger: "Merger",
    "no-contact": "No contact",
    advocate: "Speaks well of us",
  } as Readonly<Record<string, string>>,

  story: "What happened",
  kinds: {
    note: "Notes",
    pulse: "Pulse",
    milestone: "Milestones",
    health: "Health",
    meeting: "Calls, meetings",
    message: "Messages",
    ticket: "Tickets",
    score: "Answers",
    money: "Money",
    use: "Use",
    task: "Tasks",
    alert: "Alerts",
    handoff: "Handoffs",
    sent: "What we sent",
  } as Readonly<Record<string, string>>,
  onDesk: (kind: string, what: string, says: string, step: string) =>
    kind === "task"
      ? `${{ done: "Task done", undone: "Task open again" }[what] ?? "Task"}: ${says}`
      : kind === "alert"
        ? `${{ closed: "Alert closed", over: "Alert over", worse: "Alert again" }[what] ?? "Alert"}: ${says}`
        : `${{ accepted: "Handoff accepted", "sent back": "Handoff sent back", overtaken: "Handoff overtaken" }[what] ?? "Handoff"} at “${step}”: ${says}`,
  putOffUntil: (day: string) => `put off until ${day}`,
  healthBecame: (before: string | null, after: string, score: string) =>
    before === null ? `Health is ${after} (${score})` : `Health went from ${before} to ${after} (${score})`,
  healthByHand: "A score set by hand began or ended.",
  everything: "Everything",
  theirs: "What they did and we wrote",
  filter: "Show only",
  nothingYet: "Nothing has happened yet",
  nothingYetHint:
    "Facts appear here as soon as data come in. What you know already you can write down above: it is kept with the account.",
  nothingLike: "Nothing of this kind.",
  storyComes: "Tasks, alerts, handoffs and how its health went are on their way …",
  earlier: "Earlier",
  times: (n: number) => `${n.toLocaleString("en")} times`,
  byHand: (who: string) => `by ${who}`,
  fromSource: (source: string) => `from ${source}`,
  takenBack: "taken back",
  takeBack: "Take back",
  takenBackSaid: "Taken back.",
  undo: "Undo",
  promiseDue: (day: string) => `promised by ${day}`,
  promise: "Promise",
  movedTo: (step: string) => `put at “${step}” by hand`,

  write: "Write it down",
  writeKinds: { note: "Note", promise: "Promise", call: "Call" },
  writeHints: {
    note: "What should the next person know?",
    promise: "What was promised, and to whom?",
    call: "Whom did you speak to, and what was said?",
  },
  due: "Due on",
  save: "Keep",
  saveKeys: "Ctrl+Enter",
  saved: { note: "Note kept.", promise: "Promise kept in mind.", call: "Call written down." },
  savedLater: "It is safe. It appears when the import that is under way has finished.",

  next: "Next best action",
  nothingToDo: "Nothing asks for you here.",
  nothingToDoHint: "No task, no alert, on track, and somebody has given a pulse.",
  why: "Why:",

  places: "On the map",
  noPlaces: "This account has not set out on a map you may see.",
  since: (day: string) => `since ${day}`,
  outcomes: {
    open: "under way",
    succeeded: "arrived",
    failed: "left",
    expired: "ran out of time",
  } as Readonly<Record<string, string>>,
  beforeFirst: "Before the first step",
  move: "Move",
  moved: (by: string, name: string) => `put here by ${by}: ${name}`,
  showWay: "Show the way",
  hideWay: "Hide the way",

  desk: "To be done",
  nothingOnDesk: "Nothing open.",
  deskKinds: { task: "Task", alert: "Alert", handoff: "Handoff" },
  dueOn: (day: string) => `due ${day}`,
  handoff: (from: string, to: string) => `Handoff from ${from} to ${to}`,
  missing: (what: string) => `still to be told: ${what}`,

  promises: "Promises",
  noPromises: "None written down. What sales promised belongs here.",
  toldInHandoff: (step: string) => `told in the handoff at “${step}”`,

  money: "Subscriptions",
  noMoney: "The log tells of no subscriptions. Import them, and what it pays appears here.",
  noneOfIts: "The log tells of no subscription of this account.",
  paid: "Paid a month",
  ended: "ended",
  terms: "Terms",
  termStates: { renewed: "renewed", lost: "lost", open: "open", overdue: "overdue" } as Readonly<
    Record<string, string>
  >,
  likely: (share: string, low: string, high: string) => `${share} likely (${low} to ${high})`,
  withoutTerm: (n: number) => `${many(n, "subscription")} of which nobody said when it ends`,
  gap: (why: string) => `not known: ${why}`,

  healthBy: (name: string) => `by “${name}”`,
  noScorecard: "There is no scorecard for such accounts yet.",
  notScored: "The scorecard is not for this account now.",
  changed: (by: string) => `${by} since a week ago`,
  unchanged: "as a week ago",
  counts: (of: number) => `counts for ${String(of)} of 100`,
  countsNow: (of: number, now: number) =>
    `counts for ${String(of)} of 100, now for ${String(now)}: others have no data`,
  wouldCount: (of: number) => `would count for ${String(of)} of 100`,
  countsNothing: "is shown, and counts for nothing",
  adds: (by: string) => `adds ${by}`,
  addsNothing: "adds nothing",
  decides: "decides the score",
  doesNotDecide: "is not the worst",
  coverage: (share: string) => `${share} of the weight has data`,
  noValue: "no data",
  override: (by: string, until: string) => `set by ${by} until ${until}`,

  people: "People",
  noPeople: "Nobody of theirs is known yet.",
  morePeople: (n: number) => `and ${many(n, "more", "more")}`,

  moveTitle: (who: string) => `Move ${who} by hand`,
  moveSays: "For what the data do not tell yet. It stands at that step until they tell of a later one.",
  moveTo: "To the step",
  milestone: "What was reached (optional; else the step’s name)",
  milestoneHint: "Kick-off held",
  reason: "How do you know?",
  moveDo: "Move",
  movedSaid: (who: string, step: string) => `${who} stands at “${step}” now.`,
} as const;

/** A day as people write it. */
export function sayDay(at: string): string {
  return new Date(at.length === 10 ? `${at}T12:00:00Z` : at).toLocaleDateString("en", {
    day: "numeric",
    month: "short",
    year: "numeric",
  });
}
