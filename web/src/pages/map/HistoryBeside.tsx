// The history of the map, beside the board.

import { HistoryPanel } from "../../history/HistoryPanel";
import { useMapPage } from "./page";
import type { PanelProps } from "./panels";

export function HistoryBeside({ onClose }: PanelProps) {
  const { mapId, nodes, canEdit } = useMapPage();
  return <HistoryPanel mapId={mapId} revision={nodes.revision} canEdit={canEdit} onClose={onClose} />;
}
