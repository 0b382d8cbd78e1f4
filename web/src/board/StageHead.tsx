// The head of a stage, over its steps.

import { Said } from "../history/Marked";
import { useMarkOf } from "../history/MarksContext";
import { type StageHead as Stage, textOf } from "../map/board";
import { words } from "../words/en";
import { Beside } from "./Beside";
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
  const mark = useMarkOf(stage.node.id);
  return (
    <div
      className="stage-head"
      role="columnheader"
      data-mark={mark}
      style={{ gridColumn: `span ${Math.max(1, stage.steps.length)}` }}
    >
      <span className="number">{words.stage(stage.number)}</span>
      {isTyping ? (
        <TextEditor initial={name} label={words.stage(stage.number)} onKeep={onKeep} onLeave={onLeave} />
      ) : (
        <button type="button" className="stage-name" title={name} disabled={!canEdit} onClick={onType}>
          <Said node={stage.node.id} property="" text={name} />
        </button>
      )}
      <Beside node={stage.node.id} />
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
