// What people say to one another about a step: at it, in its cells, on its cards. A section of the step's panel.

import { mayOn, useMe } from "../app/me";
import type { Board } from "../map/board";
import type { MapNodes } from "../map/nodes";
import { talkWords as words } from "../words/talk";
import { isWithin, placeName } from "./places";
import { Thread } from "./Thread";
import { useTalking, useThreads } from "./useThreads";
import { Write } from "./Write";
import "../styles/talk.css";

export interface CommentsProps {
  readonly mapId: string;
  readonly node: string;
  readonly board: Board;
  readonly nodes: MapNodes;
  readonly canComment: boolean;
  /** Counts up when somebody said something on this map. */
  readonly said: number;
}

export function Comments({ mapId, node, board, nodes, canComment, said }: CommentsProps) {
  const mine = useMe();
  const { found, threads } = useThreads(mapId, said, "all");
  const talking = useTalking(mapId);
  const here = threads.filter((thread) => isWithin(nodes, thread, node));
  const open = here.filter((thread) => thread.resolved_at === null);
  const resolved = here.filter((thread) => thread.resolved_at !== null);
  const error = talking.settle.error ?? talking.remove.error ?? found.error;
  return (
    <section>
      <h3>{words.title}</h3>
      {error && <p role="alert">{error.message}</p>}
      {found.data && here.length === 0 && <p className="quiet">{words.noneHere}</p>}
      <ul className="threads">
        {[...open, ...resolved].map((thread) => (
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
              thread.node === node && thread.property === ""
                ? null
                : { name: placeName(board, nodes, thread.node, thread.property), onGo: null }
            }
          />
        ))}
      </ul>
      {canComment && (
        <Write
          mapId={mapId}
          label={words.write}
          draftKey={`${mapId}:${node}`}
          onSend={(text, id) => talking.begin.mutateAsync({ node, property: "", text, id })}
        />
      )}
    </section>
  );
}
