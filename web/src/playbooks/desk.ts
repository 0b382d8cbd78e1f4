// What the parts of a playbook that is worked on share.

import type { ProblemOut } from "../api/generated/types.gen";
import { type Data, type Path, problemsIn } from "./book";
import type { Book } from "./useBook";

export interface Desk {
  readonly data: Data;
  readonly text: string;
  readonly problems: readonly ProblemOut[];
  readonly isChecking: boolean;
  /** What drafts of rules and conditions are kept under. */
  readonly place: string;
  /** The address of the part that is open; null: none is. */
  readonly opened: string | null;
  readonly open: (address: string | null) => void;
  readonly change: (data: Data) => void;
  /** The problems at a place, without those of the places inside it that show them themselves. */
  readonly problemsAt: (path: Path, without?: readonly Path[]) => readonly ProblemOut[];
}

export function deskOf(
  book: Book,
  data: Data,
  place: string,
  opened: string | null,
  open: (address: string | null) => void,
): Desk {
  return {
    data,
    text: book.text,
    problems: book.problems,
    isChecking: book.isChecking,
    place,
    opened,
    open,
    change: book.change,
    problemsAt: (path, without = []) => {
      const inside = without.flatMap((one) => problemsIn(book.problems, [...path, ...one]));
      return problemsIn(book.problems, path).filter((one) => !inside.includes(one));
    },
  };
}

/** The problems that no part shows: of the file itself, and of what has no part. */
export function problemsElsewhere(problems: readonly ProblemOut[], shown: readonly string[]) {
  return problems.filter(({ address }) => !shown.some((one) => address === one || startsIn(address, one)));
}

function startsIn(address: string, part: string): boolean {
  return address.startsWith(`${part}.`) || address.startsWith(`${part}[`);
}
