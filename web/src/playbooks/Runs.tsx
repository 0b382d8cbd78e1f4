// The runs of a playbook, those that did not begin too: what happened, how it stands, and why.

import { useInfiniteQuery } from "@tanstack/react-query";
import { playbookRuns } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { Until } from "../pages/Until";
import { playbookWords as said } from "../words/playbooks";
import { sayMoment } from "./say";

export function Runs({ playbook }: { readonly playbook: string }) {
  const runs = useInfiniteQuery({
    queryKey: ["playbooks", playbook, "runs"],
    queryFn: ({ pageParam }) =>
      answered(
        playbookRuns({
          path: { playbook_id: playbook },
          query: { limit: 25, ...(pageParam ? { cursor: pageParam } : {}) },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  });
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section>
      <h2>{said.runs}</h2>
      <Until answer={runs} />
      {runs.data && items.length === 0 && <p className="quiet">{said.noRuns}</p>}
      {items.length > 0 && (
        <table className="book-runs">
          <thead>
            <tr>
              <th scope="col">{said.subject}</th>
              <th scope="col">{said.happened}</th>
              <th scope="col">{said.stands}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((run) => (
              <tr key={run.id}>
                <td>{run.subject}</td>
                <td>
                  {run.says}
                  <span className="quiet small"> {sayMoment(run.since)}</span>
                </td>
                <td>
                  <strong>{said.statuses[run.status] ?? run.status}</strong>
                  <span className="quiet small">
                    {" "}
                    {run.next_at ? said.next(sayMoment(run.next_at)) : run.why}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {runs.hasNextPage && (
        <button type="button" className="button" onClick={() => void runs.fetchNextPage()}>
          {said.more}
        </button>
      )}
    </section>
  );
}
