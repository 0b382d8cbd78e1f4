// Before a version is brought back: what that will change, for everybody.

import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { restore } from "../api/generated/sdk.gen";
import type { MadeOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { historyWords as words } from "../words/history";
import { markList, summaryOf } from "./marks";
import { useDifference } from "./version";
import "../styles/history.css";

export interface RestoreDialogProps {
  readonly mapId: string;
  readonly now: number;
  readonly revision: number;
  readonly onDone: (made: MadeOut, count: number) => void;
  readonly onClose: () => void;
}

const MOST_TOLD = 12;

export function RestoreDialog({ mapId, now, revision, onDone, onClose }: RestoreDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const changes = useDifference(mapId, now, revision);
  const list = changes.data?.changes ?? [];
  const bringBack = useMutation({
    mutationFn: () =>
      answered(restore({ path: { map_id: mapId }, body: { id: crypto.randomUUID(), revision } })),
    onSuccess: (made) => {
      onDone(made, list.length);
    },
  });
  const error = changes.error ?? bringBack.error;
  const isSame = changes.data !== undefined && list.length === 0;
  return (
    <dialog ref={dialog} className="asking" aria-labelledby="restore-title" onClose={onClose}>
      <h2 id="restore-title">{words.restoreTitle}</h2>
      {error && <p role="alert">{error.message}</p>}
      {!changes.data && !error && <p className="quiet">{words.loading}</p>}
      {isSame && <p>{words.restoreSame}</p>}
      {list.length > 0 && (
        <>
          <p>
            {words.restoreWhat} <b>{summaryOf(markList(list))}</b>
          </p>
          <ul className="will-change">
            {list.slice(0, MOST_TOLD).map((change) => (
              <li key={change.address + change.says}>{change.says}</li>
            ))}
            {list.length > MOST_TOLD && <li className="quiet">{words.andMore(list.length - MOST_TOLD)}</li>}
          </ul>
          <p className="quiet">{words.restoreAlso}</p>
        </>
      )}
      <div className="asking-actions">
        <button
          type="button"
          className="button"
          autoFocus
          onClick={() => {
            dialog.current?.close();
          }}
        >
          {words.keepAsIs}
        </button>
        {list.length > 0 && (
          <button
            type="button"
            className="button first"
            disabled={bringBack.isPending}
            onClick={() => {
              bringBack.mutate();
            }}
          >
            {words.restore}
          </button>
        )}
      </div>
    </dialog>
  );
}
