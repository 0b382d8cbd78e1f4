// Who stands where on a map, and one of them with the whole way behind.

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { listMaps, mapNodes, standing, way } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { sayTime } from "../lived/measured";
import { makeBoard, textOf } from "../map/board";
import { type MapNodesJson, nodesFromJson, ownId } from "../map/nodes";
import { words } from "../words/en";
import { Bar } from "./Bar";
import { Loading } from "./Loading";

export interface CustomersSearch {
  readonly map?: string;
  readonly step?: string;
  readonly subject?: string;
}

export function CustomersPage() {
  const search: CustomersSearch = useSearch({ from: "/customers" });
  const go = useNavigate({ from: "/customers" });
  const maps = useQuery({ queryKey: ["maps"], queryFn: () => answered(listMaps()) });
  const mapId = search.map ?? maps.data?.items[0]?.id;
  const choose = (next: CustomersSearch) => void go({ search: next });
  return (
    <>
      <Bar />
      <main className="page">
        <header>
          <h1>{words.customers}</h1>
          {maps.data && maps.data.items.length > 0 && (
            <select
              className="field narrow"
              aria-label={words.maps}
              value={mapId}
              onChange={(event) => {
                choose({ map: event.target.value });
              }}
            >
              {maps.data.items.map((map) => (
                <option key={map.id} value={map.id}>
                  {map.title}
                </option>
              ))}
            </select>
          )}
        </header>
        {maps.data?.items.length === 0 && <p className="quiet">{words.noMapsHint}</p>}
        {mapId && <Standings key={mapId} mapId={mapId} search={search} choose={choose} />}
      </main>
    </>
  );
}

const NO_STEP = "-";

interface StandingsProps {
  readonly mapId: string;
  readonly search: CustomersSearch;
  readonly choose: (next: CustomersSearch) => void;
}

function Standings({ mapId, search, choose }: StandingsProps) {
  const { subject } = search;
  const path = { map_id: mapId };
  const nodes = useQuery({
    queryKey: ["nodes", mapId],
    queryFn: async () => {
      const loaded = await answered(mapNodes({ path }));
      return makeBoard(nodesFromJson(loaded as unknown as MapNodesJson), null);
    },
  });
  const first = nodes.data?.steps[0];
  const step = search.step ?? (first ? ownId(first.node.id) : undefined);
  const here = useInfiniteQuery({
    queryKey: ["standing", mapId, step],
    queryFn: ({ pageParam }) =>
      answered(
        standing({
          path,
          query: {
            limit: 50,
            ...(step && step !== NO_STEP ? { step } : {}),
            ...(pageParam ? { cursor: pageParam } : {}),
          },
        }),
      ),
    enabled: nodes.data !== undefined,
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  const nameOf = new Map(
    nodes.data?.steps.map((one) => [ownId(one.node.id), textOf(one.node.properties.name)]),
  );
  const rows = here.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="beside">
      <div>
        <div className="inline">
          <select
            className="field narrow"
            aria-label={words.standAt}
            value={step ?? ""}
            onChange={(event) => {
              choose({ map: mapId, step: event.target.value });
            }}
          >
            {[...nameOf, [NO_STEP, words.atNoStep] as const].map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          {here.data && <span className="quiet">{words.underWayCount(here.data.pages[0]?.total ?? 0)}</span>}
        </div>
        {here.isPending && <Loading />}
        {here.error && <p role="alert">{here.error.message}</p>}
        {here.data && rows.length === 0 && <p className="quiet">{words.nobodyHere}</p>}
        {rows.length > 0 && (
          <div className="wide">
            <table className="pick">
              <thead>
                <tr>
                  <th scope="col">{words.customer}</th>
                  <th scope="col">{words.standsAt}</th>
                  <th scope="col">{words.since}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.subject} data-picked={row.subject === subject || undefined}>
                    <th scope="row">
                      <button
                        type="button"
                        className="link"
                        onClick={() => {
                          choose({ map: mapId, ...(step ? { step } : {}), subject: row.subject });
                        }}
                      >
                        {row.subject}
                      </button>
                    </th>
                    <td>{row.step === null ? words.atNoStep : (nameOf.get(row.step) ?? row.step)}</td>
                    <td>{new Date(row.since).toLocaleDateString("en", { dateStyle: "medium" })}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {here.hasNextPage && (
          <button type="button" className="button" onClick={() => void here.fetchNextPage()}>
            {words.more}
          </button>
        )}
      </div>
      {subject && <Way mapId={mapId} subject={subject} nameOf={nameOf} />}
    </div>
  );
}

interface WayProps {
  readonly mapId: string;
  readonly subject: string;
  readonly nameOf: ReadonlyMap<string, string>;
}

function Way({ mapId, subject, nameOf }: WayProps) {
  const found = useQuery({
    queryKey: ["way", mapId, subject],
    queryFn: () => answered(way({ path: { map_id: mapId }, query: { subject, limit: 200 } })),
  });
  const interactions = found.data?.interactions ?? [];
  return (
    <section className="way" aria-label={subject}>
      <h2>{subject}</h2>
      {found.isPending && <Loading />}
      {found.error && <p role="alert">{found.error.message}</p>}
      {found.data && (
        <p className="quiet">
          {found.data.passages
            .map((one) =>
              words.passage(
                one.number,
                one.outcome,
                one.last_step ? (nameOf.get(one.last_step) ?? one.last_step) : "",
              ),
            )
            .join("; ")}
        </p>
      )}
      <ol>
        {interactions.toReversed().map((one, i) => {
          const later = interactions.length - i;
          const before = interactions[later - 2];
          const gap = before ? (Date.parse(one.occurred_at) - Date.parse(before.occurred_at)) / 1000 : 0;
          const isNewStep = one.step !== null && one.step !== (before?.step ?? null);
          return (
            <li key={one.arrival}>
              <time dateTime={one.occurred_at}>
                {new Date(one.occurred_at).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" })}
              </time>
              <span>
                {isNewStep && <b className="step-mark">{nameOf.get(one.step ?? "") ?? one.step}</b>}
                {one.activity}
                {one.channel ? <span className="quiet"> · {one.channel}</span> : null}
                {one.score !== null && (
                  <span>
                    {" "}
                    · {one.score} ({one.scale})
                  </span>
                )}
                {one.text ? <q>{one.text}</q> : null}
              </span>
              {gap > 86_400 && <span className="quiet gap">{words.later(sayTime(gap))}</span>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
