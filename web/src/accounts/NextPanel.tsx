// The next best action, and why.

import type { NextOut } from "../api/generated/types.gen";
import { accountWords as said } from "../words/accounts";
import { Panel, type PanelProps } from "./Panel";

export interface NextPanelProps {
  readonly next: NextOut | undefined;
  readonly answer: NonNullable<PanelProps["answer"]>;
  readonly onPulse: () => void;
}

export function NextPanel({ next, answer, onPulse }: NextPanelProps) {
  return (
    <Panel title={said.next} answer={answer} comes={said.comes.next} height={6.5}>
      {next?.action && (
        <div className="next-best">
          <p className="next-says">{next.action.says}</p>
          <p className="quiet">
            {said.why} {next.action.reason}.
          </p>
          {next.action.comes_from === "pulse" && (
            <button type="button" className="button first" onClick={onPulse}>
              {said.givePulse}
            </button>
          )}
        </div>
      )}
      {next && !next.action && (
        <p>
          {said.nothingToDo} <span className="quiet">{said.nothingToDoHint}</span>
        </p>
      )}
    </Panel>
  );
}
