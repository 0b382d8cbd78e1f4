// Above the board while it shows no map of now: which version this is, the way through its changes, and back.

import { useEffect } from "react";
import type { MapNodes } from "../map/nodes";
import { historyWords as words } from "../words/history";
import { summaryOf } from "./marks";
import { useHistory } from "./useHistory";
import { useVersion, type Version } from "./version";

export interface VersionAboveProps {
  readonly mapId: string;
  readonly nodes: MapNodes;
  readonly version: Version;
  readonly canEdit: boolean;
  readonly onVersion: (version: Version | null) => void;
  readonly onRestore: (revision: number) => void;
}

export function VersionAbove({ mapId, nodes, version, canEdit, onVersion, onRestore }: VersionAboveProps) {
  const { marks } = useVersion(mapId, version, nodes);
  const { labelOf } = useHistory(mapId, nodes.revision);
  const count = marks?.list.length ?? 0;
  const { shown, since, at } = version;
  useEffect(() => {
    const go = (by: 1 | -1) => {
      if (count > 0) onVersion({ ...version, at: (at + by + count) % count });
    };
    const onKey = (event: KeyboardEvent) => {
      const isTyped =
        event.target instanceof Element && event.target.closest("input, textarea, select, dialog[open]");
      if (isTyped || event.ctrlKey || event.metaKey || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === "n") go(1);
      else if (key === "p") go(-1);
      else if (key === "escape") onVersion(null);
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, [version, at, count, onVersion]);
  const step = (by: 1 | -1) => () => {
    onVersion({ ...version, at: (at + by + count) % count });
  };
  return (
    <div className="version-above" role="region" aria-label={words.title}>
      {since === null ? (
        <span>
          <b>{shown === 0 ? words.beginning : words.version(labelOf(shown ?? 0))}</b> {words.readOnly}
        </span>
      ) : (
        <span>
          <b>{words.changesBetween(labelOf(since), shown === null ? words.nowShort : labelOf(shown))}</b>{" "}
          {marks && (count === 0 ? words.nothing : summaryOf(marks.list))}
        </span>
      )}
      <span className="grow" />
      {count > 0 && (
        <span className="steps">
          <button
            type="button"
            className="button icon"
            aria-label={words.previous}
            title={`${words.previous} (P)`}
            onClick={step(-1)}
          >
            ‹
          </button>
          <span aria-live="polite">{words.position(at + 1, count)}</span>
          <button
            type="button"
            className="button icon"
            aria-label={words.next}
            title={`${words.next} (N)`}
            onClick={step(1)}
          >
            ›
          </button>
        </span>
      )}
      {since === null && shown !== null && (
        <button
          type="button"
          className="button"
          onClick={() => {
            onVersion({ shown: null, since: shown, at: 0 });
          }}
        >
          {words.compare}
        </button>
      )}
      {canEdit && (shown ?? since) !== null && (
        <button
          type="button"
          className="button"
          onClick={() => {
            onRestore(shown ?? since ?? 0);
          }}
        >
          {words.restore}
        </button>
      )}
      <button
        type="button"
        className="button first"
        title="Esc"
        onClick={() => {
          onVersion(null);
        }}
      >
        {words.leave}
      </button>
    </div>
  );
}
