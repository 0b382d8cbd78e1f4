// The words of the data page: bringing files, what came in, connecting tools, privacy.

import { countOf, sayCount } from "./figures";

export const dataWords = {
  data: "Data",
  overview: "What came in",
  dropHere: "Drop a file here",
  dropHint:
    "An export of your help desk, your survey tool, your billing, your product: CSV, Excel, JSON, Parquet, XES, OCEL, or a zip of them.",
  dropToLook: "Drop it: you look at it before anything is kept",
  choose: "Choose a file",
  firstTime: "Nothing has come in yet",
  firstTimeHint:
    "A journey map becomes alive with what customers did: the tickets they wrote, the answers they gave, what they used and paid. Two ways to begin:",
  onlyEditors: "Editors of this workspace can bring files. Ask an owner for the role.",

  arriving: (name: string) => `${name} is on its way`,
  arrived: (share: string) => `${share} has arrived`,
  lineBroken: "The connection is gone. It goes on by itself when it is back.",
  stopIt: "Stop",
  waitingFiles: "Waiting to be imported",
  halfArrived: (share: string) => `${share} arrived. Choose the same file again to go on.`,
  lookAtIt: "Look at it",
  takeAway: "Remove this file",
  fromArchive: (name: string) => `from ${name}`,

  looking: "Looking at the file…",
  whatIsIt: (meaning: string) => `This is ${meaning}.`,
  shapes: {
    table: "a table (CSV)",
    workbook: "an Excel workbook",
    parquet: "a Parquet table",
    json: "JSON with names of another tool",
    jsonl: "JSON lines with the names we use ourselves",
    rejects: "a file of refused rows that somebody has mended",
    xes: "an XES event log",
  } as Record<string, string>,
  whichSheet: "Which sheet?",
  encodingOf: "Text is read as",
  decimalSign: "Decimal sign",
  point: "point: 19.90",
  decimalIsComma: "comma: 19,90",
  splitBy: "Columns are split by",
  comma: "commas",
  semicolon: "semicolons",
  tab: "tabs",
  bar: "bars",
  readAs: "Read it",
  asSaved: (name: string) => `as before: “${name}”`,
  asReady: (meaning: string) => `as ${meaning}`,
  asItIs: "as it is: its columns say what they are",
  byColumns: "column by column",
  columnsTitle: "What is in which column?",
  columnsHint: (used: number, all: number) =>
    used === all
      ? "Every column has a meaning of its own. Change what is not right."
      : `${sayCount(used)} of ${countOf(all, "column", "columns")} ${used === 1 ? "has" : "have"} a meaning of ${used === 1 ? "its" : "their"} own. The rest is kept as details, unless you leave it out.`,
  roleOf: (column: string) => `What “${column}” is`,
  filledOf: (filled: number, all: number) =>
    filled === all
      ? "always filled"
      : filled === 0
        ? "empty"
        : `filled in ${sayCount(filled)} of the first ${sayCount(all)} rows`,
  asNumber: "read as a number",
  spelled: (words: readonly string[]) =>
    `${words.map((one) => `“${one}”`).join(" and ")} will count as ${String(words.length)} different things.`,
  moreSpelled: (n: number) => `${countOf(n, "other word", "other words")} likewise.`,
  asOneWord: (n: number) => (n === 1 ? "Count them as one" : "Count each as one"),
  spelledAsOne: (words: readonly string[]) =>
    `${words
      .slice(1)
      .map((one) => `“${one}”`)
      .join(" and ")} ${words.length === 2 ? "is" : "are"} kept as “${words[0] ?? ""}”.`,
  asSpelled: "Keep them as they are",
  differentOnes: (n: number) => countOf(n, "value", "different values"),
  roles: {
    occurred_at: "When it happened",
    clock: "Time of day",
    customer: "Customer",
    account: "Account (company)",
    activity: "What happened",
    score: "Score",
    text: "Their words",
    amount: "Amount",
    currency: "Currency",
    channel: "Channel",
    key: "Id of the row",
    property: "Keep as a detail",
    name: "Name of the customer",
    plan: "Plan they have",
    trait: "Known of the customer",
    ignored: "Leave out",
    "object:ticket": "Ticket id",
    "object:order": "Order id",
    "object:conversation": "Conversation id",
    "object:subscription": "Subscription id",
    "object:session": "Session id",
    "object:invoice": "Invoice id",
    "object:contract": "Contract id",
    "object:product": "Product id",
    "object:device": "Device id",
  } as Record<string, string>,
  rolesOfAccount: { name: "Name of the account", trait: "Known of the account" } as Readonly<
    Partial<Record<string, string>>
  >,
  roleGroups: {
    main: "Who, when, what",
    more: "More",
    known: "What is known of them",
    ids: "Ids of things",
    rest: "Otherwise",
  },
  eachRow: "Each row says",
  happened: "something that happened",
  known: "what is known of somebody (their plan, their country…)",
  whoseTraits: (column: string, isAccount: boolean, belongsTo?: string) =>
    belongsTo === undefined
      ? `It is known of the ${isAccount ? "account" : "customer"} in “${column}”.`
      : `It is known of the customer in “${column}”, who belongs to the account in “${belongsTo}”. If it is known of the account, make “${column}” a detail or leave it out.`,

  meansTitle: "What your words mean here",
  meansHint:
    "Measures know some things by a name of their own: then tickets, subscriptions, orders and answers are counted as such.",
  otherWords: (n: number) => countOf(n, "other word", "other words"),
  asItStands: "nothing else: keep the word",
  meaningOf: (word: string) => `What “${word}” means`,
  questions: (n: number) => (n === 1 ? "One thing to decide" : `${n} things to decide`),
  noQuestions: "Nothing is left to decide",
  change: "Change",
  askTime: "Which column says when it happened?",
  askOrder: (example: string) => `“${example}”: which day is that?`,
  orderHint: "No row proves whether the day or the month comes first.",
  orderKnown: (proof: string, n: number) =>
    n > 1 ? `“${proof}” and ${sayCount(n - 1)} more decide it.` : `“${proof}” decides it.`,
  askZone: (example: string) => `“${example}”: in which time zone?`,
  zoneHint: "The file does not say it. Most exports use the zone of your account in that tool.",
  thisComputer: "of this computer",
  thisWorkspace: "of this workspace",
  otherZone: "Another zone: type a city",
  noZone: (text: string) => `No time zone is called “${text}”. Type a large city of it, such as New York.`,
  zoneOfAll: "First of all: your time zone",
  askZoneOfAll: "Where do this workspace's days begin?",
  zoneOfAllHint:
    "Days, weeks and months begin at midnight there, and every page tells times by it. Until somebody chooses, that is UTC.",
  ownersChooseZone:
    "Days begin and times are told in UTC, until an owner chooses this workspace's time zone in Settings.",
  askWhose: "Whose is it?",
  whoseHint: "Point at the column that says which customer or account a row is about.",
  askActivity: "What happened?",
  activityHint: "No column says it. If every row is the same thing, give it a name.",
  activityPlaceholder: "such as ticket.opened",
  sameInAll: "The same in every row",
  askScale: (column: string, low: string, high: string) =>
    `“${column}” is from ${low} to ${high} here: on which scale was it asked?`,
  askScaleAnyway: (column: string) => `On which scale was “${column}” asked?`,
  scales: {
    "0..10": "0 to 10",
    "1..10": "1 to 10",
    "1..7": "1 to 7",
    "1..5": "1 to 5",
    "5..1": "1 to 5, where 1 is best",
    thumbs: "0 or 1",
    "1..7 hard": "1 to 7: how hard was it?",
    "1..5 hard": "1 to 5: how hard was it?",
    "0..10 hard": "0 to 10: how hard was it?",
    "1..10 hard": "1 to 10: how hard was it?",
  } as Record<string, string>,
  notAllFit: "not every answer is on it",
  askCurrency: (column: string) => `In which currency is “${column}”?`,
  byTheSign: "by the sign in its cells",
  currencyPlaceholder: "another, such as CHF",
  askDecimal: (cell: string) => `What is “${cell}”?`,
  decimalComma: "The comma is the decimal sign",
  decimalPoint: "The point is the decimal sign",
  askSource: "Name of this source",
  sourceHint: "Later exports of the same thing should have the same name: then nothing counts twice.",

  preview: "What it becomes",
  previewOf: (n: number, isWhole: boolean) =>
    `${isWhole ? (n === 1 ? "the only row" : `all ${sayCount(n)} rows`) : `the first ${countOf(n, "row", "rows")}`}, tried; nothing is kept yet`,
  previewWaits: "Shown as soon as nothing is left to decide.",
  wouldKeep: (n: number) => `${countOf(n, "row comes", "rows come")} in`,
  wouldRefuse: (n: number) => `${countOf(n, "row", "rows")} would be refused`,
  moreKinds: (n: number) => ` and ${countOf(n, "more kind", "more kinds")}`,
  ofNobody: (n: number) =>
    `${countOf(n, "row names", "rows name")} nobody: ${n === 1 ? "it comes" : "they come"} in, and ${n === 1 ? "counts" : "count"} for no customer`,
  lostKind: (name: string, n: number) =>
    n === 1
      ? `The only row of “${name}” would be refused`
      : `All ${sayCount(n)} rows of “${name}” would be refused`,
  timesIn: (zone: string) => `Times as in ${zone}.`,
  wouldSkip: (n: number) =>
    `${countOf(n, "line is", "lines are")} left out: empty, a total, or nothing that is read here`,
  makes: {
    interaction: "things that happened",
    traits: "facts about somebody",
    identity: "who is who",
    context: "dated events",
  } as Record<string, string>,
  belongsTo: (account: string) => `belongs to ${account}`,
  fromUntil: (a: string, b: string) => (a === b ? a : `${a} to ${b}`),
  line: (n: number) => `line ${sayCount(n)}`,
  becomes: "becomes",
  refusedBecause: "refused",
  remember: "Remember this for files with the same columns",
  importIt: "Import",
  importAnd: (n: number, isWhole: boolean) =>
    `Import, and set ${isWhole ? "" : "at least "}${countOf(n, "row", "rows")} aside`,
  nothingComesIn: "Not one row could come in: see above why, and change what the columns are.",
  zoneFirst: "Say first in which time zone the times are.",
  decideFirst: (n: number) => `Decide ${n === 1 ? "one thing" : `${n} things`} first`,
  back: "Back",

  importing: (name: string) => `Importing ${name}`,
  waitsForTurn: "Waits for its turn…",
  cancel: "Cancel",
  stopping: "Stopping: nothing of it will be kept…",
  wholeOrNot: "It comes in wholly or not at all: you may close this page, or cancel.",
  isIn: (n: number) => (n === 0 ? "Nothing new came in" : `${countOf(n, "fact is", "facts are")} in`),
  ofRows: (rows: number, seconds: string) => `${countOf(rows, "row", "rows")} read in ${seconds}`,
  knownAlready: (n: number) => `${sayCount(n)} were there already: nothing counts twice`,
  leftOut: (n: number) => `${sayCount(n)} name somebody who must not be stored`,
  tooOld: (n: number) => `${sayCount(n)} are older than you keep`,
  setAside: (n: number) => `${countOf(n, "row was", "rows were")} set aside`,
  lookAtThem: "Mend them",
  firstOfMany: (n: number) =>
    `The first ${sayCount(n)} are shown. Where many have the same fault, it is quicker to download the table, mend it there and drop it again; or to take the import back and change how the file is read.`,
  makeMap: "Make a map of it",
  download: "Download as a table",
  wasCancelled: "Cancelled: nothing of it was kept.",
  didNotWork: "It could not be imported: nothing of it was kept.",
  startAgain: "Begin again",
  takeBack: "Take it back",
  reallyTakeBack: (name: string, n: number) =>
    `Take ${countOf(n, "fact", "facts")} of “${name}” out of the log again? What you brought before and after it stays.`,
  wasTakenBack: (n: number) => `Taken back: ${countOf(n, "fact has", "facts have")} left the log`,
  done: "Done",
  fileGone: "This file is not here any more: it was imported, or removed.",
  nextFile: (name: string) => `Next: ${name}`,
  imports: "Files brought here",
  file: "File",
  whatToDo: "What can be done",
  lineNumber: "Line",
  whenWho: "When, and by whom",
  outcome: "What became of it",
  newFacts: (n: number) => `${sayCount(n)} new`,
  mendedOf: (name: string) => `Mended rows of ${name}`,
  refusedRows: (n: number) => `${sayCount(n)} refused`,
  duplicatesShort: (n: number) => `${sayCount(n)} known`,
  states: {
    waiting: "waits",
    running: "under way",
    done: "done",
    failed: "did not work",
    cancelled: "cancelled",
  } as Record<string, string>,

  mendTitle: (name: string) => `Rows of ${name} that were refused`,
  mendHint:
    "Correct the cells here, then import the mended rows. Or correct the file itself and bring it again: rows that are in already do not count twice.",
  why: "Why",
  cell: (column: string, line: number) => `${column}, line ${line}`,
  importMended: (n: number) =>
    n === 0 ? "Try all again" : `Import ${countOf(n, "mended row", "mended rows")}`,
  cannotMend:
    "These rows cannot be mended here: download them, correct them in a text editor, and drop that file here.",
  downloadRaw: "Download as they are",

  mappings: "What is remembered",
  forget: "Forget",
  lastUsed: (day: string) => `last used ${day}`,

  sources: "Where it comes from",
  source: "Source",
  lastEvent: "Last event",
  perDay: "Each day of the last half year",
  total: "In all",
  ago: (seconds: number) =>
    seconds < 90
      ? "just now"
      : seconds < 5400
        ? `${String(Math.round(seconds / 60))} min ago`
        : seconds < 129_600
          ? `${String(Math.round(seconds / 3600))} h ago`
          : `${sayCount(Math.round(seconds / 86_400))} days ago`,
  silent: (n: number) => `silent for ${countOf(n, "day", "days")}`,
  chartOf: (source: string, most: number, gaps: number, spikes: number) =>
    `${source}: at most ${sayCount(most)} a day; ${countOf(gaps, "day", "days")} with less than usual, ${countOf(spikes, "day", "days")} with more`,
  lessThan: (day: string, n: number, low: number) =>
    `${day}: ${sayCount(n)}, at least ${sayCount(low)} were to be expected`,
  moreThan: (day: string, n: number, high: number) =>
    `${day}: ${sayCount(n)}, at most ${sayCount(high)} were to be expected`,
  daysInARow: (n: number) => `(${countOf(n, "day", "days")} like it)`,
  daysLess: (n: number) => `${sayCount(n)} with less`,
  daysMore: (n: number) => `${sayCount(n)} with more`,
  howMarked:
    "▽ marks days with less than usual, △ days with more: further from the same weekday in the eight weeks before than one day in a thousand would be by chance. With fewer than four such weeks nothing is said. Where four weeks in a row are like that, it is how it is now.",
  lookingAtData: "Looking at what came in…",
  notKnownYet: "not known yet",
  needsLook: "What needs a look",
  allWell: "Nothing stands out: no source is silent, everything names somebody, and no property has changed.",
  nobodys: "Of nobody",
  nobodysHint: "They name no customer, no account and nothing else, so no journey has them.",
  nobodysOf: (n: number, activity: string, source: string) =>
    `${countOf(n, "interaction", "interactions")} “${activity}” from ${source}`,
  unmentioned: "On no map",
  unmentionedHint: "It happens, and no step of any map counts it. Perhaps a step is missing.",
  addStep: (map: string) => `Add a step to “${map}”`,
  times: (n: number) => (n === 1 ? "once" : `${sayCount(n)} times`),
  drift: "Changed",
  driftHint: "The last four weeks beside the twelve before them. A release may have meant it so.",
  driftCame: (name: string, activity: string, source: string, share: string) =>
    `“${name}” is new: ${share} of “${activity}” from ${source} have it`,
  driftWent: (name: string, activity: string, source: string, share: string) =>
    `“${name}” is gone: before, ${share} of “${activity}” from ${source} had it`,
  driftType: (name: string, activity: string, source: string, before: string, now: string) =>
    `“${name}” was ${before} and is ${now} now, in “${activity}” from ${source}`,
  silentTitle: "Silent",
  silentHint: "They sent on days like these before, and send nothing now.",
  silentOf: (source: string, day: string) => `${source}: nothing since ${day}`,
  refusedTitle: "Refused",
  refusedHint: "Rows of files that could not be used, and wait to be mended.",
  refusedOf: (n: number, name: string) => `${countOf(n, "row", "rows")} of ${name}`,
  activitiesTitle: "What happened, by name",
  more: (n: number) => `and ${sayCount(n)} more`,

  connectTitle: "Connect a tool",
  connectHint: "What happens there comes in as it happens. Each page says what to click over there.",
  lights: {
    waiting: "waits for its first event",
    green: "events come in",
    paused: "paused",
    trouble: "the last one was refused",
  } as Record<string, string>,
  lightsOfPages: {
    waiting: "waits for its first page",
    green: "pages ask for messages",
    paused: "paused",
  } as Record<string, string>,
  brings: (what: string) => `Brings ${what}.`,
  begin: "Begin",
  ownersConnect: "Owners of this workspace can connect tools: ask one of them.",
  sourceNameHint: "as the log will call it from now on",
  beginFirst:
    "Press Begin, and the real address, key and secret stand below, ready to copy. Then send it to whoever does it over there, your developer perhaps.",
  comes: {
    server: "the address of this server",
    address: "the address for it",
    key: "your key",
    secret: "your secret",
  } as Readonly<Record<string, string>>,
  overThere: "What to do over there",
  copy: "Copy",
  copied: "Copied",
  addressOf: "Address",
  keyOf: "Write key",
  keyOfPages: "Key",
  secretOf: "Secret",
  makeKeyServer: "Make a key for servers",
  makeKeyBrowser: "Make a key for pages",
  origins: "Only from these pages (such as https://app.example.com; none: any)",
  pagesThatShow: "The pages that may show messages (such as https://app.example.com)",
  usedOn: (pages: readonly string[]) => `for ${pages.join(", ")}`,
  places: { browser: "for pages", server: "for servers" },
  makeSecret: "Make a secret",
  pasteSecret: "Paste their secret here",
  keepSecret: "Keep it",
  shownOnce: "Copy it now: it is shown only this once.",
  endsWith: (hint: string) => `…${hint}`,
  rotate: "Make a new one",
  rotateHint: "The old one stays valid for 24 hours.",
  revoke: "Take it back",
  reallyRevoke: "Take it back? What is sent with it is refused at once.",
  validUntil: (when: string) => `valid until ${when}`,
  pause: "Pause",
  resume: "Resume",
  remove: "Remove",
  reallyRemove: (name: string) => `Remove ${name}? What it sent stays; its keys stop at once.`,
  mappingOf: "What its JSON means",
  mappingHint:
    "A mapping file, as for imports. What stands deep inside is a column with dots: data.user.email.",
  save: "Save",
  tail: "What comes in, live",
  tailEmpty: "Nothing has come in since the server was started. Send something over there: it appears here.",
  tailCounts: (accepted: number, duplicates: number, rejected: number) =>
    `${sayCount(accepted)} taken in, ${sayCount(duplicates)} known already, ${sayCount(rejected)} refused`,
  isStep: (step: string, map: string) => `“${step}” on ${map}`,
  noStep: "no step: it counts where the customer stands",
  notAnInteraction: {
    traits: "what is known of somebody",
    identity: "who is who",
    context: "a dated event",
  } as Record<string, string>,
  statuses: { accepted: "taken in", duplicate: "known already", rejected: "refused" } as Record<
    string,
    string
  >,
  whatBecame: "What became of the messages",
  sentence: (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`,
  replayOf: (text: string) => `Sent twice? ${text.charAt(0).toUpperCase()}${text.slice(1)}.`,
} as const;
