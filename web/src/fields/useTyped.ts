// What is being typed in a field, apart from what is kept: what others change meanwhile does not disturb it, and
// a field that goes away keeps what was typed into it.

import { useEffect, useRef, useState } from "react";

export interface Typed {
  readonly text: string;
  readonly type: (text: string) => void;
  /** Keep what was typed, if it says something else than before. */
  readonly finish: (text?: string) => void;
  readonly leave: () => void;
}

export function useTyped(value: string, onKeep: (text: string) => void): Typed {
  const [typed, setTyped] = useState<string | null>(null);
  const latest = useRef({ typed, value, onKeep });
  useEffect(() => {
    latest.current = { typed, value, onKeep };
  });
  useEffect(
    () => () => {
      const now = latest.current;
      if (now.typed !== null && now.typed.trim() !== now.value) now.onKeep(now.typed.trim());
    },
    [],
  );
  return {
    text: typed ?? value,
    type: setTyped,
    finish: (text) => {
      const said = (text ?? typed ?? value).trim();
      setTyped(null);
      latest.current = { ...latest.current, typed: null };
      if (said !== value) onKeep(said);
    },
    leave: () => {
      setTyped(null);
    },
  };
}
