// A playbook while somebody works on it: its text, what that says as data, what is wrong with it, and the ways
// back and forth. Every change of a hand goes to the server, which says it in the file: comments and all that was
// not touched stay. Nothing is kept there before it is saved; what is begun is kept in this browser tab.

import { useCallback, useEffect, useRef, useState } from "react";
import { checkPlaybook } from "../api/generated/sdk.gen";
import type { ProblemOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { useDraft } from "../rules/draft";
import type { Data } from "./book";

export interface Book {
  readonly text: string;
  /** Null: the text is no file that can be shown; mend the text first. */
  readonly data: Data | null;
  readonly problems: readonly ProblemOut[];
  /** Whether the server has not yet said what the latest change says. */
  readonly isChecking: boolean;
  readonly error: Error | null;
  readonly change: (data: Data) => void;
  readonly changeText: (text: string) => void;
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  /** What was worked on is kept now. */
  readonly forget: () => void;
}

interface Wanted {
  readonly text?: string;
  readonly data?: Data;
  readonly how: "change" | "undo" | "redo" | "look";
}

const MOST_STEPS = 100;
/** Changes that follow one another so quickly are one step back. */
const ONE_STEP_MS = 900;

export function useBook(key: string, kept: string, id: string | null): Book {
  const [draft, keepDraft] = useDraft<string>(`playbook:${key}`);
  const [text, setText] = useState(draft?.work ?? kept);
  const [data, setData] = useState<Data | null>(null);
  const [ahead, setAhead] = useState<Data | null>(null);
  const [problems, setProblems] = useState<readonly ProblemOut[]>([]);
  const [isChecking, setChecking] = useState(true);
  const [error, setError] = useState<Error | null>(null);
  const [past, setPast] = useState<readonly string[]>([]);
  const [future, setFuture] = useState<readonly string[]>([]);
  const known = useRef(text);
  const waiting = useRef<Wanted | null>(null);
  const isBusy = useRef(false);
  const steppedAt = useRef(0);
  const remember = useCallback((before: string, how: Wanted["how"]) => {
    if (how === "undo") {
      setPast((all) => all.slice(0, -1));
      setFuture((all) => [...all, before]);
    } else if (how === "redo") {
      setFuture((all) => all.slice(0, -1));
      setPast((all) => [...all, before]);
    } else if (how === "change") {
      const now = performance.now();
      if (now - steppedAt.current > ONE_STEP_MS) setPast((all) => [...all, before].slice(-MOST_STEPS));
      steppedAt.current = now;
      setFuture([]);
    }
  }, []);
  const ask = useCallback(
    async (wanted: Wanted) => {
      waiting.current = wanted;
      if (isBusy.current) return;
      isBusy.current = true;
      setChecking(true);
      try {
        for (let next: Wanted | null = wanted; next !== null; next = waiting.current) {
          waiting.current = null;
          const body = {
            text: next.text ?? known.current,
            id,
            ...(next.data ? { data: next.data as Record<string, unknown> } : {}),
          };
          const found = await answered(checkPlaybook({ body }));
          if (found.text !== known.current) remember(known.current, next.how);
          known.current = found.text;
          setText(found.text);
          setData(found.data as Data | null);
          setProblems(found.problems);
        }
        setError(null);
      } catch (problem) {
        waiting.current = null;
        setError(problem instanceof Error ? problem : new Error(String(problem)));
      } finally {
        isBusy.current = false;
        setAhead(null);
        setChecking(false);
      }
    },
    [id, remember],
  );
  useEffect(() => {
    void ask({ text: known.current, how: "look" });
  }, [ask]);
  useEffect(() => {
    keepDraft(text === kept ? null : { work: text, base: kept });
  }, [text, kept, keepDraft]);
  const back = past.at(-1);
  const forth = future.at(-1);
  return {
    text,
    data: ahead ?? data,
    problems,
    isChecking,
    error,
    change: (next) => {
      setAhead(next);
      void ask({ data: next, how: "change" });
    },
    changeText: (next) => void ask({ text: next, how: "change" }),
    undo: back === undefined ? null : () => void ask({ text: back, how: "undo" }),
    redo: forth === undefined ? null : () => void ask({ text: forth, how: "redo" }),
    forget: () => {
      keepDraft(null);
    },
  };
}
