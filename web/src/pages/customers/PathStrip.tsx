// A small strip of the map with one customer's way over it: straight from step to step, an arc over what was left
// out or back to an earlier one; dashed where that leaves the map.

import type { StepColumn } from "../../map/board";
import { textOf } from "../../map/board";
import { sayTime } from "../../lived/measured";
import { customerWords as words } from "../../words/customers";
import type { PathOver } from "./path";

/** A step is as wide as its longest word, within reason. */
const LEAST_WIDTH = 98;
const MOST_WIDTH = 168;
const LETTER = 7;
const MIDDLE = 46;
const HEIGHT = 92;

export interface PathStripProps {
  readonly steps: readonly StepColumn[];
  readonly path: PathOver;
}

export function PathStrip({ steps, path }: PathStripProps) {
  const letters = steps.flatMap((one) =>
    textOf(one.node.properties.name)
      .split(/\s/)
      .map((word) => word.length),
  );
  const width = Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, Math.max(0, ...letters) * LETTER + 20));
  const middle = (step: number) => (step < 0 ? 0 : step * width + width / 2);
  return (
    <div className="strip" tabIndex={0} role="group" aria-label={words.path}>
      <div className="strip-inside" style={{ width: steps.length * width }}>
        <div className="strip-heads">
          {steps.map((step, i) => (
            <div
              key={step.node.id}
              className="strip-head"
              data-first={step.isFirst || undefined}
              data-been={path.at[i] ? "" : undefined}
              style={{ width }}
            >
              <span className="quiet small">{step.number}</span>
              <span title={textOf(step.node.properties.name)}>{textOf(step.node.properties.name)}</span>
            </div>
          ))}
        </div>
        <svg className="strip-way" width={steps.length * width} height={HEIGHT} aria-hidden="true">
          <line className="strip-line" x1={0} x2={steps.length * width} y1={MIDDLE} y2={MIDDLE} />
          {path.moves.map((move) => {
            const [from, to] = [middle(move.from), middle(move.to)];
            const bend = move.to < move.from ? 34 : -34;
            const d =
              move.kind === "on"
                ? `M${from} ${MIDDLE}H${to}`
                : `M${from} ${MIDDLE}Q${(from + to) / 2} ${MIDDLE + bend * 1.8} ${to} ${MIDDLE}`;
            return (
              <path key={`${move.from} ${move.to}`} className="strip-move" data-kind={move.kind} d={d} />
            );
          })}
          {path.at.map(
            (at, i) =>
              at && (
                <circle
                  key={steps[i]?.node.id}
                  className="strip-at"
                  data-here={at.isHere || undefined}
                  cx={middle(i)}
                  cy={MIDDLE}
                  r={at.isHere ? 8 : 5.5}
                />
              ),
          )}
        </svg>
        <div className="strip-heads">
          {steps.map((step, i) => {
            const at = path.at[i];
            const missed = path.missed[i];
            return (
              <div key={step.node.id} className="strip-foot small" style={{ width }}>
                {missed && <span className="quiet">{words.missed[missed]}</span>}
                {at && (
                  <>
                    <span>{at.isHere ? <b>{words.stillHere}</b> : sayTime(at.seconds)}</span>
                    {at.visits > 1 && <span className="quiet">{words.visits(at.visits)}</span>}
                  </>
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
