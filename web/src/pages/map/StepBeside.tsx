// One step, beside the board. When somebody removes it, its panel closes.

import { StepPanel } from "../../step/StepPanel";
import { useMapPage } from "./page";
import type { PanelProps } from "./panels";

export function StepBeside({ id, onClose }: PanelProps) {
  const { mapId, board, canComment, state } = useMapPage();
  const column = board.steps.find((step) => step.node.id === id);
  if (!column) return null;
  return (
    <StepPanel
      mapId={mapId}
      column={column}
      canComment={canComment}
      said={state.comments}
      onClose={onClose}
    />
  );
}
