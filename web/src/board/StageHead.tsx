// The head of a stage, over its steps.

import { memo, useEffect, useRef } from "react";
import { Said } from "../history/Marked";
import { useMarkOf } from "../history/MarksContext";
import { type StageHead as Stage, textOf } from "../map/board";
import { words } from "../words/en";
import { Beside } from "./Beside";
import { useBoard } from "./context";
import { STAGE } from "./selection";
import { TextEditor } from "./TextEditor";
import { focusPlace, focusWaiting } from "./where";

export interface StageHeadProps {
  readonly stage: Stage;
  readonly isHere: boolean;
  readonly typing: { readonly initial: string | null } | null;
}

export const StageHead = memo(function StageHead({ stage, isHere, typing }: StageHeadProps) {
  const { canEdit, startTyping, keep, leave, addStep } = useBoard();
  const element = useRef<HTMLDivElement>(null);
  const name = textOf(stage.node.properties.name);
  const mark = useMarkOf(stage.node.id);
  const isTyping = typing !== null;
  useEffect(() => {
    const it = element.current;
    if (!isHere || isTyping || !it) return;
    focusPlace(it);
    it.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [isHere, isTyping]);
  const place = { step: stage.node.id, lane: STAGE, card: null };
  return (
    <div
      ref={element}
      className="stage-head"
      role="columnheader"
      aria-colspan={Math.max(1, stage.steps.length)}
      style={{ gridColumn: `span ${Math.max(1, stage.steps.length)}` }}
      tabIndex={isHere && !canEdit ? 0 : -1}
      data-at-step={stage.node.id}
      data-at-lane={STAGE}
      data-drag={canEdit ? "stage" : undefined}
      data-bare={stage.steps.length === 0 || undefined}
      data-mark={mark}
      data-here={isHere || undefined}
      data-roving={(isHere && !canEdit) || undefined}
      onFocus={(event) => {
        if (event.target === event.currentTarget) focusWaiting(event.currentTarget);
      }}
    >
      <span className="number">{words.stage(stage.number)}</span>
      {!isTyping && (
        <span className="stage-name" title={name} dir="auto">
          <Said node={stage.node.id} property="" text={name} />
        </span>
      )}
      <Beside node={stage.node.id} />
      {canEdit && isHere && (
        <TextEditor
          initial={typing?.initial ?? name}
          label={`${words.stage(stage.number)}: ${name}`}
          isWaiting={!isTyping}
          onBegin={() => {
            startTyping(place, "");
          }}
          onKeep={(text, then) => {
            keep(place, null, text, then);
          }}
          onLeave={leave}
        />
      )}
      {canEdit && (
        <span className="stage-tools">
          <button
            type="button"
            className="add"
            tabIndex={-1}
            onClick={() => {
              addStep(stage.node.id);
            }}
          >
            + {words.addStep}
          </button>
        </span>
      )}
    </div>
  );
});
