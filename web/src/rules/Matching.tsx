// How many interactions the rules match, and the five latest of them.

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { matchingExamples, matchingRules } from "../api/generated/sdk.gen";
import type { RulesOut } from "../api/generated/types.gen";
import { answered, Refused } from "../api/http";
import type { Json } from "../map/valueMerge";
import { ruleWords as words } from "../words/rules";
import { sayMoment } from "../words/figures";

const WAIT_MS = 300;

export interface Matched {
  readonly found: RulesOut | undefined;
  readonly isFresh: boolean;
  readonly refused: Refused | null;
}

/** What the rules match, asked when nobody has changed them for a moment. */
export function useMatching(rules: readonly Json[], subject: string): Matched {
  const asked = useSettled(JSON.stringify(rules));
  const query = useQuery({
    queryKey: ["matching", subject, asked],
    queryFn: () =>
      answered(
        matchingRules({ body: { rules: JSON.parse(asked) as { [key: string]: unknown }[], subject } }),
      ),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return {
    found: query.error ? undefined : query.data,
    isFresh: !query.isFetching && !query.isPlaceholderData && asked === JSON.stringify(rules),
    refused: query.error instanceof Refused ? query.error : null,
  };
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(text);
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [text]);
  return settled;
}

export interface MatchingProps {
  readonly rules: readonly Json[];
  readonly subject: string;
  readonly matched: Matched;
  /** Whether one may see what single customers did. */
  readonly maySee: boolean;
}

export function Matching({ rules, subject, matched, maySee }: MatchingProps) {
  const [isOpen, setOpen] = useState(false);
  const { found, isFresh, refused } = matched;
  if (rules.length === 0) return null;
  const isNobody = refused?.status === 404;
  return (
    <div className="matching">
      <p role="status" data-fresh={isFresh || undefined}>
        {isNobody
          ? words.noSubject(subject)
          : found
            ? found.interactions === 0
              ? words.matchesNothing
              : words.matches(found.interactions, found.subjects, subject)
            : refused
              ? ""
              : words.counting}
      </p>
      {maySee && refused === null && found?.interactions !== 0 && (
        <button
          type="button"
          className="link"
          disabled={found === undefined} // there from the beginning, so that nothing below moves when it is counted
          aria-expanded={isOpen}
          onClick={() => {
            setOpen(!isOpen);
          }}
        >
          {isOpen ? words.hideExamples : words.examples}
        </button>
      )}
      {isOpen && maySee && <Examples rules={rules} subject={subject} generation={found?.generation ?? ""} />}
    </div>
  );
}

interface ExamplesProps {
  readonly rules: readonly Json[];
  readonly subject: string;
  readonly generation: string;
}

function Examples({ rules, subject, generation }: ExamplesProps) {
  const asked = useSettled(JSON.stringify(rules));
  const shown = useQuery({
    queryKey: ["examples", subject, asked, generation],
    queryFn: () =>
      answered(
        matchingExamples({ body: { rules: JSON.parse(asked) as { [key: string]: unknown }[], subject } }),
      ),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <ul className="examples">
      {shown.data?.map((one) => (
        <li key={one.arrival}>
          <span>
            <b>{one.activity}</b>{" "}
            <time dateTime={one.occurred_at} className="quiet">
              {sayMoment(one.occurred_at)}
            </time>
          </span>
          <span className="quiet">
            {[one.account, one.customer, one.channel, one.source, ...saidOf(one.properties)]
              .filter((part) => part !== null && part !== "")
              .join(" · ")}
          </span>
          {one.text ? <q>{one.text}</q> : null}
        </li>
      ))}
    </ul>
  );
}

function saidOf(properties: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(properties).map(
    ([name, value]) =>
      `${name.replaceAll("_", " ")}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
}
