// The outbox: everything that playbooks do, with its words and what became of it; and first what nobody knows,
// which somebody must look at.

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { haveItSentAgain, listOutbox, sayItArrived } from "../api/generated/sdk.gen";
import type { Outcome, OutboxOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Named } from "../app/Named";
import { Until } from "../pages/Until";
import { playbookWords as said } from "../words/playbooks";
import { isDoneLater, sayMoment } from "./say";

const CHOICES: readonly (Outcome | "")[] = [
  "",
  "waiting",
  "done",
  "kept",
  "unknown",
  "failed",
  "late",
  "left out",
  "cannot",
];
const KINDS = ["", "email", "task", "ask", "in_app", "chat", "webhook", "set_trait"];

export function Outbox({ playbook }: { readonly playbook?: string }) {
  const [outcome, setOutcome] = useState<Outcome | "">("");
  const [kind, setKind] = useState("");
  const unknown = useRows(playbook, "unknown", "");
  const rows = useRows(playbook, outcome, kind);
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  const toLook = unknown.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = outcome !== "" || kind !== "";
  return (
    <section aria-label={said.outbox}>
      {toLook.length > 0 && (
        <div className="book-asks">
          <h3>{said.lookTitle(toLook.length)}</h3>
          <p>{said.lookSays}</p>
          <ul className="book-outbox">
            {toLook.map((row) => (
              <Sent key={row.id} row={row} hasPlaybook={playbook === undefined} />
            ))}
          </ul>
          {unknown.hasNextPage && (
            <button type="button" className="button" onClick={() => void unknown.fetchNextPage()}>
              {said.more}
            </button>
          )}
        </div>
      )}
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
        <label className="inline">
          <span className="quiet">{said.move}</span>
          <select
            className="field"
            value={kind}
            onChange={(event) => {
              setKind(event.target.value);
            }}
          >
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {one === "" ? said.everything : said.kinds[one]}
              </option>
            ))}
          </select>
        </label>
      </p>
      <Until answer={rows} />
      {rows.data && items.length === 0 && (
        <p className="empty quiet">{isFiltered ? said.noneLikeThat : said.outboxEmpty}</p>
      )}
      <ul className="book-outbox">
        {items.map((row) => (
          <Sent key={row.id} row={row} hasPlaybook={playbook === undefined} />
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

function useRows(playbook: string | undefined, outcome: Outcome | "", kind: string) {
  return useInfiniteQuery({
    queryKey: ["playbooks", "outbox", playbook, outcome, kind],
    queryFn: ({ pageParam }) =>
      answered(
        listOutbox({
          query: {
            limit: 50,
            ...(playbook ? { playbook } : {}),
            ...(outcome ? { outcome } : {}),
            ...(kind ? { kind } : {}),
            ...(pageParam ? { cursor: pageParam } : {}),
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  });
}

interface SentProps {
  readonly row: OutboxOut;
  /** Whether it says of which playbook it is: beside those of others. */
  readonly hasPlaybook?: boolean;
}

export function Sent({ row, hasPlaybook = false }: SentProps) {
  const head = row.title || row.move.replaceAll("-", " ");
  const isLate = isDoneLater(row.at, row.ended_at);
  return (
    <li className="book-sent" data-outcome={row.outcome}>
      <details>
        <summary>
          <span className="book-kind">{said.kinds[row.kind] ?? row.kind}</span>
          <span className="book-head">{head}</span>
          <span className="quiet book-about">
            {hasPlaybook && `${row.playbook_name ?? row.playbook} · `}
            <Named id={row.subject} name={row.name} />
            {row.person && row.person !== row.subject && (
              <>
                {" · "}
                {said.toWhom} <Named id={row.person} name={row.person_name} />
              </>
            )}
          </span>
          <time className="quiet small" dateTime={row.at}>
            {isLate ? said.wasDue(sayMoment(row.at)) : sayMoment(row.at)}
          </time>
          <span className="book-outcome" title={row.says}>
            {(row.outcome === "done" ? said.didIt[row.kind] : undefined) ?? said.outcomes[row.outcome]}
          </span>
          {row.outcome === "left out" && row.why !== "" && (
            <span className="quiet small book-why">{row.why}</span>
          )}
        </summary>
        <p className="quiet small">
          {row.playbook_name ?? row.playbook} · {said.versionOf(row.version)}
          {row.why ? ` · ${row.why}` : row.outcome === "kept" ? ` · ${said.keptHint}` : ""}
          {isLate && row.ended_at && ` · ${said.wasLater(sayMoment(row.at), sayMoment(row.ended_at))}`}
        </p>
        {row.words !== "" && <div className="book-letter">{row.words}</div>}
        {row.task !== null && (
          <p>
            <Link to="/today" search={{ task: row.task }}>
              {said.openTask}
            </Link>
          </p>
        )}
      </details>
      {row.outcome === "unknown" && <Looked row={row} />}
    </li>
  );
}

/** Somebody has looked, and says what should be done. */
function Looked({ row }: { readonly row: OutboxOut }) {
  const queries = useQueryClient();
  const say = useMutation({
    mutationFn: (how: "arrived" | "again") =>
      answered(
        how === "arrived"
          ? sayItArrived({ path: { row_id: row.id } })
          : haveItSentAgain({ path: { row_id: row.id } }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["playbooks"] }),
  });
  return (
    <p className="inline book-looked">
      <button
        type="button"
        className="button"
        disabled={say.isPending}
        onClick={() => {
          say.mutate("arrived");
        }}
      >
        {said.itArrived}
      </button>
      <button
        type="button"
        className="button"
        disabled={say.isPending}
        onClick={() => {
          say.mutate("again");
        }}
      >
        {said.sendAgain}
      </button>
      {say.error && <span role="alert">{say.error.message}</span>}
    </p>
  );
}
