// What was ever done to the map: who, when, in words; and how it was at any moment, to look at or to bring back.

import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { diff, history_ as readHistory, nameVersion, restore, versions } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { sayWhen } from "../lived/measured";
import { words } from "../words/en";

export interface HistoryPanelProps {
  readonly mapId: string;
  readonly revision: number;
  readonly canEdit: boolean;
  readonly onClose: () => void;
}

export function HistoryPanel({ mapId, revision, canEdit, onClose }: HistoryPanelProps) {
  const path = { map_id: mapId };
  const [picked, setPicked] = useState<number | null>(null);
  const entries = useInfiniteQuery({
    queryKey: ["history", mapId, revision],
    queryFn: ({ pageParam }) =>
      answered(
        readHistory({ path, query: { limit: 50, ...(pageParam === "" ? {} : { cursor: pageParam }) } }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  const named = useQuery({ queryKey: ["versions", mapId], queryFn: () => answered(versions({ path })) });
  const since = useQuery({
    queryKey: ["diff", mapId, picked, revision],
    queryFn: () => answered(diff({ path, query: { old: picked ?? 0, new: revision } })),
    enabled: picked !== null && picked < revision,
  });
  const bringBack = useMutation({
    mutationFn: (to: number) => answered(restore({ path, body: { id: crypto.randomUUID(), revision: to } })),
    onSuccess: () => {
      setPicked(null);
    },
  });
  const keepName = useMutation({
    mutationFn: (name: string) => answered(nameVersion({ path, body: { name, revision: picked } })),
    onSuccess: () => named.refetch(),
  });
  const nameOf = new Map(named.data?.items.map((one) => [one.revision, one.name]));
  const all = entries.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <aside className="panel" aria-label={words.history}>
      <header>
        <h2>{words.history}</h2>
        <button type="button" className="button icon" aria-label={words.close} onClick={onClose}>
          ×
        </button>
      </header>
      {entries.error && <p role="alert">{entries.error.message}</p>}
      {entries.data && all.length === 0 && <p className="quiet">{words.noHistory}</p>}
      <ol className="history">
        {all.map((entry) => (
          <li key={entry.revision} data-picked={picked === entry.revision || undefined}>
            <button
              type="button"
              aria-expanded={picked === entry.revision}
              onClick={() => {
                setPicked(picked === entry.revision ? null : entry.revision);
              }}
            >
              <span>
                <b>{entry.who?.name ?? words.somebody}</b> <span className="quiet">{sayWhen(entry.at)}</span>
              </span>
              {nameOf.has(entry.revision) && <span className="version">{nameOf.get(entry.revision)}</span>}
              <span className="entry-words">
                {entry.words.slice(0, 3).join("; ")}
                {entry.words.length > 3 && ` ${words.andMore(entry.words.length - 3)}`}
              </span>
            </button>
            {picked === entry.revision && (
              <div className="since">
                {entry.revision === revision ? (
                  <p className="quiet">{words.asItIsNow}</p>
                ) : (
                  <>
                    <h3>{words.sinceThen}</h3>
                    <ul>
                      {since.data?.changes.slice(0, 30).map((change) => (
                        <li key={`${change.address}${change.says}`}>{change.says}</li>
                      ))}
                    </ul>
                    {since.data?.changes.length === 0 && <p className="quiet">{words.nothingChanged}</p>}
                  </>
                )}
                {canEdit && (
                  <div className="actions">
                    {entry.revision !== revision && (
                      <button
                        type="button"
                        className="button first"
                        disabled={bringBack.isPending}
                        onClick={() => {
                          bringBack.mutate(entry.revision);
                        }}
                      >
                        {words.restore}
                      </button>
                    )}
                    <form
                      onSubmit={(event) => {
                        event.preventDefault();
                        const name = new FormData(event.currentTarget).get("name");
                        if (typeof name === "string" && name.trim() !== "") keepName.mutate(name.trim());
                      }}
                    >
                      <input
                        className="field"
                        name="name"
                        maxLength={120}
                        placeholder={words.nameIt}
                        aria-label={words.nameIt}
                      />
                    </form>
                  </div>
                )}
                {(bringBack.error ?? keepName.error) && (
                  <p role="alert">{(bringBack.error ?? keepName.error)?.message}</p>
                )}
              </div>
            )}
          </li>
        ))}
      </ol>
      {entries.hasNextPage && (
        <button type="button" className="button" onClick={() => void entries.fetchNextPage()}>
          {words.earlier}
        </button>
      )}
    </aside>
  );
}
