// The conversations about the map, beside the board.

import { CommentsPanel } from "../../comments/CommentsPanel";
import { panelOf, talkedOf } from "../../comments/places";
import { useMapPage } from "./page";
import type { PanelProps } from "./panels";

export function CommentsBeside({ id, onClose }: PanelProps) {
  const { mapId, board, nodes, canComment, state, openPanel, goTo } = useMapPage();
  return (
    <CommentsPanel
      mapId={mapId}
      board={board}
      nodes={nodes}
      talked={talkedOf(id)}
      canComment={canComment}
      said={state.comments}
      onTalked={(talked) => {
        openPanel(panelOf(talked));
      }}
      onGo={goTo}
      onClose={onClose}
    />
  );
}
