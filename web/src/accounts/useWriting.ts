// Writing by hand: each deed has an id of its own, so that sent twice it is done once; and a way back.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { givePulse, reachMilestone, takeEntryBack, writeNote } from "../api/generated/sdk.gen";
import type { MilestoneIn, NoteIn, PulseIn, EntryWritten } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { tell } from "../app/told";
import { accountWords as said } from "../words/accounts";

export type Deed =
  | { readonly what: "note"; readonly body: Omit<NoteIn, "id">; readonly says: string }
  | { readonly what: "pulse"; readonly body: Omit<PulseIn, "id">; readonly says: string }
  | {
      readonly what: "milestone";
      readonly map: string;
      readonly body: Omit<MilestoneIn, "id" | "subject">;
      readonly says: string;
    };

export interface Whom {
  readonly of: string;
  readonly account: string;
}

/** Writes what it is told, says so, and offers to take it back. `onSettled` is called after either, `onBack` with
 * the id of what was taken back. */
export function useWriting(onSettled?: () => void, onBack?: (id: string) => void) {
  const queries = useQueryClient();
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: ["account"] });
    void queries.invalidateQueries({ queryKey: ["board"] });
    onSettled?.();
  };
  const back = useMutation({
    mutationFn: ({ of, account, id }: Whom & { readonly id: string }) =>
      answered(takeEntryBack({ path: { of, account, entry_id: id } })),
    onSuccess: (_, { id }) => {
      tell({ says: said.takenBackSaid });
      onBack?.(id);
      refresh();
    },
    onError: (error) => {
      tell({ says: error.message });
    },
  });
  const write = useMutation({
    mutationFn: ({ whom, deed, id }: { readonly whom: Whom; readonly deed: Deed; readonly id: string }) =>
      answered(send(whom, deed, id)),
    retry: 2,
    onSuccess: (written: EntryWritten, { whom, deed }) => {
      tell({
        says: written.is_seen ? deed.says : said.savedLater,
        action: {
          name: said.undo,
          run: () => {
            back.mutate({ ...whom, id: written.id });
          },
        },
      });
      refresh();
    },
  });
  return { write, back };
}

function send(whom: Whom, deed: Deed, id: string) {
  const path = { of: whom.of, account: whom.account };
  switch (deed.what) {
    case "note":
      return writeNote({ path, body: { ...deed.body, id } });
    case "pulse":
      return givePulse({ path, body: { ...deed.body, id } });
    case "milestone":
      return reachMilestone({
        path: { map_id: deed.map },
        body: { ...deed.body, id, subject: whom.account },
      });
  }
}
