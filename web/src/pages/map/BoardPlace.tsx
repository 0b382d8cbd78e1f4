// The board in its place on the page: with what others do on it, and what to do when it is still empty.

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { Board, type BoardHandle } from "../../board/Board";
import { BeliefsContext } from "../../difference/BeliefsContext";
import { type Place, STAGE } from "../../board/selection";
import * as intents from "../../map/intents";
import { words } from "../../words/en";
import { Message } from "../Message";
import { panelFor, RESTS_AFTER_MS } from "./following";
import type { MapPage } from "./page";
import { panelHere } from "./TalkAround";
import { useBeliefs } from "./useBeliefs";

export interface BoardPlaceProps {
  readonly page: MapPage;
  readonly handle: RefObject<BoardHandle | null>;
}

export function BoardPlace({ page, handle }: BoardPlaceProps) {
  const { board, nodes, canEdit, open, edit } = page;
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const onFold = useCallback((lane: string) => {
    setFolded((now) => {
      const next = new Set(now);
      if (!next.delete(lane)) next.add(lane);
      return next;
    });
  }, []);
  const [shownFor, setShownFor] = useState<Place | null>(null);
  if (page.wanted && page.wanted !== shownFor) {
    // Who goes to a card of a folded lane wants to see it.
    setShownFor(page.wanted);
    if (folded.has(page.wanted.lane)) onFold(page.wanted.lane);
  }
  const { panel, openPanel } = page;
  const follows = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isByTab = useRef(false);
  useEffect(() => {
    // Who goes on by Tab is on the way out of the board, to the panel as it is.
    const note = (event: Event) => {
      isByTab.current = event instanceof KeyboardEvent && event.key === "Tab";
    };
    document.addEventListener("keydown", note, true);
    document.addEventListener("pointerdown", note, true);
    return () => {
      document.removeEventListener("keydown", note, true);
      document.removeEventListener("pointerdown", note, true);
    };
  }, []);
  const onPlace = useCallback(
    (at: Place | null) => {
      open.say(at?.step ?? "", at === null || at.lane === STAGE ? "" : at.lane, at?.card ?? "");
      clearTimeout(follows.current);
      const next = panelFor(panel, at);
      if (next === panel || isByTab.current) return;
      follows.current = setTimeout(() => {
        openPanel(next);
      }, RESTS_AFTER_MS);
    },
    [open, panel, openPanel],
  );
  useEffect(() => {
    // A panel that was opened or closed by hand meanwhile is what was meant.
    return () => {
      clearTimeout(follows.current);
    };
  }, [panel]);
  const onComment = useCallback(() => {
    openPanel(panelHere(open.where()));
  }, [open, openPanel]);
  const beliefs = useBeliefs(page);
  if (board.stages.length === 0) {
    return (
      <Message title={words.emptyBoard} says={words.emptyBoardHint}>
        {canEdit && (
          <button
            type="button"
            className="button first"
            onClick={() => {
              edit(intents.addStage(nodes, words.newStage, words.newStep, null));
            }}
          >
            {words.addStage}
          </button>
        )}
      </Message>
    );
  }
  return (
    <BeliefsContext value={beliefs}>
      <Board
        mapId={page.mapId}
        handle={handle}
        board={board}
        nodes={nodes}
        canEdit={canEdit}
        zoom={page.zoom.value}
        measured={page.lived.measured}
        folded={folded}
        onEdit={edit}
        onPlace={onPlace}
        onOpen={page.openPanel}
        onComment={onComment}
        onFold={onFold}
        onUndo={page.undo}
        onRedo={page.redo}
        wanted={page.wanted}
      />
    </BeliefsContext>
  );
}
