// Where one writes: Enter sends, @ offers people, and what is written is kept until it has been taken.

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { listReaders } from "../api/generated/sdk.gen";
import type { PersonRef } from "../api/generated/types.gen";
import { answered, Refused } from "../api/http";
import { IS_TOUCHED } from "../app/touched";
import { talkWords as words } from "../words/talk";
import { type Draft, emptyDraft, keepDraft, readDraft } from "./drafts";
import { type Sought, soughtAt, withIds } from "./mentions";

export interface WriteProps {
  readonly mapId: string;
  readonly label: string;
  /** Under which key what is written is kept. */
  readonly draftKey: string;
  readonly initial?: Pick<Draft, "text" | "people">;
  readonly sendWord?: string;
  readonly autoFocus?: boolean;
  /** Send it; what it answers decides whether the words may go. */
  readonly onSend: (text: string, id: string) => Promise<unknown>;
  readonly onCancel?: () => void;
}

const MOST_OFFERED = 8;
const LONGEST = 10_000;

export function Write(props: WriteProps) {
  const { mapId, label, draftKey, initial, sendWord = words.send, autoFocus, onSend, onCancel } = props;
  const [draft, setDraft] = useState<Draft>(() => {
    const kept = readDraft(draftKey);
    return kept.text === "" && initial ? { ...emptyDraft(), ...initial } : kept;
  });
  const [sought, setSought] = useState<Sought | null>(null);
  const [at, setAt] = useState(0);
  // Whom the list has offered: who was typed whole is named too, picked or not.
  const [met, setMet] = useState<readonly PersonRef[]>([]);
  const [isSending, setSending] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const readers = useQuery({
    queryKey: ["readers", mapId, sought?.text],
    queryFn: async () => {
      const query = { search: sought?.text ?? "", limit: MOST_OFFERED };
      const page = await answered(listReaders({ path: { map_id: mapId }, query }));
      setMet((before) => [
        ...before.filter((one) => page.items.every(({ id }) => id !== one.id)),
        ...page.items,
      ]);
      return page;
    },
    enabled: sought !== null,
    placeholderData: keepPreviousData,
  });
  const offered = sought === null ? [] : (readers.data?.items ?? []);
  const typed = sought?.text.split(/\s/, 1)[0] ?? "";
  const isNobody =
    typed !== "" &&
    !readers.isFetching &&
    readers.isSuccess &&
    ![...draft.people, ...met].some(({ name }) => name.toLowerCase().includes(typed.toLowerCase()));
  const change = (next: Draft) => {
    setDraft(next);
    keepDraft(draftKey, next);
  };
  useEffect(() => {
    const it = field.current;
    if (!it) return;
    it.style.height = "auto";
    it.style.height = `${it.scrollHeight + 2}px`;
  }, [draft.text]);
  const pick = (person: PersonRef | undefined) => {
    const it = field.current;
    if (!person || !sought || !it) return;
    const after = draft.text.slice(sought.start + 1 + sought.text.length);
    const named = `${draft.text.slice(0, sought.start)}@${person.name} `;
    // At once, so that the next key is typed behind the name.
    flushSync(() => {
      change({
        ...draft,
        text: named + after.trimStart(),
        people: [...draft.people.filter((one) => one.id !== person.id), person],
      });
      setSought(null);
    });
    it.setSelectionRange(named.length, named.length);
  };
  const send = async () => {
    const text = draft.text.trim();
    if (text === "" || isSending) return;
    setSending(true);
    setFailed(null);
    try {
      await onSend(withIds(text, [...draft.people, ...met]), draft.id);
      const next = emptyDraft();
      change(next);
    } catch (error) {
      const isAway = !(error instanceof Refused) || error.status === 0 || error.status >= 500;
      setFailed(
        isAway ? words.waits : words.refused(error.problems.map((one) => `${one.message}.`).join(" ")),
      );
    } finally {
      setSending(false);
    }
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isOffered = offered.length > 0;
    if (isOffered && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      setAt((at + (event.key === "ArrowDown" ? 1 : offered.length - 1)) % offered.length);
    } else if (isOffered && (event.key === "Enter" || event.key === "Tab")) {
      pick(offered[at]);
    } else if (event.key === "Escape" && sought !== null) {
      setSought(null);
    } else if (event.key === "Escape" && onCancel) {
      onCancel();
    } else if (event.key === "Enter" && !event.shiftKey) {
      void send();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const look = (it: HTMLTextAreaElement) => {
    setSought(soughtAt(it.value, it.selectionStart));
    setAt(0);
  };
  return (
    <form
      className="write"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <textarea
        ref={field}
        className="field"
        rows={1}
        value={draft.text}
        maxLength={LONGEST}
        autoFocus={autoFocus}
        placeholder={label}
        aria-label={label}
        title={IS_TOUCHED ? undefined : words.writeHint}
        enterKeyHint="send"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={offered.length > 0}
        aria-controls={listId}
        aria-activedescendant={offered.length > 0 ? `${listId}-${at}` : undefined}
        onChange={(event) => {
          change({ ...draft, text: event.target.value });
          look(event.target);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setSought(null);
        }}
      />
      <ul
        id={listId}
        role="listbox"
        className="mention-list"
        aria-label={words.people}
        hidden={offered.length === 0}
      >
        {offered.map((person, i) => (
          <li
            key={person.id}
            id={`${listId}-${i}`}
            role="option"
            aria-selected={i === at}
            onMouseDown={(event) => {
              event.preventDefault();
              pick(person);
            }}
          >
            {person.name}
          </li>
        ))}
      </ul>
      {isNobody && <p className="quiet small">{words.nobody(typed)}</p>}
      {failed !== null && <p role="alert">{failed}</p>}
      {(draft.text.trim() !== "" || onCancel) && (
        <div className="write-actions">
          <span className="quiet small">{IS_TOUCHED ? words.writeHintTouched : words.writeHint}</span>
          {onCancel && (
            <button type="button" className="button" onClick={onCancel}>
              {words.cancel}
            </button>
          )}
          <button type="submit" className="button first" disabled={isSending || draft.text.trim() === ""}>
            {isSending ? words.sending : sendWord}
          </button>
        </div>
      )}
    </form>
  );
}
