// Puts a segment together by clicking: what is known of those who travel, how it compares, how many match now.
// The expression it writes is shown, and can be written by hand instead.

import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { ConditionEditor } from "../rules/ConditionEditor";
import { useLogWords } from "../rules/known";
import type { Offered, OfferGroup } from "../fields/Offer";
import { emptyClause, emptyCondition } from "../rules/rule";
import { ruleWords } from "../words/rules";
import { segmentWords as words } from "../words/segments";
import { type Join, readSegment, type Segment, writeSegment } from "./expression";
import { PersonaChoices } from "./PersonaChoices";
import { SegmentCount } from "./SegmentCount";

export interface SegmentBuilderProps {
  /** The expression; empty: everybody. */
  readonly value: string;
  /** Who travels: customer, account... */
  readonly subject: string;
  /** Whether the personas are offered too: where one looks at people, not where it is said who a persona is. */
  readonly hasPersonas?: boolean;
  /** Whether one may see the words of the log (an editor): else the expression is written by hand. */
  readonly maySee?: boolean;
  /** What else is to be said of the count, where something is counted otherwise beside it. */
  readonly besideCount?: string;
  /** A segment that says something, or everybody: told whenever it says something else. */
  readonly onChange: (expression: string) => void;
}

const NO_CLAUSE = emptyClause();
const WAIT_MS = 400;
const TRAITS = "traits.";

function offer(value: string, hint: string): Offered {
  return { value, label: value.slice(TRAITS.length).replaceAll("_", " "), hint };
}

export function SegmentBuilder({
  value,
  subject,
  hasPersonas = false,
  maySee = true,
  besideCount,
  onChange,
}: SegmentBuilderProps) {
  const group = useRef<HTMLDivElement>(null);
  const hasAdded = useRef(false);
  const [work, setWork] = useState<Segment | null>(() => readSegment(value));
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  // What was told from here, the latest last: it comes back as the value, but later.
  const [told, setTold] = useState<readonly string[]>([value]);
  if (value !== known) {
    setKnown(value);
    const at = told.indexOf(value);
    setTold(at < 0 ? [value] : told.slice(at));
    if (at < 0) {
      // Changed from outside (a link, a preset): what is begun here and says the same stays.
      setText(value);
      if (!work || writeSegment(work) !== value) setWork(readSegment(value));
    }
  }
  const vocabulary = useLogWords(maySee);
  const traits = vocabulary?.traits[subject] ?? [];
  const offered = traits.map((one) => offer(`${TRAITS}${one.name}`, ruleWords.times(one.seen)));
  // What is compared already is called by its name, though the words of the log are not there yet.
  const compared = new Set(
    work?.conditions.map(({ name }) => name).filter((name) => name.startsWith(TRAITS)),
  );
  for (const { value: name } of offered) compared.delete(name);
  const names: readonly OfferGroup[] = [
    { value: "", items: [...offered, ...[...compared].map((name) => offer(name, ""))] },
  ];
  const tell = (expression: string) => {
    setText(expression);
    setTold([...told, expression]);
    if (expression !== value) onChange(expression);
  };
  const change = (next: Segment) => {
    setWork(next);
    const expression = writeSegment(next);
    // What is only begun does not yet change whom one looks at.
    if (expression !== writeSegment(work ?? { join: "and", conditions: [] })) tell(expression);
  };
  useEffect(() => {
    // Who has asked for a condition goes on in it.
    if (!hasAdded.current) return;
    hasAdded.current = false;
    const conditions = group.current?.querySelectorAll(".condition") ?? [];
    conditions[conditions.length - 1]?.querySelector<HTMLElement>('[role="combobox"]')?.focus();
  }, [work]);
  const typed = text.trim();
  const isTyped = typed !== told.at(-1);
  useEffect(() => {
    if (!isTyped) return undefined;
    const timer = setTimeout(() => {
      setTold((before) => [...before, typed]);
      setWork(readSegment(typed));
      onChange(typed);
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isTyped, typed, onChange]);
  return (
    <div ref={group} className="segment-builder" role="group" aria-label={words.whom}>
      {hasPersonas && (
        <PersonaChoices
          value={value}
          subject={subject}
          onChoose={(expression) => {
            setWork(readSegment(expression));
            tell(expression);
          }}
        />
      )}
      {work && maySee && (
        <>
          {work.conditions.length > 1 && (
            <select
              className="field join"
              aria-label={words.join}
              value={work.join}
              onChange={(event) => {
                change({ ...work, join: event.target.value as Join });
              }}
            >
              <option value="and">{words.all}</option>
              <option value="or">{words.any}</option>
            </select>
          )}
          {work.conditions.map((condition, i) => (
            <ConditionEditor
              key={condition.key}
              clause={NO_CLAUSE}
              condition={condition}
              number={i + 1}
              known={vocabulary}
              names={names}
              subject={subject}
              wrong={undefined}
              onChange={(next) => {
                change({
                  ...work,
                  conditions: work.conditions.map((one) => (one === condition ? next : one)),
                });
              }}
              onRemove={() => {
                change({ ...work, conditions: work.conditions.filter((one) => one !== condition) });
              }}
            />
          ))}
          {vocabulary && traits.length === 0 ? (
            <p className="quiet">
              {words.noTraits} <Link to="/data">{words.bringTraits}</Link>
            </p>
          ) : (
            <button
              type="button"
              className="button"
              onClick={() => {
                hasAdded.current = true;
                setWork({ ...work, conditions: [...work.conditions, emptyCondition()] });
              }}
            >
              {work.conditions.length === 0 ? words.addFirst : words.add}
            </button>
          )}
        </>
      )}
      {!work && (
        <>
          <p className="note">{words.onlyText}</p>
          <button
            type="button"
            className="button"
            onClick={() => {
              setWork({ join: "and", conditions: [emptyCondition()] });
              tell("");
            }}
          >
            {words.beginAnew}
          </button>
        </>
      )}
      <SegmentCount expression={value} subject={subject} />
      {besideCount !== undefined && value !== "" && <p className="quiet small">{besideCount}</p>}
      <details open={!work || !maySee || undefined}>
        <summary>{words.asText}</summary>
        <textarea
          className="field code"
          rows={3}
          value={text}
          maxLength={4000}
          spellCheck={false}
          placeholder={words.textHint}
          aria-label={words.asText}
          onChange={(event) => {
            setText(event.target.value);
          }}
        />
      </details>
      {value !== "" && (
        <button
          type="button"
          className="button link"
          onClick={() => {
            setWork({ join: "and", conditions: [] });
            tell("");
          }}
        >
          {words.clear}
        </button>
      )}
    </div>
  );
}
