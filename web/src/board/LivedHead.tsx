// Under a step's name, when the lived journey is looked at: how many came here, from which step on, how long they
// stay; beside the other side, where two are compared. Each number explains itself when it is pointed at.

import { memo } from "react";
import { estimateOf, type Estimate, type MeasuredMap, say } from "../lived/measured";
import { apartAt, isSure, sayApart, stepBefore, tipOfApart } from "../lived/sides";
import { tipOf } from "../lived/tips";
import { type Board, type StepColumn, textOf } from "../map/board";
import { ownId } from "../map/nodes";
import { livedWords as words } from "../words/lived";

export interface LivedHeadProps {
  readonly measured: MeasuredMap;
  readonly board: Board;
  readonly column: StepColumn;
}

export const LivedHead = memo(function LivedHead({ measured, board, column }: LivedHeadProps) {
  const id = ownId(column.node.id);
  const step = measured.steps.find((one) => one.id === id);
  const other = measured.against?.steps.find((one) => one.id === id);
  const reach = estimateOf(step, "reach");
  const dwell = estimateOf(step, "dwell");
  const standing = estimateOf(step, "standing");
  if (reach?.value == null) {
    const rules = column.node.properties.when;
    const isBound = Array.isArray(rules) && rules.length > 0;
    return (
      <div className="lived-head">
        <span className="quiet" data-tip={reach ? tipOf(reach) : words.notMeasured}>
          {isBound ? words.notMeasured : words.noRule}
        </span>
      </div>
    );
  }
  const optional = column.node.properties.optional === true ? words.optional : "";
  const otherReach = estimateOf(other, "reach");
  return (
    <div className="lived-head">
      <Bar estimate={reach} tip={tipOf(reach, optional)} side={other ? "here" : null} />
      {otherReach?.value != null && <Bar estimate={otherReach} tip={tipOf(otherReach)} side="there" />}
      <span className="lived-facts">
        <b data-tip={tipOf(reach, optional)} data-measure="reach">
          {say(reach.value, "share")}
        </b>
        {otherReach?.value != null && (
          <Beside measured={measured} node={column.node.id} estimate={otherReach} />
        )}
        {dwell?.value != null && (
          <span data-tip={tipOf(dwell)} data-measure="dwell">
            {say(dwell.value, "seconds")}
          </span>
        )}
        {standing?.value != null && standing.value > 0 && !other && (
          <span data-tip={tipOf(standing)} data-measure="standing">
            {words.standHere(standing.value)}
          </span>
        )}
      </span>
      {!other && <Conversion step={estimateOf(step, "conversion")} board={board} column={column} />}
    </div>
  );
});

interface BarProps {
  readonly estimate: Estimate;
  readonly tip: string;
  readonly side: "here" | "there" | null;
}

function Bar({ estimate, tip, side }: BarProps) {
  const value = estimate.value ?? 0;
  const low = estimate.low ?? value;
  const high = estimate.high ?? value;
  return (
    <svg
      className="reach"
      viewBox="0 0 100 8"
      preserveAspectRatio="none"
      aria-hidden="true"
      data-side={side ?? undefined}
      data-tip={tip}
    >
      <rect className="track" width="100" height="8" />
      <rect className="reached" width={value * 100} height="8" />
      <rect className="range" x={low * 100} width={Math.max(0.6, (high - low) * 100)} height="8" />
    </svg>
  );
}

function Beside({
  measured,
  node,
  estimate,
}: {
  readonly measured: MeasuredMap;
  readonly node: string;
  readonly estimate: Estimate;
}) {
  const apart = apartAt(measured, node, estimate.measure);
  return (
    <>
      <span data-tip={tipOf(estimate)} className="there">
        {say(estimate.value ?? 0, estimate.unit)}
      </span>
      {apart && (
        <span data-tip={tipOfApart(apart)} className="apart" data-sure={isSure(apart) || undefined}>
          {sayApart(apart)}
          {isSure(apart) ? "" : " ?"}
        </span>
      )}
    </>
  );
}

function Conversion({
  step,
  board,
  column,
}: {
  readonly step: Estimate | null;
  readonly board: Board;
  readonly column: StepColumn;
}) {
  if (step?.value == null || column.number === 1) return null;
  const before = stepBefore(board.steps, column);
  const share = say(step.value, "share");
  return (
    <span className="conversion" data-tip={tipOf(step, words.waysMultiply)} data-measure="conversion">
      {before ? words.ofStep(share, textOf(before.node.properties.name)) : words.ofStart(share)}
    </span>
  );
}
