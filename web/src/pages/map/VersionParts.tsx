// The parts of the page that show an earlier version, and ask before one is brought back.

import { useQueryClient } from "@tanstack/react-query";
import { RestoreDialog } from "../../history/RestoreDialog";
import { VersionAbove } from "../../history/VersionAbove";
import { VersionPlace } from "../../history/VersionPlace";
import { historyWords as words } from "../../words/history";
import { useMapPage } from "./page";

export function VersionInstead() {
  const { mapId, nodes, version, setVersion, zoom } = useMapPage();
  if (!version) return null;
  return (
    <VersionPlace mapId={mapId} nodes={nodes} version={version} zoom={zoom.value} onVersion={setVersion} />
  );
}

export function VersionHeader() {
  const { mapId, nodes, version, setVersion, canEdit, askToRestore } = useMapPage();
  if (!version) return null;
  return (
    <VersionAbove
      mapId={mapId}
      nodes={nodes}
      version={version}
      canEdit={canEdit}
      onVersion={setVersion}
      onRestore={askToRestore}
    />
  );
}

export function Restoring({
  revision,
  onClose,
}: {
  readonly revision: number;
  readonly onClose: () => void;
}) {
  const { mapId, nodes, open, setVersion, undo } = useMapPage();
  const queries = useQueryClient();
  return (
    <RestoreDialog
      mapId={mapId}
      now={nodes.revision}
      revision={revision}
      onDone={(_, count) => {
        setVersion(null);
        onClose();
        void queries.invalidateQueries({ queryKey: ["history", mapId] });
        open.store.tell({
          id: crypto.randomUUID(),
          kind: "done",
          says: words.restored(count),
          action: { name: words.undoThis, run: undo },
        });
      }}
      onClose={onClose}
    />
  );
}
