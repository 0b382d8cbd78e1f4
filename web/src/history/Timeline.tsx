// Every version of a map on a line, the newest first: what one person did within minutes is one entry that opens.

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { nameVersion, unnameVersion } from "../api/generated/sdk.gen";
import type { HistoryEntry, VersionOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { historyWords as words } from "../words/history";
import { firstOf, type Group, sentencesOf, waysOf } from "./groups";
import type { History } from "./useHistory";
import type { Version } from "./version";
import "../styles/history.css";
import { sayWhen } from "../words/figures";

export interface TimelineProps {
  readonly mapId: string;
  readonly revision: number;
  readonly canEdit: boolean;
  readonly history: History;
  /** The revision that is looked at; null: none, the map is as it is now. */
  readonly shown: number | null;
  readonly onVersion: (version: Version | null) => void;
  readonly onRestore: (revision: number) => void;
}

const MOST_SENTENCES = 3;
const MOST_OF_ONE = 12;
const MOST_IN_A_GROUP = 40;

export function Timeline(props: TimelineProps) {
  const { revision, canEdit, history, shown, onVersion } = props;
  const { entries, groups, names } = history;
  const [opened, setOpened] = useState<number | null>(null);
  const open = (at: number) => {
    setOpened(opened === at ? null : at);
    if (opened !== at) onVersion(at === revision ? null : { shown: at, since: null, at: 0 });
    else onVersion(null);
  };
  const isAll = entries.data !== undefined && !entries.hasNextPage;
  return (
    <>
      {isAll && groups.length === 0 && <p className="quiet">{words.none}</p>}
      <ol className="timeline">
        {groups.map((group) => {
          const [newest] = group.entries;
          return (
            <GroupEntry
              key={newest.revision}
              {...props}
              group={group}
              name={names.get(newest.revision)}
              isOpen={opened === newest.revision}
              isShown={shown === newest.revision}
              onOpen={() => {
                open(newest.revision);
              }}
            />
          );
        })}
        {isAll && groups.length > 0 && (
          <li data-shown={shown === 0 || undefined}>
            <button
              type="button"
              className="version-entry"
              aria-expanded={opened === 0}
              onClick={() => {
                open(0);
              }}
            >
              <span>{words.begun}</span>
              {names.has(0) && <Name version={names.get(0)} />}
            </button>
            {opened === 0 && <Actions {...props} at={0} name={names.get(0)} canEdit={canEdit} />}
          </li>
        )}
      </ol>
      {entries.hasNextPage && (
        <button type="button" className="button" onClick={() => void entries.fetchNextPage()}>
          {words.earlier}
        </button>
      )}
    </>
  );
}

interface GroupEntryProps extends TimelineProps {
  readonly group: Group;
  readonly name: VersionOut | undefined;
  readonly isOpen: boolean;
  readonly isShown: boolean;
  readonly onOpen: () => void;
}

function GroupEntry(props: GroupEntryProps) {
  const { group, name, isOpen, isShown, onOpen, shown, onVersion, revision } = props;
  const [newest] = group.entries;
  const [sentences, more] = firstOf(sentencesOf(group), MOST_SENTENCES);
  const many = group.entries.length;
  return (
    <li data-shown={isShown || undefined} data-named={name ? "" : undefined}>
      <button type="button" className="version-entry" aria-expanded={isOpen} onClick={onOpen}>
        {name && <Name version={name} />}
        <span>
          <b>{newest.who?.name ?? words.somebody}</b> <When at={newest.at} />
          {many === 1 && <How entry={newest} />}
          {newest.revision === revision && <span className="how">{words.now}</span>}
        </span>
        <span className="entry-words">{sentences.join("\n")}</span>
        {(many > 1 || more > 0) && (
          <span className="quiet small">
            {[
              ...(more > 0 ? [words.andMore(more)] : []),
              ...(many > 1 ? [words.edits(many, waysOf(group))] : []),
            ].join(" · ")}
          </span>
        )}
      </button>
      {isOpen && (
        <>
          <Actions {...props} at={newest.revision} />
          {many > 1 && (
            <ol className="inner-timeline">
              {group.entries.slice(0, MOST_IN_A_GROUP).map((entry) => (
                <li key={entry.revision} data-shown={shown === entry.revision || undefined}>
                  <button
                    type="button"
                    onClick={() => {
                      onVersion(
                        entry.revision === revision ? null : { shown: entry.revision, since: null, at: 0 },
                      );
                    }}
                  >
                    <When at={entry.at} /> <How entry={entry} />
                    <Words of={entry.words} />
                  </button>
                </li>
              ))}
            </ol>
          )}
        </>
      )}
    </li>
  );
}

interface ActionsProps extends TimelineProps {
  readonly at: number;
  readonly name: VersionOut | undefined;
}

function Actions({ mapId, revision, canEdit, history, at, name, onVersion, onRestore }: ActionsProps) {
  const path = { map_id: mapId };
  const again = () => history.named.refetch();
  const keepName = useMutation({
    mutationFn: (text: string) => answered(nameVersion({ path, body: { name: text, revision: at } })),
    onSuccess: again,
  });
  const dropName = useMutation({
    mutationFn: (id: number) => answered(unnameVersion({ path: { ...path, version_id: id } })),
    onSuccess: again,
  });
  const [isNaming, setNaming] = useState(false);
  const error = keepName.error ?? dropName.error;
  return (
    <div className="version-actions">
      {at !== revision && (
        <>
          <button
            type="button"
            className="button"
            onClick={() => {
              onVersion({ shown: null, since: at, at: 0 });
            }}
          >
            {words.compare}
          </button>
          {canEdit && (
            <button
              type="button"
              className="button"
              onClick={() => {
                onRestore(at);
              }}
            >
              {words.restore}
            </button>
          )}
        </>
      )}
      {canEdit && name && (
        <button
          type="button"
          className="add"
          aria-label={words.unname(name.name)}
          title={words.unname(name.name)}
          onClick={() => {
            dropName.mutate(name.id);
          }}
        >
          {words.dropName}
        </button>
      )}
      {canEdit && !name && !isNaming && (
        <button
          type="button"
          className="add"
          onClick={() => {
            setNaming(true);
          }}
        >
          {words.nameIt}
        </button>
      )}
      {isNaming && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const text = new FormData(event.currentTarget).get("name");
            if (typeof text !== "string" || text.trim() === "") return;
            keepName.mutate(text.trim());
            setNaming(false);
          }}
        >
          <input
            className="field"
            name="name"
            autoFocus
            maxLength={120}
            placeholder={words.namePlaceholder}
            aria-label={words.nameIt}
            onKeyDown={(event) => {
              if (event.key === "Escape") setNaming(false);
            }}
          />
          <button type="submit" className="button">
            {words.keepName}
          </button>
        </form>
      )}
      {error && <p role="alert">{error.message}</p>}
    </div>
  );
}

function Name({ version }: { readonly version: VersionOut | undefined }) {
  return version && <span className="version-name">⚑ {version.name}</span>;
}

function How({ entry }: { readonly entry: HistoryEntry }) {
  const how = words.how[entry.what] ?? entry.what;
  return how === "" ? null : <span className="how">{how}</span>;
}

function Words({ of }: { readonly of: readonly string[] }) {
  const [shown, more] = firstOf(of, MOST_OF_ONE);
  return <>{[...shown, ...(more > 0 ? [words.andMore(more)] : [])].join("; ")}</>;
}

export function When({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} className="quiet">
      {sayWhen(at)}
    </time>
  );
}
