// An id made of a title: the same way in which the server makes one of answers.

import { plain } from "../../palette/matching";

const LONGEST = 48;

export function idOf(title: string, otherwise: string): string {
  const kept = plain(title)
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  if (kept === "") return otherwise;
  const named = /^[a-z]/.test(kept) ? kept : `${otherwise}-${kept}`;
  return named.slice(0, LONGEST).replace(/-+$/, "");
}
