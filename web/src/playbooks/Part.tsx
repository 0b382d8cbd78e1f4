// A part of a playbook: read as a sentence, changed where it stands; what is wrong with it stands under it.

import { type ReactNode, useEffect, useRef } from "react";
import type { ProblemOut } from "../api/generated/types.gen";
import { sayProblem } from "../api/http";
import { playbookWords as said } from "../words/playbooks";

export interface PartProps {
  readonly title: string;
  readonly says: ReactNode;
  readonly problems: readonly ProblemOut[];
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  /** What it is changed with; made only while it is open. */
  readonly children: () => ReactNode;
}

export function Part({ title, says, problems, isOpen, onOpen, children }: PartProps) {
  return (
    <section
      className="book-part"
      data-open={isOpen || undefined}
      data-wrong={problems.length > 0 || undefined}
    >
      <header>
        <h3>{title}</h3>
        <div className="book-says">{says}</div>
        <button
          type="button"
          className="button"
          aria-expanded={isOpen}
          aria-label={`${isOpen ? said.close : said.change}: ${title}`}
          onClick={() => {
            onOpen(!isOpen);
          }}
        >
          {isOpen ? said.close : said.change}
        </button>
      </header>
      {isOpen && <Inside>{children()}</Inside>}
      <Wrong problems={problems} />
    </section>
  );
}

/** What is changed: the field that says it comes first has the focus, else the first one. */
export function Inside({ children }: { readonly children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const first = box.current?.querySelector<HTMLElement>("[data-first]");
    (first ?? box.current?.querySelector<HTMLElement>("input, select, textarea, button"))?.focus({
      preventScroll: true,
    });
  }, []);
  return (
    <div className="book-inside" ref={box}>
      {children}
    </div>
  );
}

export function Wrong({ problems }: { readonly problems: readonly ProblemOut[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className="book-wrong" role="status">
      {problems.map((one) => (
        <li key={`${one.address} ${one.message}`}>{sayProblem(one)}</li>
      ))}
    </ul>
  );
}
