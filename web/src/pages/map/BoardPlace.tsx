// The board in its place on the page: with what others do on it, and what to do when it is still empty.

import { useCallback, useState } from "react";
import { Board, type Somebody } from "../../board/Board";
import { BeliefsContext } from "../../difference/BeliefsContext";
import type { Place } from "../../board/selection";
import * as intents from "../../map/intents";
import { words } from "../../words/en";
import { Message } from "../Message";
import { useMapPage } from "./page";
import { useBeliefs } from "./useBeliefs";

const NOBODY: readonly Somebody[] = [];

export function BoardPlace() {
  const page = useMapPage();
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
  const onPlace = useCallback(
    (at: Place | null) => {
      open.say(at?.step ?? "", at?.lane ?? "", at?.card ?? "");
    },
    [open],
  );
  const beliefs = useBeliefs();
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
        board={board}
        nodes={nodes}
        canEdit={canEdit}
        zoom={page.zoom.value}
        measured={page.lived.measured}
        folded={folded}
        others={NOBODY}
        onEdit={edit}
        onPlace={onPlace}
        onOpen={page.openPanel}
        onFold={onFold}
        onUndo={page.undo}
        onRedo={page.redo}
        wanted={page.wanted}
      />
    </BeliefsContext>
  );
}
