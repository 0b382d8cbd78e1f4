// Listens to Ctrl-K and to ? on every page, and brings what they open when it is first wanted.

import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Command } from "./command";
import { type Early, NOTHING_YET, withKey } from "./early";
import { type PaletteHost, PaletteContext, type Source } from "./PaletteContext";

const Palette = lazy(() => import("./Palette").then((it) => ({ default: it.Palette })));
const KeySheet = lazy(() => import("./KeySheet").then((it) => ({ default: it.KeySheet })));

const SETTLED_MS = 3000;

export function PaletteProvider({ children }: { readonly children: ReactNode }) {
  const sources = useRef(new Set<Source>());
  // What is typed after Ctrl-K and before the palette is there; null once it has taken it.
  const early = useRef<Early | null>(null);
  const [shown, setShown] = useState<"palette" | "keys" | null>(null);
  const [commands, setCommands] = useState<readonly Command[]>([]);
  const isOpen = useRef(false);
  const gather = useCallback(() => {
    setCommands([...sources.current].flatMap((source) => source()));
  }, []);
  const show = useCallback(
    (what: "palette" | "keys") => {
      isOpen.current = true;
      gather();
      if (what === "palette") early.current = NOTHING_YET;
      setShown(what);
    },
    [gather],
  );
  const close = useCallback(() => {
    isOpen.current = false;
    setShown(null);
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isCommand = event.ctrlKey || event.metaKey;
      if (early.current !== null && !isCommand) {
        early.current = withKey(early.current, event.key);
        if (early.current === null) close();
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      if (isCommand && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        show("palette");
      } else if (event.key === "?" && !isCommand && !event.altKey && !isTypedInto(event.target)) {
        event.preventDefault();
        event.stopPropagation();
        show("keys");
      }
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => {
      window.removeEventListener("keydown", onKey, { capture: true });
    };
  }, [show, close]);
  const host = useMemo<PaletteHost>(
    () => ({
      open: () => {
        show("palette");
      },
      showKeys: () => {
        show("keys");
      },
      add: (source) => {
        sources.current.add(source);
        // What a page offers that is only just there is found too, where Ctrl-K was quicker.
        if (isOpen.current) gather();
        return () => {
          sources.current.delete(source);
        };
      },
    }),
    [show, gather],
  );
  useEffect(() => {
    // Brought once the page has settled, so that the first Ctrl-K need not wait for it.
    // Without a network it is not to be had now, and is asked for again when it is wanted.
    const timer = setTimeout(() => void import("./Palette").catch(() => undefined), SETTLED_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  const takeEarly = useCallback(() => {
    const taken = early.current ?? NOTHING_YET;
    early.current = null;
    return taken;
  }, []);
  return (
    <PaletteContext value={host}>
      {children}
      <Suspense fallback={null}>
        {shown === "palette" && (
          <Palette
            commands={commands}
            takeEarly={takeEarly}
            onKeys={() => {
              show("keys");
            }}
            onClose={close}
          />
        )}
        {shown === "keys" && <KeySheet commands={commands} onClose={close} />}
      </Suspense>
    </PaletteContext>
  );
}

function isTypedInto(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}
