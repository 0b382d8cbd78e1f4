// The words of rules: what counts as being here, as starting, as arriving.

import type { Form } from "../rules/rule";
import { sayCount } from "./figures";

export const ruleWords = {
  /** How a comparison is chosen… */
  forms: {
    is: "is",
    one_of: "is any of",
    is_not: "is there, but not",
    at_least: "is at least",
    at_most: "is at most",
    more_than: "is more than",
    less_than: "is less than",
    contains: "contains",
    exists: "is known",
  } satisfies Record<Form, string>,
  /** …and said of a number, before what is counted. */
  amounts: {
    at_least: "at least",
    at_most: "at most",
    more_than: "more than",
    less_than: "fewer than",
  } as Readonly<Partial<Record<Form, string>>>,
  /** Names of the log that nobody would say. */
  called: {
    distinct_users: "different people",
  } as Readonly<Record<string, string>>,
  isKnown: "is known",
  isNotKnown: "is not known",
  anything: "anything happens",
  happens: (activity: string) => `“${activity}”`,
  through: (channel: string) => `through ${channel}`,
  from: (source: string) => `as ${source} tells it`,
  where: "where",
  and: "and",
  or: "or",
  traitOf: (trait: string, subject: string) => `${trait} of the ${subject}`,
  ownField: {
    score: "the score",
    amount: "the amount",
    direction: "the direction",
    actor: "who acted",
    solicited: "whether we asked for it",
  } as Readonly<Record<string, string>>,
  own: {
    by_customer: "by the customer",
    by_us: "by us",
    true: "yes",
    false: "no",
  } as Readonly<Record<string, string>>,
  quoted: (text: string) => `“${text}”`,

  change: "Change",
  begin: "Choose what counts",
  activity: "What happens",
  anyActivity: "anything",
  channel: "Channel",
  anyChannel: "any channel",
  source: "Source",
  anySource: "any source",
  only: "Only where",
  property: "What is compared",
  comparison: "How",
  value: "With what",
  valueOr: "or",
  addValue: "another value",
  takeAway: (what: string) => `Take ${what} away`,
  addCondition: "Add a condition",
  addChannel: "Add a channel",
  addSource: "Add a source",
  addClause: "Or something else",
  duplicate: "Copy this one",
  removeClause: "Take this one away",
  clause: (i: number) => `What counts (${i})`,
  condition: (i: number) => `Condition ${i}`,
  ofActivity: (activity: string) => (activity === "" ? "Properties" : `Properties of “${activity}”`),
  ofSubject: (subject: string) => `What is known of the ${subject}`,
  ofInteraction: "Of the interaction itself",
  times: sayCount,
  timesFrom: (times: string, source: string) => `${times}, from ${source}`,
  between: (low: string, high: string) => `${low} to ${high} in the log`,
  yes: "yes",
  no: "no",

  possible: "What a rule can say",
  possibleHint:
    "A rule looks at one thing that happened: its name, its channel, its source, and what came with it. It does not count: “for the third time” needs a property that says so, such as a running number that your tool sends. The first that matches counts; more of the same change nothing.",
  asText: "As text",
  asClauses: "As a form",
  textHint: "One rule a line. Any of them counts.",
  textWrong: (line: number) => `Line ${line} is no rule. Write {"activity": "call.held"}, for example.`,
  kept: (names: string) => `Kept as it is: ${names}`,
  cannotBeClicked: "This says more than can be clicked. Change it as text; nothing of it is lost.",

  save: "Save",
  /** Everything else on a map is kept as one types. */
  savedBySave: "Counts only when you save it.",
  cancel: "Cancel",
  discard: "Throw away",
  draft: "You began to change this. It is not saved yet.",
  changedMeanwhile: "Somebody changed this since you began. It now says:",
  counting: "Counting…",
  matches: (interactions: number, subjects: number, subject: string) =>
    `${sayCount(interactions)} ${interactions === 1 ? "interaction" : "interactions"} by ${sayCount(subjects)} ${
      subjects === 1 ? subject : plural(subject)
    }`,
  matchesNothing: "Nothing in the log matches this yet.",
  noSubject: (subject: string) =>
    `Nobody in this log is a “${subject}”: see who travels, in the map's settings.`,
  examples: "Show the five latest",
  hideExamples: "Hide examples",
  wrong: {
    nothing: "Nothing is chosen here, so that everything would count. Choose what happens.",
    no_name: "Choose what is compared.",
    no_value: "Say with what.",
    twice: "The same is asked twice. Put both into one “is any of”.",
    impossible: "Nothing can be both. Correct the bounds.",
    no_text: 'This is no rule. Write {"activity": "call.held"}, for example.',
  },
} as const;

/** More than one of a type of object: accounts, companies. */
export function plural(subject: string): string {
  if (/[^aeiou]y$/.test(subject)) return `${subject.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(subject) ? `${subject}es` : `${subject}s`;
}
