// What stands in the place of an answer until it is there: that it is being fetched, or why it cannot be, with
// a way to ask again.

import { words } from "../words/en";
import { Loading } from "./Loading";
import { Message } from "./Message";

export interface UntilProps {
  readonly answer: {
    readonly isPending: boolean;
    readonly error: Error | null;
    readonly refetch: () => Promise<unknown>;
  };
}

export function Until({ answer }: UntilProps) {
  if (answer.isPending) return <Loading />;
  if (answer.error === null) return null;
  return (
    <div role="alert">
      <Message title={words.broke} says={answer.error.message} onRetry={() => void answer.refetch()} />
    </div>
  );
}
