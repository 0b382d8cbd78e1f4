// What stands there until a number is measured: that it is being measured, or why it cannot be.

import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Answered } from "../lived/useLived";
import { Loading } from "../pages/Loading";
import { Message } from "../pages/Message";
import { words } from "../words/en";
import { renewalWords } from "../words/renewals";

/** What the server says where the log tells of no subscriptions: for renewals, and for revenue. */
const NO_SUBSCRIPTIONS = ["DP-SUC-015", "DP-MSR-010"];

export interface AnswerProps<T> {
  readonly asked: Answered<T>;
  readonly children: (answer: T) => ReactNode;
}

export function Answer<T>({ asked, children }: AnswerProps<T>) {
  const { answer, error, code, progress } = asked;
  if (answer === null && code !== null && NO_SUBSCRIPTIONS.includes(code))
    return (
      <Message title={renewalWords.noneYet} says={renewalWords.noneYetHint}>
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
