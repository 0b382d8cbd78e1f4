// What is typed after Ctrl-K and before the palette is there.

export interface Early {
  readonly letters: string;
  /** Whether Enter followed them: then what they find first is done. */
  readonly isMeant: boolean;
}

export const NOTHING_YET: Early = { letters: "", isMeant: false };

/** With one more key; null: Escape, it is wanted no longer. */
export function withKey(early: Early, key: string): Early | null {
  if (key === "Escape") return null;
  if (early.isMeant) return early;
  if (key === "Enter") return { ...early, isMeant: early.letters !== "" };
  if (key === "Backspace") return { ...early, letters: early.letters.slice(0, -1) };
  return key.length === 1 ? { ...early, letters: early.letters + key } : early;
}
