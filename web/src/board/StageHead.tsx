// The head of a stage, over its steps.

import { type StageHead as Stage, textOf } from "../map/board";
import { words } from "../words/en";
import { TextEditor } from "./TextEditor";

export interface StageHeadProps {
  readonly stage: Stage;
  readonly canEdit: boolean;
  readonly isTyping: boolean;
  readonly onType: () => void;
  readonly onKeep: (text: string) => void;
  readonly onLeave: () => void;
  readonly onAddStep: () => void;
  readonly onRemove: () => void;
}

export function StageHead(props: StageHeadProps) {
  const { stage, canEdit, isTyping, onType, onKeep, onLeave, onAddStep, onRemove } = props;
  const name = textOf(stage.node.properties.name);
  return (
    <div
      className="stage-head"
      role="columnheader"
      style={{ gridColumn: `span ${Math.max(1, stage.steps.length)}` }}
    >
      <span className="number">{words.stage(stage.number)}</span>
      {isTyping ? (
        <TextEditor initial={name} label={words.stage(stage.number)} onKeep={onKeep} onLeave={onLeave} />
      ) : (
        <button type="button" className="stage-name" title={name} disabled={!canEdit} onClick={onType}>
          {name}
        </button>
      )}
      {canEdit && (
        <span className="stage-tools">
          <button type="button" className="add" onClick={onAddStep}>
            + {words.addStep}
          </button>
          {stage.steps.length === 0 && (
            <button type="button" className="add" onClick={onRemove}>
              {words.removeStage}
            </button>
          )}
        </span>
      )}
    </div>
  );
}
