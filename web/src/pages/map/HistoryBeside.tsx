// The history of the map, beside the board.

import { HistoryPanel } from "../../history/HistoryPanel";
import { useMapPage } from "./page";
import type { PanelProps } from "./panels";

export function HistoryBeside({ onClose }: PanelProps) {
  const { mapId, nodes, canEdit, version, setVersion, askToRestore } = useMapPage();
  return (
    <HistoryPanel
      mapId={mapId}
      nodes={nodes}
      canEdit={canEdit}
      version={version}
      onVersion={setVersion}
      onRestore={askToRestore}
      onClose={onClose}
    />
  );
}
