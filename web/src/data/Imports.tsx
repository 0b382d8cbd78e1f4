// The files that were brought in the browser, and what became of each.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { listImports, listMappings, removeMapping } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { dataWords as words } from "../words/data";
import { TakeBack } from "./Importing";
import { percent } from "./say";
import { Until } from "../pages/Until";
import { sayDay, sayMoment } from "../words/figures";

export function useImports(isWanted = true) {
  return useQuery({
    queryKey: ["data-imports"],
    queryFn: () => answered(listImports({ query: { limit: 20 } })),
    enabled: isWanted,
    refetchInterval: (query) =>
      query.state.data?.items.some((one) => ["waiting", "running"].includes(one.state)) ? 1000 : false,
  });
}

export interface ImportsProps {
  readonly onOpen: (id: number) => void;
  readonly onMend: (id: number) => void;
}

export function Imports({ onOpen, onMend }: ImportsProps) {
  const queries = useQueryClient();
  const found = useImports();
  if (found.error && !found.data) return <Until answer={found} />;
  if (!found.data || found.data.items.length === 0) return null;
  return (
    <section aria-labelledby="imports-title">
      <h2 id="imports-title" className="apart">
        {words.imports}
      </h2>
      <div className="wide" tabIndex={0}>
        <table className="imports">
          <thead>
            <tr>
              <th scope="col">{words.file}</th>
              <th scope="col">{words.whenWho}</th>
              <th scope="col">{words.outcome}</th>
              <th scope="col">
                <span className="hidden">{words.whatToDo}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {found.data.items.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <button
                    type="button"
                    className="link"
                    onClick={() => {
                      onOpen(one.id);
                    }}
                  >
                    {one.fixes === null ? one.name : words.mendedOf(one.name)}
                  </button>
                </th>
                <td className="quiet">
                  {sayMoment(one.at)}
                  {one.who && <>, {one.who.name}</>}
                </td>
                <td>
                  {one.taken_back_at
                    ? words.wasTakenBack(one.counts?.removed ?? 0)
                    : one.state === "done" && one.counts
                      ? [
                          words.newFacts(one.counts.added),
                          ...(one.counts.duplicates > 0
                            ? [words.duplicatesShort(one.counts.duplicates)]
                            : []),
                          ...(one.counts.rejected > 0 && one.fixes === null
                            ? [words.refusedRows(one.counts.rejected)]
                            : []),
                        ].join(", ")
                      : one.state === "running"
                        ? `${words.states.running ?? ""}, ${percent(one.share)}`
                        : words.states[one.state]}
                </td>
                <td className="data-actions">
                  {one.has_rejects && one.fixes === null && (
                    <button
                      type="button"
                      className="button"
                      onClick={() => {
                        onMend(one.id);
                      }}
                    >
                      {words.lookAtThem}
                    </button>
                  )}
                  {one.can_take_back && (
                    <TakeBack
                      one={one}
                      onDone={() => {
                        void queries.invalidateQueries();
                      }}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Remembered />
    </section>
  );
}

function Remembered() {
  const queries = useQueryClient();
  const found = useQuery({ queryKey: ["data-mappings"], queryFn: () => answered(listMappings()) });
  const forget = useMutation({
    mutationFn: (id: number) => answered(removeMapping({ path: { mapping_id: id } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["data-mappings"] }),
  });
  if (!found.data || found.data.length === 0) return null;
  return (
    <details className="remembered">
      <summary>{words.mappings}</summary>
      <ul className="plain">
        {found.data.map((one) => (
          <li key={one.id}>
            <details>
              <summary>
                {one.name} <span className="quiet small">{words.lastUsed(sayDay(one.used_at))}</span>
              </summary>
              <pre>{one.text}</pre>
            </details>
            <button
              type="button"
              className="button"
              onClick={() => {
                forget.mutate(one.id);
              }}
            >
              {words.forget}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
