// Where pages say what can be done on them, for Ctrl-K and the sheet of keys.

import { createContext, useContext, useEffect, useRef } from "react";
import type { Command } from "./command";

export type Source = () => readonly Command[];

export interface PaletteHost {
  readonly open: () => void;
  readonly showKeys: () => void;
  /** Adds a source; the answer takes it away. */
  readonly add: (source: Source) => () => void;
}

const nothing = () => undefined;

export const PaletteContext = createContext<PaletteHost>({
  open: nothing,
  showKeys: nothing,
  add: () => nothing,
});

export function usePalette(): PaletteHost {
  return useContext(PaletteContext);
}

/** Offers commands in Ctrl-K for as long as the component is there. They are made when somebody looks. */
export function useCommands(commands: Source): void {
  const { add } = usePalette();
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => add(() => latest.current()), [add]);
}
