// How near the board is looked at: 25 to 200 %, in steps, or so that the whole width fits.

import { type RefObject, useCallback, useMemo, useState } from "react";

const ZOOMS = [0.25, 0.35, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;

export interface Zoom {
  readonly value: number;
  readonly nearer: () => void;
  readonly farther: () => void;
  readonly fit: () => void;
}

/** `scroller` is the element that scrolls; its first child is the board. */
export function useZoom(scroller: RefObject<HTMLElement | null>): Zoom {
  const [value, setValue] = useState(1);
  const by = useCallback((steps: 1 | -1) => {
    setValue((now) => {
      const index = ZOOMS.findIndex((one) => one >= now - 0.001);
      return ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, index + steps))] ?? 1;
    });
  }, []);
  const fit = useCallback(() => {
    const it = scroller.current;
    const inner = it?.firstElementChild;
    if (!it || !inner) return;
    setValue((now) => Math.max(ZOOMS[0], Math.min(1, it.clientWidth / inner.scrollWidth)) || now);
  }, [scroller]);
  return useMemo(
    () => ({
      value,
      nearer: () => {
        by(1);
      },
      farther: () => {
        by(-1);
      },
      fit,
    }),
    [value, by, fit],
  );
}
