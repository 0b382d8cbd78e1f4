// What differs between two versions, as a list beside the board: counted, and one by one.

import { useEffect, useRef } from "react";
import type { MapNodes } from "../map/nodes";
import { historyWords as words } from "../words/history";
import { SIGNS } from "./Marked";
import { summaryOf } from "./marks";
import type { History } from "./useHistory";
import { useVersion, type Version } from "./version";

export interface ChangesProps {
  readonly mapId: string;
  readonly nodes: MapNodes;
  readonly history: History;
  readonly version: Version;
  readonly onVersion: (version: Version | null) => void;
}

const NOW = "now";

export function Changes({ mapId, nodes, history, version, onVersion }: ChangesProps) {
  const { marks, error } = useVersion(mapId, version, nodes);
  const current = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    current.current?.scrollIntoView({ block: "nearest" });
  }, [version.at]);
  const options = [...history.names.keys(), ...history.groups.map((group) => group.entries[0].revision), 0];
  const revisions = [...new Set([...options, version.since ?? 0, version.shown ?? 0])].toSorted(
    (one, other) => other - one,
  );
  const choice = (
    label: string,
    value: number | null,
    hasNow: boolean,
    onChoose: (revision: number | null) => void,
  ) => (
    <label className="version-choice">
      <span className="quiet">{label}</span>
      <select
        className="field"
        value={value ?? NOW}
        onChange={(event) => {
          onChoose(event.target.value === NOW ? null : Number(event.target.value));
        }}
      >
        {hasNow && <option value={NOW}>{words.now}</option>}
        {revisions.map((one) => (
          <option key={one} value={one}>
            {history.labelOf(one)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <>
      <button
        type="button"
        className="link"
        onClick={() => {
          onVersion(null);
        }}
      >
        ‹ {words.backToList}
      </button>
      <div className="version-choices">
        {choice(words.from, version.since, false, (since) => {
          onVersion({ ...version, since, at: 0 });
        })}
        {choice(words.to, version.shown, true, (shown) => {
          onVersion({ ...version, shown, at: 0 });
        })}
      </div>
      {error && <p role="alert">{error.message}</p>}
      {!marks && !error && <p className="quiet">{words.loading}</p>}
      {marks && (
        <p className="change-summary" role="status">
          {marks.list.length === 0 ? words.nothing : summaryOf(marks.list)}
        </p>
      )}
      <ol className="changes">
        {marks?.list.map((mark, i) => (
          <li key={`${i}${mark.change.address}`}>
            <button
              type="button"
              ref={version.at === i ? current : undefined}
              aria-current={version.at === i || undefined}
              data-kind={mark.kind}
              onClick={() => {
                onVersion({ ...version, at: i });
              }}
            >
              <span className="sign" title={words.kinds[mark.kind]}>
                <span aria-hidden="true">{SIGNS[mark.kind]}</span>
                <span className="hidden">{words.kinds[mark.kind]}: </span>
              </span>
              <span>{mark.says}</span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
