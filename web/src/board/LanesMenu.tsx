// Which lanes are shown, and in which order; the house's own that this map does not have, and one of one's own.

import { Popup } from "../app/Popup";
import { BUILT_IN_LANES, lanesOf, type LaneView } from "../map/lanes";
import { boardWords } from "../words/board";
import { words } from "../words/en";

export interface LanesMenuProps {
  readonly lanes: readonly LaneView[];
  readonly onChange: (lanes: readonly LaneView[]) => void;
  /** Make one with a name of its own; null where none can be named. */
  readonly onNew: (() => void) | null;
}

export function LanesMenu({ lanes, onChange, onNew }: LanesMenuProps) {
  const swap = (i: number, j: number) => {
    const [one, other] = [lanes[i], lanes[j]];
    if (!one || !other) return;
    onChange(lanes.with(i, other).with(j, one));
  };
  const known = new Set(lanes.map((lane) => lane.id));
  const others = lanesOf(BUILT_IN_LANES.map((lane) => lane.id).filter((id) => !known.has(id)));
  return (
    <span className="menu">
      <Popup label={words.lanes} button={words.lanes} side="start" isInWords>
        {(close) => (
          <>
            <ul>
              {lanes.map((lane, i) => (
                <li key={lane.id}>
                  <label>
                    <input
                      type="checkbox"
                      checked={!lane.hidden}
                      onChange={() => {
                        onChange(lanes.with(i, { ...lane, hidden: !lane.hidden }));
                      }}
                    />{" "}
                    {lane.name}
                  </label>
                  <button
                    type="button"
                    className="add"
                    disabled={i === 0}
                    aria-label={words.laneUp(lane.name)}
                    onClick={() => {
                      swap(i, i - 1);
                    }}
                  >
                    ↑
                  </button>
                  <button
                    type="button"
                    className="add"
                    disabled={i === lanes.length - 1}
                    aria-label={words.laneDown(lane.name)}
                    onClick={() => {
                      swap(i, i + 1);
                    }}
                  >
                    ↓
                  </button>
                </li>
              ))}
              {others.map((lane) => (
                <li key={lane.id}>
                  <label>
                    <input
                      type="checkbox"
                      checked={false}
                      onChange={() => {
                        onChange([...lanes, lane]);
                      }}
                    />{" "}
                    {lane.name}
                  </label>
                </li>
              ))}
            </ul>
            {onNew && (
              <button
                type="button"
                className="button new-lane"
                onClick={() => {
                  close();
                  onNew();
                }}
              >
                + {boardWords.newLane}
              </button>
            )}
          </>
        )}
      </Popup>
    </span>
  );
}
