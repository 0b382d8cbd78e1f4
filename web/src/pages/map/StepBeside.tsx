// One step, beside the board. When somebody removes it, its panel closes.

import { StepPanel } from "../../step/StepPanel";
import { ownId } from "../../map/nodes";
import { useMapPage } from "./page";
import type { PanelProps } from "./panels";

export function StepBeside({ id, onClose }: PanelProps) {
  const { mapId, board, canComment, state, lived } = useMapPage();
  const column = board.steps.find((step) => step.node.id === id);
  if (!column) return null;
  return (
    <StepPanel
      mapId={mapId}
      column={column}
      canComment={canComment}
      said={state.comments}
      measured={lived.measured?.steps.find((one) => one.id === ownId(id))}
      onClose={onClose}
    />
  );
}
