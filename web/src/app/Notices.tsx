// What a person is told: that two wrote at once, that something cannot be. Kindly, with a way back.

import type { MapNodes } from "../map/nodes";
import { textOf } from "../map/board";
import type { Notice } from "../sync/mapStore";
import { words } from "../words/en";

export interface NoticesProps {
  readonly notices: readonly Notice[];
  readonly nodes: MapNodes;
  readonly onDismiss: (id: string) => void;
  readonly nameOf: (person: string) => string;
}

export function Notices({ notices, nodes, onDismiss, nameOf }: NoticesProps) {
  return (
    <div className="notices" role="status" aria-live="polite">
      {notices.map((notice) => (
        <div key={notice.id} className="notice">
          {notice.kind === "refused" || notice.kind === "done" ? (
            <span>{notice.says && notice.says !== "" ? notice.says : words.refused}</span>
          ) : (
            notice.lost?.map((lost) => {
              const at = nodes.nodes.get(lost.node);
              const where = textOf(at?.properties.name) || textOf(at?.properties.text);
              if (notice.kind === "overwrittenByOther") {
                return (
                  <span key={`${lost.node}${lost.property ?? ""}`}>
                    {words.wasOverwritten(notice.who ?? "", textOf(lost.value), where)}
                  </span>
                );
              }
              return (
                <span key={`${lost.node}${lost.property ?? ""}`}>
                  {lost.reason === "overwritten"
                    ? words.overwritten(nameOf(lost.by), textOf(lost.value))
                    : words.hiddenByRemoval(nameOf(lost.by))}
                </span>
              );
            })
          )}
          <span className="notice-actions">
            {notice.action && (
              <button
                type="button"
                className="button"
                onClick={() => {
                  notice.action?.run();
                  onDismiss(notice.id);
                }}
              >
                {notice.action.name}
              </button>
            )}
            <button
              type="button"
              className="button"
              onClick={() => {
                onDismiss(notice.id);
              }}
            >
              {words.ok}
            </button>
          </span>
        </div>
      ))}
    </div>
  );
}
