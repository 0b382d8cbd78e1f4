// The very file beside its picture: it can be written in, and what is wrong stands below with its line.

import { useRef, useState } from "react";
import type { ProblemOut } from "../api/generated/types.gen";
import { sayProblem } from "../api/http";
import { scorecardWords as said } from "../words/scorecards";

export interface FileViewProps {
  readonly text: string;
  readonly problems: readonly ProblemOut[];
  readonly onChange: (text: string) => void;
}

export function FileView({ text, problems, onChange }: FileViewProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const isChanged = typed !== null && typed !== text;
  const keep = () => {
    if (isChanged) onChange(typed);
    setTyped(null);
  };
  return (
    <section className="card-file" aria-label={said.file}>
      <header>
        <h2>{said.file}</h2>
        <span className="quiet small">{isChanged ? said.unsaved : said.fileHint}</span>
        <button type="button" className="button" disabled={!isChanged} onClick={keep}>
          {said.save}
        </button>
      </header>
      <Problems
        problems={problems}
        onGo={(line) => {
          const it = area.current;
          if (!it) return;
          const lines = it.value.split("\n");
          const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
          it.focus();
          it.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
        }}
      />
      <textarea
        ref={area}
        className="field"
        spellCheck={false}
        aria-label={said.file}
        value={typed ?? text}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            keep();
          }
        }}
      />
    </section>
  );
}

interface ProblemsProps {
  readonly problems: readonly ProblemOut[];
  readonly onGo: (line: number) => void;
}

function Problems({ problems, onGo }: ProblemsProps) {
  if (problems.length === 0) return null;
  return (
    <ul className="card-problems" role="alert">
      {problems.map((one, i) => (
        <li key={i}>
          {one.line != null && (
            <button
              type="button"
              className="link"
              onClick={() => {
                onGo(one.line ?? 1);
              }}
            >
              {said.at(one.line)}
            </button>
          )}{" "}
          {sayProblem(one)} <span className="quiet small">{one.code}</span>
        </li>
      ))}
    </ul>
  );
}
