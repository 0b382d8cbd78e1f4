// One conversation: what was said, by whom, and what one can do about it.

import { useState } from "react";
import type { CommentOut, ThreadOut } from "../api/generated/types.gen";
import { talkWords as words } from "../words/talk";
import { keepDraft, emptyDraft } from "./drafts";
import { piecesOf, withNames } from "./mentions";
import { type Talking, useReplies } from "./useThreads";
import { Write } from "./Write";
import { sayWhen } from "../words/figures";

export interface ThreadProps {
  readonly mapId: string;
  readonly thread: ThreadOut;
  readonly talking: Talking;
  readonly me: number;
  readonly canComment: boolean;
  readonly isOwner: boolean;
  readonly said: number;
  /** What the place is called, and the way to it; null where the place goes without saying. */
  readonly place: { readonly name: string; readonly onGo: (() => void) | null } | null;
}

export function Thread(props: ThreadProps) {
  const { mapId, thread, talking, canComment, said, place } = props;
  const [isAll, setAll] = useState(false);
  const hidden = thread.reply_count - thread.replies.length;
  const all = useReplies(mapId, said, thread.id, isAll && hidden > 0);
  const replies = isAll ? (all.data?.items ?? thread.replies) : thread.replies;
  const isResolved = thread.resolved_at !== null;
  return (
    <li id={`comment-${thread.id}`} className="thread" data-resolved={isResolved || undefined}>
      {place && (
        <p className="thread-place">
          {place.onGo ? (
            <button type="button" className="link" title={words.goThere} onClick={place.onGo}>
              {place.name}
            </button>
          ) : (
            <span>{place.name}</span>
          )}
          {!thread.is_on_map && <span className="quiet"> ({words.removed})</span>}
        </p>
      )}
      <Comment {...props} comment={thread} />
      {hidden > 0 && !isAll && (
        <button
          type="button"
          className="add"
          onClick={() => {
            setAll(true);
          }}
        >
          {words.earlierReplies(hidden)}
        </button>
      )}
      {replies.map((reply) => (
        <Comment key={reply.id} {...props} comment={reply} />
      ))}
      {thread.resolved_at !== null && (
        <p className="quiet small">
          ✓ {words.resolvedBy(thread.resolved_by?.name ?? words.somebody, sayWhen(thread.resolved_at))}
        </p>
      )}
      {canComment && (
        <div className="thread-actions">
          {!isResolved && (
            <Write
              mapId={mapId}
              label={words.reply}
              draftKey={`${mapId}:reply:${thread.id}`}
              onSend={(text, id) => talking.reply.mutateAsync({ thread: thread.id, text, id })}
            />
          )}
          <button
            type="button"
            className="button"
            disabled={talking.settle.isPending}
            onClick={() => {
              talking.settle.mutate({ thread: thread.id, isSettled: !isResolved });
            }}
          >
            {isResolved ? words.reopen : words.resolve}
          </button>
        </div>
      )}
    </li>
  );
}

function Comment(props: ThreadProps & { readonly comment: CommentOut }) {
  const { mapId, comment, talking, me, canComment, isOwner } = props;
  const [doing, setDoing] = useState<"edit" | "remove" | "linked" | null>(null);
  const isMine = comment.by?.id === me;
  const draftKey = `${mapId}:edit:${comment.id}`;
  const leave = () => {
    keepDraft(draftKey, emptyDraft());
    setDoing(null);
  };
  if (comment.deleted_at !== null) return <p className="quiet comment">{words.wasDeleted}</p>;
  return (
    <article className="comment" aria-label={comment.by?.name ?? words.somebody}>
      <header>
        <b>{comment.by?.name ?? words.somebody}</b>{" "}
        <time className="quiet" dateTime={comment.at}>
          {sayWhen(comment.at)}
        </time>
        {comment.edited_at !== null && <span className="quiet small"> · {words.edited}</span>}
        <span className="comment-tools">
          {canComment && isMine && (
            <button
              type="button"
              className="add"
              onClick={() => {
                setDoing("edit");
              }}
            >
              {words.edit}
            </button>
          )}
          {canComment && (isMine || isOwner) && (
            <button
              type="button"
              className="add"
              onClick={() => {
                setDoing("remove");
              }}
            >
              {words.remove}
            </button>
          )}
          <button
            type="button"
            className="add"
            onClick={() => {
              const address = `${window.location.origin}${window.location.pathname}#comment-${comment.id}`;
              void navigator.clipboard.writeText(address).then(() => {
                setDoing("linked");
              });
            }}
          >
            {words.link}
          </button>
        </span>
      </header>
      {doing === "edit" ? (
        <Write
          mapId={mapId}
          label={words.edit}
          draftKey={draftKey}
          initial={{ text: withNames(comment.text, comment.mentions), people: comment.mentions }}
          sendWord={words.save}
          autoFocus
          onSend={async (text) => {
            await talking.rewrite.mutateAsync({ comment: comment.id, text });
            setDoing(null);
          }}
          onCancel={leave}
        />
      ) : (
        <p className="comment-text">
          {piecesOf(comment.text, comment.mentions).map((piece, i) =>
            piece.isName ? (
              <span key={i} className="mention">
                {piece.text}
              </span>
            ) : (
              piece.text
            ),
          )}
        </p>
      )}
      {doing === "remove" && (
        <p className="asking-inline" role="alert">
          {words.reallyRemove}{" "}
          <button
            type="button"
            className="button"
            autoFocus
            onClick={() => {
              talking.remove.mutate(comment.id);
              setDoing(null);
            }}
          >
            {words.remove}
          </button>{" "}
          <button type="button" className="button" onClick={leave}>
            {words.cancel}
          </button>
        </p>
      )}
      {doing === "linked" && (
        <p className="quiet small" role="status">
          {words.linked}
        </p>
      )}
    </article>
  );
}
