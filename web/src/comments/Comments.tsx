// What people say to one another about a step, as threads.

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { beginThread, listThreads, replyInThread, resolveThread } from "../api/generated/sdk.gen";
import type { PersonRef } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { sayWhen } from "../lived/measured";
import { words } from "../words/en";

export interface CommentsProps {
  readonly mapId: string;
  readonly node: string;
  readonly canComment: boolean;
  /** Counts up when somebody said something on this map. */
  readonly said: number;
}

export function Comments({ mapId, node, canComment, said }: CommentsProps) {
  const path = { map_id: mapId };
  const queries = useQueryClient();
  const key = ["threads", mapId, node, said];
  const threads = useQuery({
    queryKey: key,
    queryFn: () => answered(listThreads({ path, query: { node, state: "all" } })),
    placeholderData: keepPreviousData,
  });
  const again = () => queries.invalidateQueries({ queryKey: key });
  const begin = useMutation({
    mutationFn: (text: string) =>
      answered(beginThread({ path, body: { client_id: crypto.randomUUID(), node, property: "", text } })),
    onSuccess: again,
  });
  const reply = useMutation({
    mutationFn: ({ thread, text }: { thread: number; text: string }) =>
      answered(
        replyInThread({
          path: { ...path, comment_id: thread },
          body: { client_id: crypto.randomUUID(), text },
        }),
      ),
    onSuccess: again,
  });
  const resolve = useMutation({
    mutationFn: (thread: number) => answered(resolveThread({ path: { ...path, comment_id: thread } })),
    onSuccess: again,
  });
  const error = begin.error ?? reply.error ?? resolve.error ?? threads.error;
  return (
    <section>
      <h3>{words.comments}</h3>
      {error && <p role="alert">{error.message}</p>}
      <ul className="threads">
        {threads.data?.items.map((thread) => (
          <li key={thread.id} data-resolved={thread.resolved_at !== null || undefined}>
            {[thread, ...thread.replies].map((one) => (
              <p key={one.id}>
                <b>{one.by?.name ?? words.somebody}</b> <span className="quiet">{sayWhen(one.at)}</span>
                <br />
                {one.deleted_at === null ? (
                  named(one.text, one.mentions)
                ) : (
                  <span className="quiet">{words.wasDeleted}</span>
                )}
              </p>
            ))}
            {canComment && thread.resolved_at === null && (
              <div className="actions">
                <Write
                  label={words.reply}
                  onSend={(text) => {
                    reply.mutate({ thread: thread.id, text });
                  }}
                />
                <button
                  type="button"
                  className="button"
                  onClick={() => {
                    resolve.mutate(thread.id);
                  }}
                >
                  {words.resolve}
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {canComment && (
        <Write
          label={words.comment}
          onSend={(text) => {
            begin.mutate(text);
          }}
        />
      )}
    </section>
  );
}

/** A text with its mentions (@person:7) as names. */
function named(text: string, people: readonly PersonRef[]): string {
  return people.reduce((said, { id, name }) => said.replaceAll(`@person:${id}`, `@${name}`), text);
}

function Write({ label, onSend }: { readonly label: string; readonly onSend: (text: string) => void }) {
  const [text, setText] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === "") return;
        onSend(text.trim());
        setText("");
      }}
    >
      <input
        className="field"
        value={text}
        maxLength={4000}
        placeholder={label}
        aria-label={label}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
    </form>
  );
}
