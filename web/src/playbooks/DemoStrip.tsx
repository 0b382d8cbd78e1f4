// In the demo time stands still where its story ends. Here days are let pass, so that what waits comes due.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { demoClock, letDaysPass } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { useCommands } from "../palette/PaletteContext";
import { playbookWords as said } from "../words/playbooks";
import { useJob } from "./jobs";
import { sayDate } from "./say";

export function DemoStrip() {
  const clock = useQuery({
    queryKey: ["playbooks", "demo-clock"],
    queryFn: () => answered(demoClock()),
    staleTime: 60_000,
  });
  return clock.data?.is_demo ? <Strip now={clock.data.now} /> : null;
}

/** What happened on the days that were let pass. */
interface Passed {
  readonly changed: number;
  readonly done: number;
}

function Strip({ now }: { readonly now: string }) {
  const queries = useQueryClient();
  const passing = useJob<number, Passed>(
    "days",
    (days) => answered(letDaysPass({ body: { days } })),
    () => {
      void queries.invalidateQueries();
    },
  );
  useCommands(() =>
    passing.isRunning
      ? []
      : [
          {
            name: said.passDay,
            hint: said.demo,
            run: () => {
              passing.run(1);
            },
          },
        ],
  );
  return (
    <aside className="book-demo" aria-label={said.demo}>
      <span>
        <strong>{said.demo}</strong> {said.demoSays(sayDate(now))}
      </span>
      <span className="inline">
        <button
          type="button"
          className="button"
          disabled={passing.isRunning}
          onClick={() => {
            passing.run(1);
          }}
        >
          {said.passDay}
        </button>
        <button
          type="button"
          className="button"
          disabled={passing.isRunning}
          onClick={() => {
            passing.run(7);
          }}
        >
          {said.passWeek}
        </button>
        <span role="status" className="quiet small">
          {passing.isRunning
            ? said.passing
            : passing.found
              ? said.passed(passing.found.changed, passing.found.done)
              : (passing.error ?? "")}
        </span>
      </span>
    </aside>
  );
}
