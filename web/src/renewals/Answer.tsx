// What stands there until a number is measured: that it is being measured, or why it cannot be.

import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Answered } from "../lived/useLived";
import { Loading } from "../pages/Loading";
import { Message } from "../pages/Message";
import { words } from "../words/en";
import { renewalWords } from "../words/renewals";

/** What is said where the log tells of no account, or of no subscription, by the server's code for it. */
const NOTHING_YET: Readonly<Record<string, { readonly title: string; readonly hint: string }>> = {
  "DP-MSR-005": renewalWords.nobodyYet,
  "DP-SUC-015": renewalWords.noneYet,
  "DP-MSR-010": renewalWords.noneYet,
};

export interface AnswerProps<T> {
  readonly asked: Answered<T>;
  readonly children: (answer: T) => ReactNode;
}

export function Answer<T>({ asked, children }: AnswerProps<T>) {
  const { answer, error, code, progress } = asked;
  const nothing = answer === null && code !== null ? NOTHING_YET[code] : undefined;
  if (nothing)
    return (
      <Message title={nothing.title} says={nothing.hint}>
        <Link to="/data" className="button">
          {renewalWords.toData}
        </Link>
      </Message>
    );
  if (error !== null && answer === null)
    return (
      <div role="alert">
        <Message title={words.broke} says={error} onRetry={asked.again} />
      </div>
    );
  if (answer === null)
    return progress !== null ? (
      <p role="status">
        {words.measuring} <span className="quiet">{progress.words}</span>
      </p>
    ) : (
      <Loading />
    );
  return (
    <>
      {progress !== null && (
        <p className="quiet small" role="status">
          {words.measuring}
        </p>
      )}
      {children(answer)}
    </>
  );
}
