// One stage in words, step by step: to read on a small screen, or to show large.

import type { ReactNode } from "react";
import { LivedHead } from "../board/LivedHead";
import { type Estimate, estimateOf, type MeasuredMap, sayEstimate } from "../lived/measured";
import { type Board, feelingOf, type StageHead, type StepColumn, textOf } from "../map/board";
import type { LaneView } from "../map/lanes";
import { ownId } from "../map/nodes";
import { presentWords as words } from "../words/present";
import { CellWords, isSaid, sayFeeling } from "./CellWords";

export interface StageWordsProps {
  readonly board: Board;
  readonly stage: StageHead;
  readonly measured: MeasuredMap | null;
  readonly lanes: readonly LaneView[];
  /** How deep the names of the steps lie among the headings. */
  readonly heading: "h2" | "h3";
  /** What stands under each step. */
  readonly under?: (column: StepColumn) => ReactNode;
}

/** What is believed to be felt, and what was; each says which of the two it is. */
function Felt({
  believed,
  measured,
}: {
  readonly believed: number | null;
  readonly measured: Estimate | null;
}) {
  const felt = measured?.value == null ? null : sayEstimate(measured);
  if (believed === null) return felt && <p className="feeling-words">{words.onlyMeasured(felt)}</p>;
  return (
    <p className="feeling-words">
      {words.feltBelieved(sayFeeling(believed))}
      {felt && <span className="felt-measured"> · {words.feltMeasured(felt)}</span>}
    </p>
  );
}

function measuredAt(measured: MeasuredMap | null, column: StepColumn): Estimate | null {
  const own = ownId(column.node.id);
  return estimateOf(
    measured?.steps.find((step) => step.id === own),
    "feeling",
  );
}

export function StageWords({ board, stage, measured, lanes, heading: Heading, under }: StageWordsProps) {
  return (
    <ol className="stage-words">
      {stage.steps.map((column) => {
        const feeling = feelingOf(column.node);
        const said = lanes.filter((lane) => lane.shape !== "feeling" && isSaid(lane, column));
        return (
          <li key={column.node.id} data-node={column.node.id}>
            <Heading>
              <span className="quiet">{column.number}</span> {textOf(column.node.properties.name)}
              {column.node.properties.moment_of_truth === true && <span className="moment"> ◆</span>}
            </Heading>
            <Felt believed={feeling} measured={measuredAt(measured, column)} />
            {measured && <LivedHead measured={measured} board={board} column={column} />}
            {said.length === 0 && feeling === null && <p className="quiet">{words.nothing}</p>}
            <dl>
              {said.map((lane) => (
                <div key={lane.id} data-lane={lane.id}>
                  <dt>{lane.name}</dt>
                  <dd>
                    <CellWords lane={lane} column={column} />
                  </dd>
                </div>
              ))}
            </dl>
            {under?.(column)}
          </li>
        );
      })}
    </ol>
  );
}
