// One panel beside the story: its title, and what it says once that is known.

import type { ReactNode } from "react";
import type { UntilProps } from "../pages/Until";
import { Until } from "../pages/Until";

export interface PanelProps {
  readonly title: string;
  readonly more?: ReactNode;
  readonly answer?: UntilProps["answer"];
  /** What it will say, while that is being worked out. */
  readonly comes?: string;
  /** How high it usually is in rem: as much room is kept for it, so that nothing jumps when it comes. */
  readonly height?: number;
  readonly children: ReactNode;
}

export function Panel({ title, more, answer, comes, height, children }: PanelProps) {
  return (
    <section className="account-panel" aria-label={title}>
      <header>
        <h2>{title}</h2>
        {more}
      </header>
      {answer?.isPending && comes !== undefined ? (
        <p
          className="panel-comes quiet small"
          role="status"
          style={height === undefined ? undefined : { minBlockSize: `${String(height)}rem` }}
        >
          {comes}
        </p>
      ) : (
        answer && <Until answer={answer} />
      )}
      {children}
    </section>
  );
}
