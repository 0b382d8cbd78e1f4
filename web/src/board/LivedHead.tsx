// Under a step's name, when the lived journey is looked at: how many came here, from which step on, how long they
// stay; beside the other side, where two are compared. Each number explains itself when it is pointed at.

import { memo, type ReactNode } from "react";
import { estimateOf, type Estimate, type MeasuredMap, say, sayStanding } from "../lived/measured";
import { apartAt, isSure, sayApart, stepBefore, tipOfApart } from "../lived/sides";
import { type Names, sayNames } from "../lived/sayView";
import { tipOf } from "../lived/tips";
import { type Board, type StepColumn, textOf } from "../map/board";
import { ownId } from "../map/nodes";
import { livedWords as words } from "../words/lived";

export interface LivedHeadProps {
  readonly measured: MeasuredMap;
  readonly board: Board;
  readonly column: StepColumn;
  /** Opens the list of who stands here, or who left from here; without: there is none to open (on paper). */
  readonly onList?: ((which: "standing" | "left") => void) | undefined;
}

export const LivedHead = memo(function LivedHead({ measured, board, column, onList }: LivedHeadProps) {
  const id = ownId(column.node.id);
  const step = measured.steps.find((one) => one.id === id);
  const other = measured.against?.steps.find((one) => one.id === id);
  const reach = estimateOf(step, "reach");
  const dwell = estimateOf(step, "dwell");
  const standing = estimateOf(step, "standing");
  const dropOff = estimateOf(step, "drop_off");
  const left = dropOff?.value == null ? 0 : Math.round(dropOff.value * dropOff.n);
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
  const names = sayNames(measured);
  return (
    <div className="lived-head">
      <Bar estimate={reach} tip={tipOf(reach, optional)} side={other ? "here" : null} />
      {otherReach?.value != null && <Bar estimate={otherReach} tip={tipOf(otherReach)} side="there" />}
      {other ? (
        <table className="two-sides">
          <tbody>
            <Row measured={measured} node={column.node.id} names={names} here={reach} there={otherReach} />
            {dwell && (
              <Row
                measured={measured}
                node={column.node.id}
                names={names}
                here={dwell}
                there={estimateOf(other, "dwell")}
              />
            )}
            {dropOff && (left > 0 || (estimateOf(other, "drop_off")?.value ?? 0) > 0) && (
              <Row
                measured={measured}
                node={column.node.id}
                names={names}
                here={dropOff}
                there={estimateOf(other, "drop_off")}
                say={words.leftShare}
              />
            )}
          </tbody>
        </table>
      ) : (
        <span className="lived-facts">
          <b data-tip={tipOf(reach, optional)} data-measure="reach">
            {say(reach.value, "share")}
          </b>
          {dwell?.value != null && (
            <span data-tip={tipOf(dwell)} data-measure="dwell">
              {say(dwell.value, "seconds")}
            </span>
          )}
          {dropOff && left > 0 && (
            <Listed tip={tipOf(dropOff, words.leftTip(dropOff.censored))} which="left" onList={onList}>
              {words.leftHere(left)}
            </Listed>
          )}
          {standing?.value != null && standing.value > 0 && (
            <Listed tip={tipOf(standing)} measure="standing" which="standing" onList={onList}>
              {sayStanding(standing.value, measured.as_of)}
            </Listed>
          )}
        </span>
      )}
      {!other && (
        <Conversion step={estimateOf(step, "conversion")} reach={reach} board={board} column={column} />
      )}
    </div>
  );
});

interface ListedProps {
  readonly tip: string;
  readonly measure?: string;
  readonly which: "standing" | "left";
  readonly onList: LivedHeadProps["onList"];
  readonly children: ReactNode;
}

/** A number that stands for people: it leads to the list of them. */
function Listed({ tip, measure, which, onList, children }: ListedProps) {
  const said = { "data-tip": tip, "data-measure": measure };
  if (!onList) return <span {...said}>{children}</span>;
  return (
    <button
      type="button"
      className="link"
      tabIndex={-1}
      {...said}
      onClick={() => {
        onList(which);
      }}
    >
      {children}
    </button>
  );
}

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

interface RowProps {
  readonly measured: MeasuredMap;
  readonly node: string;
  readonly names: Names;
  readonly here: Estimate;
  readonly there: Estimate | null;
  /** What the number is, where it does not say so itself. */
  readonly say?: (said: string) => string;
}

/** One number on both sides, and how far they are apart: with a question mark where that may be chance. */
function Row({ measured, node, names, here, there, say: saying = (said) => said }: RowProps) {
  const apart = apartAt(measured, node, here.measure);
  if (here.value === null && there?.value == null) return null;
  return (
    <tr>
      <td>
        <b data-tip={tipOf(here)} data-measure={here.measure}>
          {here.value === null ? "–" : saying(say(here.value, here.unit))}
        </b>
      </td>
      <td className="other-side">
        {there && (
          <span data-tip={tipOf(there)}>
            {there.value === null ? "–" : saying(say(there.value, there.unit))}
          </span>
        )}
      </td>
      <td className="how-far" data-sure={(apart && isSure(apart)) || undefined}>
        {apart && <span data-tip={tipOfApart(apart, names)}>{sayApart(apart)}</span>}
      </td>
    </tr>
  );
}

function Conversion({
  step,
  reach,
  board,
  column,
}: {
  readonly step: Estimate | null;
  readonly reach: Estimate;
  readonly board: Board;
  readonly column: StepColumn;
}) {
  if (step?.value == null || column.number === 1) return null;
  const before = stepBefore(board.steps, column);
  const share = say(step.value, "share");
  const came = Math.round((reach.value ?? 0) * reach.n);
  const on = Math.round(step.value * step.n);
  const more = before && came > on ? words.waysMultiply(came, on, step.n) : "";
  return (
    <span className="conversion" data-tip={tipOf(step, more)} data-measure="conversion">
      {before ? words.ofStep(share, textOf(before.node.properties.name)) : words.ofStart(share)}
      {before && came > on ? words.anotherWay(came - on) : ""}
    </span>
  );
}
