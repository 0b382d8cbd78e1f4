// The outbox: everything that playbooks do, with its words and what became of it.

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { listOutbox } from "../api/generated/sdk.gen";
import type { Outcome, OutboxOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Until } from "../pages/Until";
import { playbookWords as said } from "../words/playbooks";
import { sayMoment } from "./say";

const CHOICES: readonly (Outcome | "")[] = [
  "",
  "waiting",
  "done",
  "kept",
  "unknown",
  "failed",
  "left out",
  "cannot",
];

export function Outbox({ playbook }: { readonly playbook?: string }) {
  const [outcome, setOutcome] = useState<Outcome | "">("");
  const rows = useInfiniteQuery({
    queryKey: ["playbooks", "outbox", playbook, outcome],
    queryFn: ({ pageParam }) =>
      answered(
        listOutbox({
          query: {
            limit: 50,
            ...(playbook ? { playbook } : {}),
            ...(outcome ? { outcome } : {}),
            ...(pageParam ? { cursor: pageParam } : {}),
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  });
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-label={said.outbox}>
      <p className="book-tools">
        <label className="inline">
          <span className="quiet">{said.stands}</span>
          <select
            className="field"
            value={outcome}
            onChange={(event) => {
              setOutcome(event.target.value as Outcome | "");
            }}
          >
            {CHOICES.map((one) => (
              <option key={one} value={one}>
                {one === "" ? said.everything : said.outcomes[one]}
              </option>
            ))}
          </select>
        </label>
      </p>
      <Until answer={rows} />
      {rows.data && items.length === 0 && <p className="empty quiet">{said.outboxEmpty}</p>}
      <ul className="book-outbox">
        {items.map((row) => (
          <Sent key={row.id} row={row} />
        ))}
      </ul>
      {rows.hasNextPage && (
        <button type="button" className="button" onClick={() => void rows.fetchNextPage()}>
          {said.more}
        </button>
      )}
    </section>
  );
}

function Sent({ row }: { readonly row: OutboxOut }) {
  const head = row.title || row.move;
  const about = [row.subject, row.person && row.person !== row.subject ? said.to(row.person) : ""]
    .filter((part) => part !== "")
    .join(" · ");
  return (
    <li className="book-sent" data-outcome={row.outcome}>
      <details>
        <summary>
          <span className="book-kind">{said.kinds[row.kind] ?? row.kind}</span>
          <span className="book-head">{head}</span>
          <span className="quiet book-about">{about}</span>
          <span className="book-outcome" title={row.says}>
            {said.outcomes[row.outcome]}
          </span>
        </summary>
        <p className="quiet small">
          {row.playbook} · {said.versionOf(row.version)} · {sayMoment(row.at)}
          {row.why ? ` · ${row.why}` : row.outcome === "kept" ? ` · ${said.keptHint}` : ""}
        </p>
        {row.words !== "" && <div className="book-letter">{row.words}</div>}
      </details>
    </li>
  );
}
