// One thing to say on a page of its own, and perhaps one thing to do.

import type { ReactNode } from "react";
import { words } from "../words/en";

export interface MessageProps {
  readonly title: string;
  readonly says?: string;
  readonly onRetry?: () => void;
  readonly children?: ReactNode;
}

export function Message({ title, says, onRetry, children }: MessageProps) {
  return (
    <section className="message">
      <h2>{title}</h2>
      {says && <p className="quiet">{says}</p>}
      {onRetry && (
        <button type="button" className="button" onClick={onRetry}>
          {words.tryAgain}
        </button>
      )}
      {children}
    </section>
  );
}
