// What a person is told: that two wrote at once, that something cannot be. Kindly, with a way back.

import { textOf } from "../map/board";
import type { Lost } from "../map/edits";
import { lanesOf } from "../map/lanes";
import { type MapNodes, ROOT } from "../map/nodes";
import { isMapping, type Json } from "../map/valueMerge";
import type { Notice } from "../sync/mapStore";
import { words } from "../words/en";
import { sayNumber } from "../words/figures";

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
              const where = placeOf(nodes, lost);
              const what = sayLost(lost.value);
              return (
                <span key={`${lost.node}${lost.property ?? ""}`}>
                  {notice.kind === "overwrittenByOther"
                    ? words.wasOverwritten(notice.who ?? "", what, where)
                    : lost.reason === "overwritten"
                      ? words.overwritten(nameOf(lost.by), what, where)
                      : words.hiddenByRemoval(nameOf(lost.by), where)}
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

/** Where it was: what the step or the card is called, and the lane. */
function placeOf(nodes: MapNodes, { node, property }: Lost): string {
  const at = nodes.nodes.get(node);
  const name = textOf(at?.properties.name) || textOf(at?.properties.text);
  if (name === "") return words.onTheMap;
  const lanes = lanesOf(nodes.nodes.get(ROOT)?.properties.lanes);
  const lane = at?.kind === "step" ? lanes.find((one) => one.field === property) : undefined;
  return words.place(name, lane?.name ?? "");
}

/** What was written, as it is said; nothing of what is no text and no number. */
function sayLost(value: Json | undefined): string {
  const said = isMapping(value) ? value.value : value;
  return typeof said === "number" ? sayNumber(said) : textOf(value);
}
