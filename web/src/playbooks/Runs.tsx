// The runs of a playbook, those that did not begin too; each tells its story when it is opened.

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { playbookRun, playbookRuns } from "../api/generated/sdk.gen";
import type { RunOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Named } from "../app/Named";
import { Until } from "../pages/Until";
import { playbookWords as said } from "../words/playbooks";
import { Sent } from "./Outbox";
import { sayMoment } from "./say";

const STATUSES = ["", "running", "done", "reached", "held out", "refused", "stopped"];

export function Runs({ playbook }: { readonly playbook: string }) {
  const [status, setStatus] = useState("");
  const [subject, setSubject] = useState("");
  const [sought, setSought] = useState("");
  const runs = useInfiniteQuery({
    queryKey: ["playbooks", playbook, "runs", status, sought],
    queryFn: ({ pageParam }) =>
      answered(
        playbookRuns({
          path: { playbook_id: playbook },
          query: {
            limit: 25,
            ...(status ? { status } : {}),
            ...(sought ? { subject: sought } : {}),
            ...(pageParam ? { cursor: pageParam } : {}),
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  });
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = status !== "" || sought !== "";
  return (
    <section aria-label={said.runs}>
      <h3>{said.runs}</h3>
      <form
        className="book-tools"
        onSubmit={(event) => {
          event.preventDefault();
          setSought(subject.trim());
        }}
      >
        <label className="inline">
          <span className="quiet">{said.stands}</span>
          <select
            className="field"
            value={status}
            onChange={(event) => {
              setStatus(event.target.value);
            }}
          >
            {STATUSES.map((one) => (
              <option key={one} value={one}>
                {one === "" ? said.everything : said.statuses[one]}
              </option>
            ))}
          </select>
        </label>
        <label className="inline">
          <span className="quiet">{said.subject}</span>
          <input
            className="field"
            value={subject}
            placeholder={said.theirId}
            onChange={(event) => {
              setSubject(event.target.value);
              if (event.target.value === "") setSought("");
            }}
          />
        </label>
      </form>
      <Until answer={runs} />
      {runs.data && items.length === 0 && (
        <p className="empty quiet">{isFiltered ? said.noneLikeThat : said.noRuns}</p>
      )}
      <ul className="book-accounts">
        {items.map((run) => (
          <Run key={run.id} run={run} />
        ))}
      </ul>
      {runs.hasNextPage && (
        <button type="button" className="button" onClick={() => void runs.fetchNextPage()}>
          {said.more}
        </button>
      )}
    </section>
  );
}

function Run({ run }: { readonly run: RunOut }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li data-is={run.status}>
      <details
        onToggle={(event) => {
          setOpen(event.currentTarget.open);
        }}
      >
        <summary>
          <span className="book-head">
            <Named id={run.subject} name={run.name} />
          </span>
          <span>{run.says}</span>
          <span className="quiet small">{sayMoment(run.since)}</span>
          <span className="book-outcome">{said.statuses[run.status] ?? run.status}</span>
        </summary>
        {isOpen && <Story run={run} />}
      </details>
    </li>
  );
}

function Story({ run }: { readonly run: RunOut }) {
  const story = useQuery({
    queryKey: ["playbooks", run.playbook, "run", run.id],
    queryFn: () => answered(playbookRun({ path: { playbook_id: run.playbook, run_id: run.id } })),
    staleTime: 0,
  });
  return (
    <div className="book-told">
      <p>
        <Named id={run.subject} name={run.name} /> {run.says}
        {run.status === "refused" ? `; ${said.statuses.refused ?? ""}: ${run.why}` : ""}.{" "}
        <span className="quiet small">{said.versionOf(run.version)}</span>
      </p>
      <Until answer={story} />
      {story.data && story.data.moves.length > 0 && (
        <ul className="book-outbox">
          {story.data.moves.map((row) => (
            <Sent key={row.id} row={row} />
          ))}
        </ul>
      )}
      {run.status !== "refused" && (
        <p>
          <strong>{said.statuses[run.status] ?? run.status}</strong>: {run.why}
          {run.next_at && `; ${said.next(sayMoment(run.next_at))}`}
          {story.data?.next && ` (${said.kinds[story.data.next] ?? story.data.next})`}
        </p>
      )}
    </div>
  );
}
