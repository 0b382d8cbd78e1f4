// One persona, changed field by field: seen at once, sent one after the other, and each can be undone.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { changeOnePersona, onePersona } from "../api/generated/sdk.gen";
import type { PersonaWhole } from "../api/generated/types.gen";
import { answered } from "../api/http";
import type { UntilProps } from "../pages/Until";
import { type Json, same, type Value } from "../map/valueMerge";

export type Fields = Readonly<Record<string, Json>>;

interface Change {
  readonly name: string;
  readonly value: Value;
}

export interface OpenPersona {
  /** The asking for it. */
  readonly answer: UntilProps["answer"];
  readonly persona: PersonaWhole | undefined;
  readonly fields: Fields;
  readonly error: Error | null;
  readonly isSaving: boolean;
  readonly set: (name: string, value: Value) => void;
  /** Takes the last change back; null: there is none of ours. */
  readonly undo: (() => void) | null;
}

export function usePersona(id: string): OpenPersona {
  const queries = useQueryClient();
  const key = ["persona", id];
  const query = useQuery({
    queryKey: key,
    queryFn: () => answered(onePersona({ path: { persona_id: id } })),
  });
  const confirmed = useRef<Fields | null>(null);
  const [made, setMade] = useState<readonly Change[]>([]);
  const change = useMutation({
    scope: { id: `persona:${id}` },
    mutationFn: ({ name, value }: Change) => {
      const was = (confirmed.current ?? {})[name];
      return answered(
        changeOnePersona({
          path: { persona_id: id },
          body: { fields: { [name]: value ?? null }, was: { [name]: was ?? null } },
        }),
      );
    },
    onSuccess: (persona) => {
      confirmed.current = persona.fields as Fields;
      void queries.invalidateQueries({ queryKey: ["personas"] });
    },
    onError: () => {
      confirmed.current = null;
      setMade([]);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  const fields = (query.data?.fields ?? {}) as Fields;
  const put = ({ name, value }: Change) => {
    confirmed.current ??= fields;
    void queries.cancelQueries({ queryKey: key });
    queries.setQueryData<PersonaWhole>(key, (before) => {
      if (!before) return before;
      const { [name]: _, ...rest } = before.fields;
      return { ...before, fields: value === undefined ? rest : { ...rest, [name]: value } };
    });
    change.mutate({ name, value });
  };
  const last = made.at(-1);
  return {
    answer: query,
    persona: query.data,
    fields,
    error: change.error ?? query.error,
    isSaving: change.isPending,
    set: (name, value) => {
      if (same(fields[name], value)) return;
      setMade((before) => [...before, { name, value: fields[name] }]);
      put({ name, value });
    },
    undo: last
      ? () => {
          setMade((before) => before.slice(0, -1));
          put(last);
        }
      : null,
  };
}
