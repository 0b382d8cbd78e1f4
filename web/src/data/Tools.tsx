// The tools that send, and those that could.

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { listConnections, listTools } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { Ago } from "./Ago";
import { dataWords as words } from "../words/data";
import { sayLight } from "./say";
import { Until } from "../pages/Until";

export function useConnections(isWanted = true) {
  return useQuery({
    queryKey: ["connections"],
    queryFn: () => answered(listConnections()),
    enabled: isWanted,
    refetchInterval: 5000,
  });
}

export function useTools() {
  return useQuery({ queryKey: ["tools"], queryFn: () => answered(listTools()), staleTime: Infinity });
}

export function Tools() {
  const tools = useTools();
  const connections = useConnections();
  if (!tools.data) return <Until answer={tools} />;
  const groups = [...new Set(tools.data.map((one) => one.group))];
  return (
    <section aria-labelledby="connect-title" className="tools">
      <h2 id="connect-title" className="apart">
        {words.connectTitle}
      </h2>
      <p className="quiet">{words.connectHint}</p>
      {(connections.data ?? []).length > 0 && (
        <ul className="connections">
          {connections.data?.map((one) => (
            <li key={one.id}>
              <Light light={one.light} says={sayLight(one)} />
              <Link to="/data" search={{ tool: one.kind, connection: one.id }}>
                {one.title}
              </Link>{" "}
              <span className="quiet small">
                {sayLight(one)}
                {one.last_event_at && (
                  <>
                    , <Ago at={one.last_event_at} />
                  </>
                )}
                {one.needs !== "both" && `. ${words.tailCounts(one.accepted, one.duplicates, one.rejected)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {groups.map((group) => (
        <div key={group} className="tool-group">
          <h3 className="quiet">{group}</h3>
          <ul>
            {tools.data
              .filter((one) => one.group === group)
              .map((one) => (
                <li key={one.kind}>
                  <Link
                    to="/data"
                    search={{ tool: one.kind }}
                    className="button"
                    title={words.brings(one.brings)}
                  >
                    {one.title}
                  </Link>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

/** A light whose shape says what its colour says. */
export function Light({ light, says }: { readonly light: string; readonly says: string }) {
  return (
    <svg className="light" data-light={light} width="14" height="14" role="img" aria-label={says}>
      {light === "trouble" ? (
        <path d="M7 1.5L13 12.5H1z" />
      ) : light === "paused" ? (
        <path d="M3 2h3v10H3zM8 2h3v10H8z" />
      ) : (
        <circle cx="7" cy="7" r="5" />
      )}
    </svg>
  );
}
