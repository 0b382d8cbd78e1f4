// The words of the support page: when customers need us most, how fast they are served, what they ask.

import { sayCount } from "./figures";

export const supportWords = {
  title: "Support moments",
  none: "There is nothing to show yet.",
  moments: "Where we serve them worst",
  momentsHint:
    "Of a hundred who set out on this way, so many tickets are opened at a step and served badly: tickets from a visit × how many come here × how badly they are served. Most first.",
  step: "Step",
  tickets: (count: number, who: number) => `${sayCount(count)} tickets from ${sayCount(who)}`,
  perVisits: "tickets each 100 times somebody is at this step",
  elsewhere: (rate: string) => `at the other steps ${rate}`,
  more: "(more here, beyond chance)",
  reach: "Come here",
  back: "Come back",
  slow: { answered: "Wait over a day", solved: "Open over a day" },
  ofSo: (n: number) => `of ${sayCount(n)}`,
  poor: "Poor answers",
  need: (of: string) => `badly served tickets per 100 ${of}s that set out`,
  needNotKnown: "how many are served badly is not known",
  hints: {
    back: "Of the tickets that were called solved, the share that was opened again.",
    slow: {
      answered: "The share that waited longer than a day for a first answer; too young ones are not counted.",
      solved:
        "The data hold no answers: the share that was not solved within a day; too young ones are not counted.",
    },
    poor: "Of the answers to our questions given here, the share with 1 or 2 of five (1 to 3 of seven).",
  },
  asks: "They write",
  channels: "How fast each channel helps",
  channelsHint:
    "Open tickets count for as long as they have lasted, so that slow ones are not left out. Solved is solved for good: a ticket that came back is open again.",
  channelsMethod: "By the method of Kaplan and Meier.",
  channel: "Channel",
  all: "All",
  notTold: "not told",
  count: "Tickets",
  open: "Open",
  answeredHalf: "Half answered in",
  solvedHalf: "Half solved in",
  solvedMost: "Nine in ten solved in",
  faster: "faster than the others",
  slower: "slower than the others",
  noDifference: "No channel differs from the others by more than chance.",
  topics: "What they ask again and again",
  topicsHint: (inTopics: number, all: number) =>
    `${sayCount(inTopics)} of ${sayCount(all)} tickets with words are about something that repeats. Topics are found by the words that tickets share and are called after the most typical ticket; examples are shown without names, addresses and long numbers.`,
  noTopics: "No ticket has words that repeat.",
  theirWords: (them: string) => `Words they share: ${them}`,
  topicOf: (share: string, count: number) => `${share} · ${sayCount(count)} tickets`,
  lately: (now: number, before: number) =>
    `${sayCount(now)} in the last 30 days, ${sayCount(before)} in the 30 before`,
  reopened: (share: string) => `${share} come back`,
  solved: (time: string) => `half solved in ${time}`,
  from: (steps: string) => `mostly at ${steps}`,
  knowledge: {
    missing: "Nothing to read was found about this",
    "not read": "There is something to read, and nobody who asked had read it",
    "does not help": "They had read about it, and asked all the same",
    "read by some": "Some who asked had read about it",
    "not known": "",
  },
  readBefore: (share: string, interval: string) =>
    `${share} (${interval} %) had read it in the 30 days before`,
  articles: (names: string) => `To read: ${names}`,
  missing: "What nobody wrote yet",
  nobodys: (count: number) =>
    count === 1
      ? "1 ticket is of nobody known, and at no step."
      : `${sayCount(count)} tickets are of nobody known, and at no step.`,
  asOf: (day: string) => `As known on ${day}, the end of the data.`,
  notKnown: "not known",
} as const;
