// A dot with a number where there are open comments.

import { useContext } from "react";
import { talkWords as words } from "../words/talk";
import { TalkContext } from "./TalkContext";

export function Dot({ node, property }: { readonly node: string; readonly property: string }) {
  const talk = useContext(TalkContext);
  const count = talk?.counts.get(property === "" ? node : `${node}.${property}`) ?? 0;
  if (!talk || count === 0) return null;
  return (
    <button
      type="button"
      className="talk-dot"
      tabIndex={-1}
      aria-label={words.openThreads(count)}
      title={words.openThreads(count)}
      onMouseDown={(event) => {
        event.stopPropagation();
      }}
      onClick={() => {
        talk.onOpen(node, property);
      }}
    >
      {count}
    </button>
  );
}
