// What comes in, as it comes in: what became of it, and which steps of which maps it is.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { whatCame } from "../api/generated/sdk.gen";
import type { CameOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { askAgain } from "../sync/askAgain";
import { useStream } from "../sync/useStream";
import { dataWords as words } from "../words/data";
import { cellText } from "./say";
import { saySecond } from "../words/figures";

export function Tail({ connection }: { readonly connection: number }) {
  const queries = useQueryClient();
  const found = useQuery({
    queryKey: ["tail", connection],
    queryFn: () => answered(whatCame({ query: { connection, limit: 30 } })),
    staleTime: 0,
  });
  const hear = () => {
    void askAgain(queries, ["tail"]);
    void askAgain(queries, ["connections"]);
  };
  useStream("/api/v1/connections/tail/events", { open: hear, came: hear });
  const came = (found.data ?? []).toReversed();
  return (
    <section aria-labelledby="tail-title" className="tail">
      <h3 id="tail-title">{words.tail}</h3>
      {found.error && <p role="alert">{found.error.message}</p>}
      {found.data && came.length === 0 && <p className="quiet">{words.tailEmpty}</p>}
      <ol aria-live="polite">
        {came.map((one) => (
          <li key={one.number} data-status={one.status}>
            <time className="quiet small number" dateTime={one.at}>
              {saySecond(one.at)}
            </time>
            <span>
              <b className="status">{words.statuses[one.status]}</b>{" "}
              <span className="what">{one.activity ?? words.notAnInteraction[one.what] ?? one.what}</span>{" "}
              {one.customer ?? one.account ?? ""}
              <Why one={one} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Why({ one }: { readonly one: CameOut }) {
  if (one.problem)
    return (
      <span className="block small">
        {cellText(one.problem.message)}. <span className="quiet">{cellText(one.problem.fix)}</span>
      </span>
    );
  if (one.what !== "interaction") return null;
  return (
    <span className="block small quiet">
      {one.matched.length === 0
        ? words.noStep
        : one.matched.map((step) => (
            <Link key={step.map + step.step} to="/maps/$mapId" params={{ mapId: step.map }}>
              {words.isStep(step.step_name, step.map_title)}
            </Link>
          ))}
    </span>
  );
}
