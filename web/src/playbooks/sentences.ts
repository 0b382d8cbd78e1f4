// A playbook in sentences: when, only if, then, until, and within which limits.

import type { PlaybookWords } from "../api/generated/types.gen";
import { readSpan } from "../fields/spans";
import type { Value } from "../map/valueMerge";
import { sayDeeds } from "../rules/sentence";
import { readSegment } from "../segments/expression";
import { saySegment } from "../segments/sentence";
import { playbookWords as said } from "../words/playbooks";
import { type Data, getAt, kindOf, listOf, mappingOf, movesOf, textOf, triggerOf } from "./book";
import { sayCount } from "../words/figures";

/** 14d as 14 days; what is no length of time as it is. */
export function saySpan(text: string): string {
  const span = readSpan(text);
  if (!span) return text;
  const unit = span.number === 1 ? span.unit.slice(0, -1) : span.unit;
  return `${sayCount(span.number)} ${unit}`;
}

export function stepsOf(data: Data, words: PlaybookWords | undefined) {
  return words?.maps.find((one) => one.id === data.map)?.steps ?? [];
}

function sayStep(id: Value, data: Data, words: PlaybookWords | undefined): string {
  const step = stepsOf(data, words).find((one) => one.id === id);
  return said.quoted(step?.name ?? textOf(id));
}

/** What begins a run, after "an account …". */
export function sayTrigger(trigger: Data, data: Data, words: PlaybookWords | undefined): string {
  const kind = triggerOf(trigger);
  const step = kind === null ? "" : sayStep(trigger[kind], data, words);
  switch (kind) {
    case "enters":
      return said.enters(step);
    case "leaves":
      return said.leaves(step);
    case "skips":
      return said.skips(step);
    case "stalls_at": {
      const longer = textOf(trigger.longer_than);
      const promised = stepsOf(data, words).find((one) => one.id === trigger.stalls_at)?.within;
      if (longer !== "") return said.stalls(step, saySpan(longer));
      return said.stallsTwice(step, promised ? saySpan(promised) : "");
    }
    case "misses":
      return said.misses(step, saySpan(textOf(trigger.within)));
    case "handoff_late":
      return said.handoffLate(step);
    case "poor_experience":
      return said.poor(listOf(trigger.poor_experience).map(textOf).join(", "));
    case "health_falls_to":
      return said.healthFalls(textOf(trigger.health_falls_to));
    case "renewal_in":
      return said.renewalIn(saySpan(textOf(trigger.renewal_in)));
    case "does":
      return said.does(sayDeeds(trigger.does, textOf(data.of) || "account").join(` ${said.orWord} `));
    case null:
      return said.nothingNamed;
  }
}

/** What a move does, in one line. */
export function sayMove(move: Data, data: Data): string {
  const kind = kindOf(move);
  if (kind === null) return said.doesNothing;
  const body = mappingOf(move[kind]);
  switch (kind) {
    case "task":
    case "in_app":
      return sayValues(textOf(body.title));
    case "email":
    case "ask":
      return sayValues(textOf(body.subject));
    case "chat":
      return sayValues(textOf(body.text));
    case "webhook":
      return textOf(body.event);
    case "set_trait":
      return said.becomes(textOf(body.name).replaceAll("_", " "), sayValues(textOf(body.value)));
    case "start":
    case "stop":
      return textOf(move[kind]);
    case "wait":
      return said.waits(saySpan(textOf(move.wait)));
    case "wait_until":
      return sayWaitUntil(body, data);
    case "branch":
      return sayBranch(body, data);
  }
}

/** The values in a line by their names, in brackets: what stands there is the receiver's. */
export function sayValues(text: string): string {
  return text.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (_, name: string) => said.valueSaid(sayValue(name)));
}

/** What people call a value that messages show. */
export function sayValue(name: string): string {
  return said.valueNames[name] ?? name.replaceAll("_", " ");
}

/** To whom of an account's people: whoever is lead. */
export function sayReceivers(to: string, most: number): string {
  const segment = readSegment(to);
  const [only, ...more] = segment?.conditions ?? [];
  const isRole = only?.name === "traits.role" && (only.form === "is" || only.form === "one_of");
  if (to === "" || only === undefined) return said.toAnybody(most);
  if (isRole && more.length === 0) {
    return said.toRole(only.values.map(String).join(` ${said.orWord} `), most);
  }
  return said.toPeople(saySegment(to), most);
}

/** The first line of a move by its id; null where the playbook has none of this id. */
export function headOf(data: Data, id: string): string | null {
  const search = (moves: readonly Data[]): Data | null => {
    for (const move of moves) {
      if (move.id === id) return move;
      const inside = ["then", "otherwise"].flatMap((way) => movesOf(getAt(move, ["branch", way])));
      const found = search(inside);
      if (found) return found;
    }
    return null;
  };
  const move = search(movesOf(data.moves));
  return move === null || kindOf(move) === null ? null : sayMove(move, data);
}

/** Beside the line: to whom, or for whom until when. */
export function sayWhom(move: Data, data: Data): string {
  const kind = kindOf(move);
  const body = kind === null ? {} : mappingOf(move[kind]);
  if (kind === "task") {
    return said.taskFor(textOf(body.role) || said.usualRole, saySpan(textOf(body.due) || "1d"));
  }
  if (kind === "email" || kind === "ask" || kind === "in_app") {
    if (data.of === "customer") return said.toCustomer;
    const most = typeof body.most_people === "number" ? body.most_people : 1;
    return sayReceivers(textOf(body.to), most);
  }
  return kind === "chat" ? said.inChannel(textOf(body.channel)) : kind === "webhook" ? textOf(body.to) : "";
}

function sayWaitUntil(body: Data, data: Data): string {
  if (body.does !== undefined) {
    const what = sayDeeds(body.does, textOf(data.of) || "account").join(` ${said.orWord} `);
    return said.waitsFor(what, saySpan(textOf(body.at_most)));
  }
  if (body.before_renewal !== undefined) return said.waitsBefore(saySpan(textOf(body.before_renewal)));
  return said.waitsUntil(textOf(body.time), sayDays(body.days));
}

function sayBranch(body: Data, data: Data): string {
  const parts = [
    ...(body.if !== undefined ? [saySegment(textOf(body.if))] : []),
    ...(body.did !== undefined ? [said.hasDone(sayDeeds(body.did, textOf(data.of) || "account"))] : []),
  ];
  return parts.length === 0 ? said.noWay : said.ifSo(parts.join(` ${said.andWord} `));
}

export function sayDays(days: Value): string {
  return listOf(days)
    .map((day) => said.weekdays[textOf(day)] ?? textOf(day))
    .join(", ");
}

/** The quiet hours; of none: the empty text. */
export function sayQuiet(quiet: Value): string {
  const from = textOf(getAt(quiet, ["from"]));
  const until = textOf(getAt(quiet, ["until"]));
  const days = sayDays(getAt(quiet, ["days"]));
  const zone = textOf(getAt(quiet, ["zone"]));
  const parts = [
    ...(from !== "" && until !== "" ? [said.quietFrom(from, until)] : []),
    ...(days !== "" ? [said.quietOn(days)] : []),
  ];
  return parts.length === 0 ? "" : `${parts.join(` ${said.andWord} `)}${zone === "" ? "" : ` (${zone})`}`;
}
