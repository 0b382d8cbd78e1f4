// The row of arcs between the stages and the steps: the ways that customers travel and the map does not draw.

import { memo } from "react";
import type { Board } from "../map/board";
import { ownId } from "../map/nodes";
import { livedWords as words } from "../words/lived";
import { ARCS_HEIGHT, arcsOf } from "./arcs";
import type { MeasuredMap } from "./measured";
import { showWays, useMostWays } from "./mostWays";
import { namesOf, tipOfDetour } from "./ways";

export interface DetourRowProps {
  readonly measured: MeasuredMap;
  readonly board: Board;
  readonly widths: readonly number[];
  readonly onOpen: (step: string) => void;
}

export const DetourRow = memo(function DetourRow({ measured, board, widths, onOpen }: DetourRowProps) {
  const most = useMostWays();
  const { detours } = measured;
  if (detours.length === 0) return null;
  const places = new Map<string, number>();
  const names = namesOf(board);
  const beginnings: number[] = [];
  let left = 0;
  board.slots.forEach((slot, i) => {
    const width = widths[i] ?? 0;
    if (slot?.isFirst !== false) beginnings.push(left);
    if (slot) places.set(ownId(slot.node.id), left + width / 2);
    left += width;
  });
  const shown = Math.min(most, detours.length);
  // The thickest first, so that the thin ones lie over them and can be reached.
  const arcs = arcsOf(detours, places, shown);
  return (
    <div className="row detours" role="row">
      <div className="corner" role="rowheader">
        <span>{words.detours}</span>
        <label>
          <input
            type="range"
            min={0}
            max={Math.min(detours.length, 30)}
            value={shown}
            aria-label={words.howMany}
            onChange={(event) => {
              showWays(Number(event.target.value));
            }}
          />
          <span className="quiet">{words.detoursShown(shown, detours.length)}</span>
        </label>
      </div>
      <div className="arcs" role="gridcell" style={{ gridColumn: `2 / span ${widths.length}` }}>
        {beginnings.map((x) => (
          <span key={x} className="stage-begins" style={{ left: x }} aria-hidden="true" />
        ))}
        <svg width={left} height={ARCS_HEIGHT}>
          {arcs.map(({ detour, path, width, head }) => (
            <g
              key={`${detour.kind} ${detour.from ?? ""} ${detour.to}`}
              className="arc"
              role="button"
              tabIndex={0}
              data-kind={detour.kind}
              data-tip={tipOfDetour(detour, names)}
              aria-label={tipOfDetour(detour, names).split("\n").slice(0, 3).join("; ")}
              onClick={() => {
                onOpen(`step:${detour.to}`);
              }}
              onKeyDown={(event) => {
                if (event.key !== "Enter" && event.key !== " ") return;
                event.preventDefault();
                event.stopPropagation();
                onOpen(`step:${detour.to}`);
              }}
            >
              <path className="reachable" d={path} />
              <path className="drawn" d={path} style={{ strokeWidth: width }} />
              <path className="arrow" d={head} />
            </g>
          ))}
        </svg>
      </div>
      <div className="end" role="presentation" />
    </div>
  );
});
