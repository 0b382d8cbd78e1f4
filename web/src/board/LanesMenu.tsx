// Which lanes are shown, and in which order.

import { Popup } from "../app/Popup";
import type { LaneView } from "../map/lanes";
import { words } from "../words/en";

export interface LanesMenuProps {
  readonly lanes: readonly LaneView[];
  readonly onChange: (lanes: readonly LaneView[]) => void;
}

export function LanesMenu({ lanes, onChange }: LanesMenuProps) {
  const swap = (i: number, j: number) => {
    const [one, other] = [lanes[i], lanes[j]];
    if (!one || !other) return;
    onChange(lanes.with(i, other).with(j, one));
  };
  return (
    <span className="menu">
      <Popup label={words.lanes} button={words.lanes} side="start" isInWords>
        {() => (
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
          </ul>
        )}
      </Popup>
    </span>
  );
}
