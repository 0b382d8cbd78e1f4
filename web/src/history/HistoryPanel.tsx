// The history beside the board: every version in time, or, where two are compared, what differs between them.

import type { MapNodes } from "../map/nodes";
import { words as general } from "../words/en";
import { historyWords as words } from "../words/history";
import { Changes } from "./Changes";
import { Timeline } from "./Timeline";
import { useHistory } from "./useHistory";
import type { Version } from "./version";
import { Until } from "../pages/Until";

export interface HistoryPanelProps {
  readonly mapId: string;
  readonly nodes: MapNodes;
  readonly canEdit: boolean;
  readonly version: Version | null;
  readonly onVersion: (version: Version | null) => void;
  readonly onRestore: (revision: number) => void;
  readonly onClose: () => void;
}

export function HistoryPanel({
  mapId,
  nodes,
  canEdit,
  version,
  onVersion,
  onRestore,
  onClose,
}: HistoryPanelProps) {
  const history = useHistory(mapId, nodes.revision);
  const isCompared = version !== null && version.since !== null;
  return (
    <aside className="panel history-panel" aria-label={words.title}>
      <header>
        <h2>{words.title}</h2>
        <button type="button" className="button icon" aria-label={general.close} onClick={onClose}>
          ×
        </button>
      </header>
      <Until answer={history.entries} />
      {isCompared ? (
        <Changes mapId={mapId} nodes={nodes} history={history} version={version} onVersion={onVersion} />
      ) : (
        <Timeline
          mapId={mapId}
          revision={nodes.revision}
          canEdit={canEdit}
          history={history}
          shown={version?.shown ?? null}
          onVersion={onVersion}
          onRestore={onRestore}
        />
      )}
    </aside>
  );
}
