// The board in its place on the page: with what others do on it, and what to do when it is still empty.

import { useCallback, useMemo, useState } from "react";
import { Board, type Somebody } from "../../board/Board";
import { BeliefsContext } from "../../difference/BeliefsContext";
import type { Place } from "../../board/selection";
import * as intents from "../../map/intents";
import { words } from "../../words/en";
import { Message } from "../Message";
import { useMapPage } from "./page";
import { useBeliefs } from "./useBeliefs";

export function BoardPlace() {
  const page = useMapPage();
  const { board, nodes, canEdit, open, state, edit } = page;
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const onFold = useCallback((lane: string) => {
    setFolded((now) => {
      const next = new Set(now);
      if (!next.delete(lane)) next.add(lane);
      return next;
    });
  }, []);
  const onPlace = useCallback(
    (at: Place | null) => {
      open.say(at?.step ?? "", at?.lane ?? "", at?.card ?? "");
    },
    [open],
  );
  const others: readonly Somebody[] = useMemo(
    () =>
      state.here
        .filter((one) => one.node !== "")
        .map((one) => ({ name: one.name, colour: one.colour, step: one.node, lane: one.property })),
    [state.here],
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
        others={others}
        onEdit={edit}
        onPlace={onPlace}
        onOpen={page.openPanel}
        onFold={onFold}
        onUndo={page.undo}
        onRedo={page.redo}
      />
    </BeliefsContext>
  );
}
