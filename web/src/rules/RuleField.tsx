// A rule of the map: told in sentences with what it matches, and changed in place.

import { useEffect, useRef, useState } from "react";
import type { Json, Value } from "../map/valueMerge";
import { ruleWords as words } from "../words/rules";
import { useDraft } from "./draft";
import { Matching, useMatching } from "./Matching";
import type { Clause } from "./rule";
import { beginWith, RuleBuilder } from "./RuleBuilder";
import { sayRules } from "./sentence";

export interface RuleFieldProps {
  readonly label: string;
  /** What is said where there is no rule. */
  readonly none: string;
  readonly rules: Value;
  /** Who travels. */
  readonly subject: string;
  /** Which rule of which map it is: what a draft is kept under. */
  readonly place: string;
  readonly canEdit: boolean;
  readonly onSave: (rules: readonly Json[] | null) => void;
}

export function RuleField({ label, none, rules, subject, place, canEdit, onSave }: RuleFieldProps) {
  const [draft, keep] = useDraft<readonly Clause[]>(place);
  const [isFound] = useState(draft !== null);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  const isOpen = canEdit && draft !== null;
  useEffect(() => {
    if (wasOpen.current && !isOpen) button.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  const said = sayRules(rules, subject);
  if (isOpen) {
    return (
      <RuleBuilder
        label={label}
        subject={subject}
        now={rules}
        draft={draft}
        isFound={isFound}
        maySee={canEdit}
        onDraft={(work) => {
          keep({ ...draft, work });
        }}
        onSave={(saved) => {
          onSave(saved);
          keep(null);
        }}
        onCancel={() => {
          keep(null);
        }}
      />
    );
  }
  return (
    <div className="rule-field">
      {said.length === 0 ? (
        <p className="quiet">{none}</p>
      ) : (
        <>
          <ul className="sentences">
            {said.map((says, i) => (
              <li key={says}>
                {i > 0 && <span className="quiet">{words.or} </span>}
                {says}
              </li>
            ))}
          </ul>
          <Matched rules={rules as readonly Json[]} subject={subject} maySee={canEdit} />
        </>
      )}
      {canEdit && (
        <button
          ref={button}
          type="button"
          className="button"
          aria-label={`${said.length === 0 ? words.begin : words.change}: ${label}`}
          onClick={() => {
            keep({ work: beginWith(rules), base: rules });
          }}
        >
          {said.length === 0 ? words.begin : words.change}
        </button>
      )}
    </div>
  );
}

interface MatchedProps {
  readonly rules: readonly Json[];
  readonly subject: string;
  readonly maySee: boolean;
}

function Matched({ rules, subject, maySee }: MatchedProps) {
  const matched = useMatching(rules, subject);
  return <Matching rules={rules} subject={subject} matched={matched} maySee={maySee} />;
}
