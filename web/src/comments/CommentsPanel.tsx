// The conversations of a map beside the board: all of them, those at one place, or one that somebody was sent to.

import { useEffect, useState } from "react";
import type { ThreadOut } from "../api/generated/types.gen";
import { mayOn, useMe } from "../app/me";
import type { Place } from "../board/selection";
import type { Board } from "../map/board";
import { type MapNodes, ROOT } from "../map/nodes";
import { words as general } from "../words/en";
import { talkWords as words } from "../words/talk";
import { onBoard, placeName, type Talked } from "./places";
import { Thread } from "./Thread";
import { useTalking, useThread, useThreads } from "./useThreads";
import { Write } from "./Write";
import "../styles/talk.css";
import { Until } from "../pages/Until";

export interface CommentsPanelProps {
  readonly mapId: string;
  readonly board: Board;
  readonly nodes: MapNodes;
  readonly talked: Talked;
  readonly canComment: boolean;
  readonly said: number;
  readonly onTalked: (talked: Talked) => void;
  readonly onGo: (place: Place) => void;
  readonly onClose: () => void;
}

type Filter = keyof typeof words.filters;

export function CommentsPanel(props: CommentsPanelProps) {
  const { mapId, board, nodes, talked, canComment, said, onTalked, onClose } = props;
  const talking = useTalking(mapId);
  const error = talking.settle.error ?? talking.remove.error;
  const at = talked.kind === "place" ? talked : { node: ROOT, property: "" };
  return (
    <aside className="panel" aria-label={words.title}>
      <header>
        <h2>{words.title}</h2>
        <button type="button" className="button icon" aria-label={general.close} onClick={onClose}>
          ×
        </button>
      </header>
      {talked.kind !== "all" && (
        <p>
          <button
            type="button"
            className="link"
            onClick={() => {
              onTalked({ kind: "all" });
            }}
          >
            ‹ {words.allComments}
          </button>
        </p>
      )}
      {talked.kind === "place" && (
        <p className="thread-place">{placeName(board, nodes, at.node, at.property)}</p>
      )}
      {error && <p role="alert">{error.message}</p>}
      {canComment && talked.kind !== "thread" && (
        <Write
          key={`${at.node}.${at.property}`}
          mapId={mapId}
          label={talked.kind === "place" ? words.write : words.writeMap}
          draftKey={`${mapId}:${at.node}${at.property === "" ? "" : `.${at.property}`}`}
          autoFocus={talked.kind === "place"}
          onSend={(text, id) => talking.begin.mutateAsync({ node: at.node, property: at.property, text, id })}
        />
      )}
      {!canComment && <p className="quiet small">{words.cannot}</p>}
      {talked.kind === "all" && <All {...props} talking={talking} />}
      {talked.kind === "place" && (
        <AtPlace {...props} talking={talking} node={at.node} property={at.property} />
      )}
      {talked.kind === "thread" && <One {...props} talking={talking} id={talked.id} said={said} />}
    </aside>
  );
}

interface ListProps extends CommentsPanelProps {
  readonly talking: ReturnType<typeof useTalking>;
}

function All(props: ListProps) {
  const { mapId, said } = props;
  const mine = useMe();
  const [filter, setFilter] = useState<Filter>("open");
  const { found, threads } = useThreads(mapId, said, filter === "mine" ? "all" : filter);
  const shown = filter === "mine" ? threads.filter((thread) => concerns(thread, mine.id)) : threads;
  return (
    <>
      <span className="segmented talk-filters" role="group" aria-label={words.title}>
        {(Object.keys(words.filters) as Filter[]).map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={filter === one}
            onClick={() => {
              setFilter(one);
            }}
          >
            {words.filters[one]}
          </button>
        ))}
      </span>
      <Until answer={found} />
      {found.data && shown.length === 0 && <p className="quiet">{words.none[filter]}</p>}
      <Threads {...props} threads={shown} hasPlaces />
      {found.hasNextPage && (
        <button type="button" className="button" onClick={() => void found.fetchNextPage()}>
          {words.more}
        </button>
      )}
    </>
  );
}

function AtPlace(props: ListProps & { readonly node: string; readonly property: string }) {
  const { mapId, said, node, property } = props;
  const { found, threads } = useThreads(mapId, said, "all", node);
  const here = threads.filter((thread) => thread.property === property);
  return (
    <>
      <Until answer={found} />
      {found.data && here.length === 0 && <p className="quiet">{words.noneHere}</p>}
      <Threads {...props} threads={here} />
    </>
  );
}

function One(props: ListProps & { readonly id: number }) {
  const { mapId, said, id } = props;
  const thread = useThread(mapId, said, id);
  useEffect(() => {
    document.getElementById(`comment-${id}`)?.scrollIntoView({ block: "nearest" });
  }, [id, thread.data?.id]);
  return thread.data ? <Threads {...props} threads={[thread.data]} hasPlaces /> : <Until answer={thread} />;
}

function Threads(
  props: ListProps & { readonly threads: readonly ThreadOut[]; readonly hasPlaces?: boolean },
) {
  const { mapId, board, nodes, canComment, said, talking, onGo, threads, hasPlaces = false } = props;
  const mine = useMe();
  return (
    <ul className="threads">
      {threads.map((thread) => {
        const place = onBoard(nodes, thread.node, thread.property);
        return (
          <Thread
            key={thread.id}
            mapId={mapId}
            thread={thread}
            talking={talking}
            me={mine.id}
            canComment={canComment}
            isOwner={mayOn(mine, mapId, "owner")}
            said={said}
            place={
              hasPlaces
                ? {
                    name: placeName(board, nodes, thread.node, thread.property),
                    onGo:
                      place &&
                      (() => {
                        onGo(place);
                      }),
                  }
                : null
            }
          />
        );
      })}
    </ul>
  );
}

/** Whether somebody takes part in a thread, or is named in it. */
function concerns(thread: ThreadOut, me: number): boolean {
  return [thread, ...thread.replies].some(
    (one) => one.by?.id === me || one.mentions.some((person) => person.id === me),
  );
}
