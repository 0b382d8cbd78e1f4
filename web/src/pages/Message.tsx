// One thing to say on a page of its own, and perhaps one thing to do.

import type { ReactNode } from "react";
import { words } from "../words/en";

export interface MessageProps {
  readonly title: string;
  readonly says?: string;
  readonly onRetry?: () => void;
  readonly children?: ReactNode;
  /** What its title is: of a whole page the first. */
  readonly heading?: "h1" | "h2";
}

export function Message({ title, says, onRetry, children, heading: Heading = "h2" }: MessageProps) {
  return (
    <section className="message">
      <Heading>{title}</Heading>
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
