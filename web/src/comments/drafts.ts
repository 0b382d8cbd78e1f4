// What somebody is writing, kept until it has been taken: over a reload, a lost network, a refusal.

import type { PersonRef } from "../api/generated/types.gen";

export interface Draft {
  readonly text: string;
  /** Under which id it is sent: sent again, it is there once. */
  readonly id: string;
  /** Whom it names. */
  readonly people: readonly PersonRef[];
}

export function emptyDraft(): Draft {
  return { text: "", id: crypto.randomUUID(), people: [] };
}

export function readDraft(key: string): Draft {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(key)) ?? "null") as Draft | null;
    if (kept && typeof kept.text === "string" && typeof kept.id === "string" && Array.isArray(kept.people))
      return kept;
  } catch {
    // What cannot be read was not ours.
  }
  return emptyDraft();
}

export function keepDraft(key: string, draft: Draft): void {
  if (draft.text === "") localStorage.removeItem(keyOf(key));
  else localStorage.setItem(keyOf(key), JSON.stringify(draft));
}

function keyOf(key: string): string {
  return `desirepath:draft:${key}`;
}
