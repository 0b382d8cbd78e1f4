// The words of what becomes of letters: e-mail analytics, and messages in the product.

import { countOf, sayCount } from "./figures";

export const letterWords = {
  title: "Letters",
  hint: "What becomes of every letter, credited to the day it was sent.",
  email: "E-mails",
  inApp: "Messages in your product",
  letter: "Letter",
  message: "Message",
  sent: "Sent",
  ready: "Ready",
  young: (n: number) => `${sayCount(n)} too young`,
  youngHint: (days: number) =>
    `Sent less than ${countOf(days, "day", "days")} ago: counted, and in no share, because nobody can say yet what becomes of them.`,
  others: "Others, whose template nobody tells",
  version: (n: number) => `version ${n}`,
  pick: (name: string) => `Hold “${name}” side by side with another`,
  sentIn: "Sent",
  always: "at any time",
  lately: (days: number) => `in the last ${countOf(days, "day", "days")}`,
  within: "Counts what came within",
  days: (n: number) => countOf(n, "day", "days"),
  notTold: "–",
  interval: (low: string, high: string) => `${low} to ${high}`,
  of: (n: number) => `of ${sayCount(n)}`,
  byDay: (name: string, days: number) =>
    `${name}, by the day of sending${days === 1 ? "" : `, a bar for every ${sayCount(days)} days`}`,
  all: "All letters",
  bar: (when: string, sent: number, came: number, what: string) =>
    `${when}: ${sayCount(sent)} sent, ${sayCount(came)} ${what}`,
  legend: (what: string) => `Bars: sent; filled: ${what}; hatched: too young to tell.`,
  pickHint: "Tick two letters to hold them side by side.",
  pickOneMore: "Tick another one to hold the two side by side.",
  sideBySide: "Side by side",
  clear: "Untick both",
  measure: "",
  difference: "Difference",
  howSure: "How sure",
  together: (since: string, until: string) =>
    since === until ? `Both went out on ${since}.` : `Both went out from ${since} to ${until}.`,
  verdicts: {
    differs: "differs",
    perhaps: "perhaps",
    "not sure": "can be chance",
    "not known": "not known of both",
  } as Readonly<Record<string, string>>,
  more: (n: number) => `about ${sayCount(n)} more of each would tell`,
  how: "How this is counted",
  kept: (name: string, n: number) => `“${name}”: ${sayCount(n)} kept, none sent, so no share is known.`,
  keptHint: "There is no mail server, so these letters stay in the outbox, to be read:",
  none: "Nothing has gone out yet.",
  noneHint:
    "Turn on a playbook that writes to people, or bring in what your mail provider tells of mails sent so far.",
  connect: "Connect your mail provider",
  connectHint:
    "Nobody tells us yet of opens and clicks. Connect your mail provider, and let it post what it knows.",
  inAppHint: "Put a few lines into your product, and playbooks can speak there.",
  inAppConnect: "Show messages in your product",
} as const;
