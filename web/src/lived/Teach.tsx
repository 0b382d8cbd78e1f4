// Where nobody has set out on a map: why, and what to do about it.

import { Link } from "@tanstack/react-router";
import type { Board } from "../map/board";
import { livedWords as words } from "../words/lived";

export interface TeachProps {
  readonly board: Board;
  readonly hasData: boolean;
  /** Whether a segment or a period is looked at: then there may be others. */
  readonly isPart: boolean;
  readonly onOpen: (step: string) => void;
  readonly onEverybody: () => void;
}

export function Teach({ board, hasData, isPart, onOpen, onEverybody }: TeachProps) {
  if (isPart) {
    return (
      <div className="teach" role="note">
        <h2>{words.nobodyOfThem}</h2>
        <p className="actions">
          <button type="button" className="button first" onClick={onEverybody}>
            {words.atEverybody}
          </button>
        </p>
      </div>
    );
  }
  const hasRules = board.steps.some((step) => Array.isArray(step.node.properties.when));
  const first = board.steps[0];
  return (
    <div className="teach" role="note">
      <h2>{words.teachTitle}</h2>
      {!hasRules && <p>{words.teachNoRules}</p>}
      {!hasData && <p>{words.teachNoData}</p>}
      {hasRules && hasData && <p>{words.teachNobody}</p>}
      <p className="actions">
        {first && (!hasRules || hasData) && (
          <button
            type="button"
            className="button first"
            onClick={() => {
              onOpen(first.node.id);
            }}
          >
            {words.toFirstStep}
          </button>
        )}
        {!hasData && (
          <Link to="/data" className="button">
            {words.toData}
          </Link>
        )}
      </p>
    </div>
  );
}
