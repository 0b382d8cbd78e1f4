// People named in a text. Who writes sees and types names (@Ana Lima); what is sent names people by id
// (@person:7), so that a name can change and two of one name are not mixed up.

import type { PersonRef } from "../api/generated/types.gen";

export interface Sought {
  /** Where the @ stands. */
  readonly start: number;
  /** What was typed after it. */
  readonly text: string;
}

export interface Piece {
  readonly text: string;
  /** Whether it names somebody. */
  readonly isName: boolean;
}

const KEPT = /@person:(\d{1,18})(?!\d)/g;
const BEING_TYPED = /(?:^|[\s([{"“])@([^\n@]{0,40})$/u;

/** The name that is being typed before the caret; null where none is. */
export function soughtAt(text: string, caret: number): Sought | null {
  const found = BEING_TYPED.exec(text.slice(0, caret));
  const typed = found?.[1];
  return typed === undefined ? null : { start: caret - typed.length - 1, text: typed };
}

/** A kept text with names, for reading or changing. */
export function withNames(text: string, people: readonly PersonRef[]): string {
  const names = new Map(people.map((one) => [String(one.id), one.name]));
  return text.replaceAll(KEPT, (kept, id: string) => {
    const name = names.get(id);
    return name === undefined ? kept : `@${name}`;
  });
}

/** A typed text as it is sent: of names that begin alike the longest counts. */
export function withIds(text: string, people: readonly PersonRef[]): string {
  let rest = text;
  let made = "";
  const byLength = people.toSorted((one, other) => other.name.length - one.name.length);
  for (let at = rest.indexOf("@"); at >= 0; at = rest.indexOf("@")) {
    made += rest.slice(0, at);
    rest = rest.slice(at);
    const named = byLength.find((one) => startsWithName(rest.slice(1), one.name));
    made += named ? `@person:${named.id}` : "@";
    rest = rest.slice(1 + (named?.name.length ?? 0));
  }
  return made + rest;
}

/** The text in pieces, those that name somebody apart. */
export function piecesOf(text: string, people: readonly PersonRef[]): readonly Piece[] {
  const names = new Map(people.map((one) => [String(one.id), one.name]));
  const pieces: Piece[] = [];
  let reached = 0;
  for (const found of text.matchAll(KEPT)) {
    const name = names.get(found[1] ?? "");
    if (name === undefined) continue;
    if (found.index > reached) pieces.push({ text: text.slice(reached, found.index), isName: false });
    pieces.push({ text: `@${name}`, isName: true });
    reached = found.index + found[0].length;
  }
  if (reached < text.length) pieces.push({ text: text.slice(reached), isName: false });
  return pieces;
}

function startsWithName(text: string, name: string): boolean {
  return name !== "" && text.startsWith(name) && !/^[\p{L}\p{N}_]/u.test(text.slice(name.length));
}
