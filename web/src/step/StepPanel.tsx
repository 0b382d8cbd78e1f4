// What is known of one step, beside the board: its rule, its numbers, its owner, and what customers said here.
// Each section is a file beside this one.

import { Comments } from "../comments/Comments";
import type { MeasuredStep } from "../lived/measured";
import { type StepColumn, textOf } from "../map/board";
import { words } from "../words/en";
import { Definition } from "./Definition";
import { Numbers } from "./Numbers";
import { Quotes } from "./Quotes";
import { Rule } from "./Rule";

export interface StepPanelProps {
  readonly mapId: string;
  readonly column: StepColumn;
  readonly measured: MeasuredStep | undefined;
  readonly canComment: boolean;
  /** Counts up when somebody said something on this map. */
  readonly said: number;
  readonly onClose: () => void;
}

export function StepPanel({ mapId, column, measured, canComment, said, onClose }: StepPanelProps) {
  const step = column.node;
  const name = textOf(step.properties.name);
  return (
    <aside className="panel" aria-label={name}>
      <header>
        <h2>{name}</h2>
        <button type="button" className="button icon" aria-label={words.close} onClick={onClose}>
          ×
        </button>
      </header>
      <Definition column={column} />
      <Rule rules={step.properties.when} />
      <Numbers measured={measured} />
      <Quotes mapId={mapId} step={step.id} />
      <Comments mapId={mapId} node={step.id} canComment={canComment} said={said} />
    </aside>
  );
}
