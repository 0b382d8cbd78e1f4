// A scorecard while somebody works on it: what the server has, what was changed since, and the ways back and
// forth. Every change is kept at once, one after the other; whoever was slower is told.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { oneScorecard, saveScorecard } from "../api/generated/sdk.gen";
import type { ScorecardWhole } from "../api/generated/types.gen";
import { answered, Refused } from "../api/http";
import type { CardData } from "./card";

export interface Draft {
  readonly whole: ScorecardWhole | undefined;
  /** What is shown: changes of a hand at once, also while they are being kept. */
  readonly data: Record<string, unknown> | null;
  readonly isSaving: boolean;
  readonly error: Error | null;
  readonly isConflict: boolean;
  readonly change: (card: CardData) => void;
  readonly changeText: (text: string) => void;
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  readonly reload: () => void;
  readonly replace: (whole: ScorecardWhole) => void;
  readonly query: ReturnType<typeof useQuery<ScorecardWhole>>;
}

interface Wanted {
  readonly text?: string;
  readonly card?: CardData;
}

const MOST_STEPS = 100;

export function useDraft(id: string): Draft {
  const queries = useQueryClient();
  const query = useQuery<ScorecardWhole>({
    queryKey: ["scorecard", id],
    queryFn: () => answered(oneScorecard({ path: { card_id: id } })),
    staleTime: Infinity,
  });
  const [ahead, setAhead] = useState<CardData | null>(null);
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const [past, setPast] = useState<readonly string[]>([]);
  const [future, setFuture] = useState<readonly string[]>([]);
  const waiting = useRef<Wanted | null>(null);
  const isBusy = useRef(false);
  const replace = useCallback(
    (whole: ScorecardWhole) => {
      queries.setQueryData(["scorecard", id], whole);
      void queries.invalidateQueries({ queryKey: ["scorecards"] });
    },
    [queries, id],
  );
  const keep = useCallback(
    async (wanted: Wanted, onKept: (before: string) => void) => {
      waiting.current = wanted;
      if (isBusy.current) return;
      isBusy.current = true;
      setSaving(true);
      try {
        for (let next: Wanted | null = wanted; next !== null; next = waiting.current) {
          waiting.current = null;
          const known = queries.getQueryData<ScorecardWhole>(["scorecard", id]);
          if (!known) break;
          const body = {
            text: next.text ?? known.text,
            ...(next.card ? { data: next.card as unknown as Record<string, unknown> } : {}),
            base: known.draft?.revision ?? null,
          };
          const saved = await answered(saveScorecard({ path: { card_id: id }, body }));
          if (saved.text !== known.text) onKept(known.text);
          replace(saved);
        }
        setError(null);
      } catch (problem) {
        waiting.current = null;
        setError(problem instanceof Error ? problem : new Error(String(problem)));
      } finally {
        isBusy.current = false;
        setAhead(null);
        setSaving(false);
      }
    },
    [queries, id, replace],
  );
  const remember = (before: string) => {
    setPast((known) => [...known, before].slice(-MOST_STEPS));
    setFuture([]);
  };
  const back = past.at(-1);
  const forth = future.at(-1);
  return {
    whole: query.data,
    data: ahead ? (ahead as unknown as Record<string, unknown>) : (query.data?.data ?? null),
    isSaving,
    error,
    isConflict: error instanceof Refused && error.status === 409,
    change: (card) => {
      setAhead(card);
      void keep({ card }, remember);
    },
    changeText: (text) => void keep({ text }, remember),
    undo:
      back === undefined
        ? null
        : () => {
            void keep({ text: back }, (now) => {
              setPast((known) => known.slice(0, -1));
              setFuture((known) => [...known, now]);
            });
          },
    redo:
      forth === undefined
        ? null
        : () => {
            void keep({ text: forth }, (now) => {
              setFuture((known) => known.slice(0, -1));
              setPast((known) => [...known, now]);
            });
          },
    reload: () => {
      setError(null);
      void query.refetch();
    },
    replace,
    query,
  };
}
