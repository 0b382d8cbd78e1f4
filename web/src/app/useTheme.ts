// The colours that are shown, for pictures that the server draws.

import { useSyncExternalStore } from "react";
import { onThemeChange, shownTheme } from "./theme";

export function useShownTheme(): "light" | "dark" {
  return useSyncExternalStore(onThemeChange, shownTheme);
}
