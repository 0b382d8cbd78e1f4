import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { askAgain } from "./askAgain";

test("what comes while the first answer is on its way is not lost", async () => {
  const queries = new QueryClient();
  const answers: ((unread: number) => void)[] = [];
  const watching = new QueryObserver(queries, {
    queryKey: ["unread"],
    queryFn: () => new Promise<number>((answer) => answers.push(answer)),
  });
  const seen: (number | undefined)[] = [];
  const leave = watching.subscribe((now) => seen.push(now.data));
  expect(answers).toHaveLength(1); // asked; the server has read 0 already
  const again = askAgain(queries, ["unread"]); // one came
  answers[0]?.(0);
  await expect.poll(() => answers.length).toBe(2);
  answers[1]?.(1);
  await again;
  expect(watching.getCurrentResult().data).toBe(1);
  expect(seen).not.toContain(0);
  leave();
  queries.clear();
});
