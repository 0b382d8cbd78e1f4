// Puts rules together by clicking: clauses, any of which counts, with what they match told meanwhile.

import { useId, useRef, useState } from "react";
import { type Json, type Value } from "../map/valueMerge";
import { ruleWords as words } from "../words/rules";
import { ClauseEditor } from "./ClauseEditor";
import { type Draft, isOutdated } from "./draft";
import { useLogWords } from "./known";
import { Matching, useMatching } from "./Matching";
import { type Clause, emptyClause, readClauses, readLines, writeRules, writeText, wrongIn } from "./rule";
import { sayRules } from "./sentence";

export interface RuleBuilderProps {
  readonly label: string;
  readonly subject: string;
  /** What the map says now. */
  readonly now: Value;
  readonly draft: Draft<readonly Clause[]>;
  /** Whether the draft was found from earlier. */
  readonly isFound: boolean;
  readonly maySee: boolean;
  readonly onDraft: (clauses: readonly Clause[]) => void;
  /** Keep these rules; null: none at all. */
  readonly onSave: (rules: readonly Json[] | null) => void;
  readonly onCancel: () => void;
}

export function RuleBuilder(props: RuleBuilderProps) {
  const { label, subject, now, draft, isFound, maySee, onDraft, onSave, onCancel } = props;
  const clauses = draft.work;
  const known = useLogWords(maySee);
  const [isTried, setTried] = useState(false);
  const [text, setText] = useState<string | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const textId = useId();
  const wrong = wrongIn(clauses);
  const emptyOnes = new Set(wrong.filter((one) => one.condition === null).map((one) => one.clause));
  const asked = clauses.filter((clause) => !emptyOnes.has(clause.key));
  const rules = writeRules(asked);
  const matched = useMatching(rules, subject);
  const countOf = new Map(asked.map((clause, i) => [clause.key, matched.found?.each[i]]));
  const refusedAt = (key: string): readonly string[] => {
    const index = asked.findIndex((clause) => clause.key === key);
    return (matched.refused?.problems ?? [])
      .filter((one) => new RegExp(`^rules\\[${String(index)}\\]`).test(one.address))
      .map((one) => `${one.message}. ${one.fix}`);
  };
  const line = text === null ? null : readLines(text);
  const change = (changed: readonly Clause[]) => {
    onDraft(changed);
  };
  const save = () => {
    if (typeof line === "number") return;
    if (wrong.length > 0) {
      setTried(true);
      requestAnimationFrame(() => {
        root.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
      });
      return;
    }
    onSave(rules.length > 0 ? rules : null);
  };
  return (
    <div
      className="rule-builder"
      role="group"
      aria-label={label}
      ref={root}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          event.stopPropagation();
          save();
        }
      }}
    >
      {isFound && (
        <p className="note" role="status">
          {words.draft}
        </p>
      )}
      {isOutdated(draft, now) && (
        <div className="note" role="status">
          <p>{words.changedMeanwhile}</p>
          <ul>
            {sayRules(now, subject).map((says) => (
              <li key={says}>{says}</li>
            ))}
          </ul>
        </div>
      )}
      {text === null ? (
        <>
          {clauses.map((clause, i) => (
            <div key={clause.key}>
              {i > 0 && <p className="or">{words.or}</p>}
              <ClauseEditor
                clause={clause}
                number={i + 1}
                known={known}
                subject={subject}
                wrong={isTried ? wrong.filter((one) => one.clause === clause.key) : []}
                refused={refusedAt(clause.key)}
                count={countOf.get(clause.key)}
                onChange={(changed) => {
                  change(clauses.map((one) => (one.key === clause.key ? changed : one)));
                }}
                onRemove={() => {
                  change(clauses.filter((one) => one.key !== clause.key));
                }}
              />
            </div>
          ))}
          <button
            type="button"
            className="button"
            onClick={() => {
              setTried(false);
              change([...clauses, emptyClause()]);
            }}
          >
            {clauses.length === 0 ? words.begin : words.addClause}
          </button>
        </>
      ) : (
        <div className="stacked">
          <label htmlFor={textId}>{words.textHint}</label>
          <textarea
            id={textId}
            className="field code"
            rows={6}
            value={text}
            spellCheck={false}
            maxLength={20000}
            aria-invalid={typeof line === "number" || undefined}
            onChange={(event) => {
              setText(event.target.value);
              const read = readLines(event.target.value);
              if (typeof read !== "number") change(read);
            }}
          />
          {typeof line === "number" && (
            <p className="wrong" role="alert">
              {words.textWrong(line)}
            </p>
          )}
        </div>
      )}
      <Matching rules={rules} subject={subject} matched={matched} maySee={maySee} />
      <details className="quiet small">
        <summary>{words.possible}</summary>
        <p>{words.possibleHint}</p>
      </details>
      <div className="actions rule-save">
        <button type="button" className="button first" title="Ctrl+Enter" onClick={save}>
          {words.save}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {isFound ? words.discard : words.cancel}
        </button>
        <span className="quiet small grow">{words.savedBySave}</span>
        <button
          type="button"
          className="link"
          aria-pressed={text !== null}
          onClick={() => {
            if (text === null) setText(writeText(clauses));
            else if (typeof line !== "number") {
              setText(null);
            }
          }}
        >
          {text === null ? words.asText : words.asClauses}
        </button>
      </div>
    </div>
  );
}

/** The clauses to begin with: those of the map, or one to fill in. */
export function beginWith(rules: Value): readonly Clause[] {
  const clauses = readClauses(rules);
  return clauses.length > 0 ? clauses : [emptyClause()];
}
