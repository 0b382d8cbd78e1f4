// The rows above the lanes: the stages, the ways that customers really go, the steps.

import { memo } from "react";
import { DetourRow } from "../lived/DetourRow";
import type { MeasuredMap } from "../lived/measured";
import { type Board, textOf } from "../map/board";
import { words } from "../words/en";
import { useBoard } from "./context";
import type { Typing } from "./desk";
import { HEAD, type Place, STAGE } from "./selection";
import { StageHead } from "./StageHead";
import { StepHead } from "./StepHead";

export interface HeadsProps {
  readonly board: Board;
  readonly widths: readonly number[];
  /** Where one is, if it is in these rows. */
  readonly at: Place | null;
  readonly typing: Typing | null;
  /** The steps whose head is picked in a block; null where none is. */
  readonly pickedSteps: ReadonlySet<string> | null;
  readonly measured: MeasuredMap | null;
  readonly onOpen: (step: string) => void;
}

export const Heads = memo(function Heads(props: HeadsProps) {
  const { board, widths, at, typing, pickedSteps, measured, onOpen } = props;
  const { canEdit, addStage } = useBoard();
  const typingAt = (lane: string, step: string) =>
    typing?.place.lane === lane && typing.place.step === step ? typing : null;
  return (
    <div className="heads-block" role="rowgroup">
      <div className="row stages" role="row">
        <div className="corner" role="presentation" />
        {board.stages.map((stage) => (
          <StageHead
            key={stage.node.id}
            stage={stage}
            isHere={at?.lane === STAGE && at.step === stage.node.id}
            typing={typingAt(STAGE, stage.node.id)}
          />
        ))}
        {!canEdit && <div className="end" role="presentation" />}
        {canEdit && (
          <div role="columnheader" className="add-stage">
            <button type="button" className="add" tabIndex={-1} onClick={addStage}>
              + {words.addStage}
            </button>
          </div>
        )}
      </div>
      {measured && <DetourRow measured={measured} board={board} widths={widths} onOpen={onOpen} />}
      <div className="row heads" role="row" data-lived={measured ? "" : undefined}>
        <div className="corner" role="presentation" />
        {board.slots.map((column, i) =>
          column ? (
            <StepHead
              key={column.node.id}
              column={column}
              isHere={at?.lane === HEAD && at.step === column.node.id}
              isPicked={pickedSteps?.has(column.node.id) ?? false}
              typing={typingAt(HEAD, column.node.id)}
              measured={measured}
              board={measured ? board : null}
            />
          ) : (
            <EmptyHead key={`empty-${i}`} stage={emptyStage(board, i)} />
          ),
        )}
        <div className="end" role="presentation" />
      </div>
    </div>
  );
});

/** Where steps go that come into a stage that has none. */
function EmptyHead({ stage }: { readonly stage: Board["stages"][number] | undefined }) {
  return (
    <div
      className="step-head void"
      role="presentation"
      data-in-stage={stage?.node.id}
      data-stage-name={textOf(stage?.node.properties.name)}
    />
  );
}

function emptyStage(board: Board, slot: number): Board["stages"][number] | undefined {
  let before = 0;
  for (const stage of board.stages) {
    if (before === slot && stage.steps.length === 0) return stage;
    before += Math.max(1, stage.steps.length);
  }
  return undefined;
}
