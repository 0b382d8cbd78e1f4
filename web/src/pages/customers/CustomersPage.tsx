// Who travels on a map: searched by name or id, by segment, step and outcome; and one of them.

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useDeferredValue, useState } from "react";
import { listCustomers, mapCards, mapNodes } from "../../api/generated/sdk.gen";
import { answered } from "../../api/http";
import { mayOn, useMe } from "../../app/me";
import { type Board, makeBoard, textOf } from "../../map/board";
import { type MapNodesJson, nodesFromJson, ownId } from "../../map/nodes";
import { customerWords as words } from "../../words/customers";
import { mapsWords } from "../../words/maps";
import { Bar } from "../Bar";
import { Loading } from "../Loading";
import { Until } from "../Until";
import { Message } from "../Message";
import { Customer } from "./Customer";
import { sayDay } from "../../words/figures";

const SegmentBuilder = lazy(() =>
  import("../../segments/SegmentBuilder").then((it) => ({ default: it.SegmentBuilder })),
);

export interface CustomersSearch {
  readonly map?: string;
  readonly step?: string;
  readonly outcome?: string;
  readonly segment?: string;
  readonly subject?: string;
}

const NO_STEP = "-";

export function CustomersPage() {
  const mine = useMe();
  const search: CustomersSearch = useSearch({ from: "/customers" });
  const go = useNavigate({ from: "/customers" });
  const maps = useQuery({
    queryKey: ["map-cards", false],
    queryFn: () => answered(mapCards({ query: { limit: 100 } })),
  });
  const mineToSee = maps.data?.items.filter((map) => mayOn(mine, map.id, "editor")) ?? [];
  const first = mineToSee.find((map) => map.measured_steps > 0) ?? mineToSee[0];
  const map = search.map === undefined ? first : maps.data?.items.find((one) => one.id === search.map);
  const choose = (next: CustomersSearch) => void go({ search: next });
  const maySee = map !== undefined && mayOn(mine, map.id, "editor");
  return (
    <>
      <Bar />
      <main className="page">
        <header>
          <h1>{words.title}</h1>
          {mineToSee.length > 0 && (
            <select
              className="field narrow"
              aria-label={words.map}
              value={map?.id ?? ""}
              onChange={(event) => {
                choose({ map: event.target.value });
              }}
            >
              {!map && <option value="">–</option>}
              {mineToSee.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.title}
                </option>
              ))}
            </select>
          )}
        </header>
        <Until answer={maps} />
        {maps.data?.items.length === 0 && (
          <Message title={mapsWords.none} says={words.noMaps}>
            <Link to="/new" className="button first">
              {mapsWords.newMap}
            </Link>
          </Message>
        )}
        {maps.data && maps.data.items.length > 0 && search.map !== undefined && !map && (
          <Message title={words.noSuchMap} says={words.noSuchMapHint} />
        )}
        {maps.data && maps.data.items.length > 0 && (map ? !maySee : mineToSee.length === 0) && (
          <Message title={words.notYours} says={words.notYoursHint} />
        )}
        {map && maySee && (
          <OnMap key={map.id} mapId={map.id} travels={map.travels} search={search} choose={choose} />
        )}
      </main>
    </>
  );
}

interface OnMapProps {
  readonly mapId: string;
  readonly travels: string;
  readonly search: CustomersSearch;
  readonly choose: (next: CustomersSearch) => void;
}

function OnMap({ mapId, travels, search, choose }: OnMapProps) {
  const nodes = useQuery({
    queryKey: ["nodes", mapId],
    queryFn: async () => {
      const loaded = await answered(mapNodes({ path: { map_id: mapId } }));
      return makeBoard(nodesFromJson(loaded as unknown as MapNodesJson), null);
    },
  });
  if (nodes.isPending || nodes.error) return <Until answer={nodes} />;
  if (!nodes.data) return <Message title={words.noSuchMap} says={words.noSuchMapHint} />;
  const { subject, ...rest } = search;
  if (subject !== undefined)
    return (
      <Customer
        mapId={mapId}
        subject={subject}
        travels={travels}
        board={nodes.data}
        onBack={() => {
          choose({ ...rest, map: mapId });
        }}
      />
    );
  return <List mapId={mapId} travels={travels} board={nodes.data} search={search} choose={choose} />;
}

interface ListProps extends OnMapProps {
  readonly board: Board;
}

function List({ mapId, travels, board, search, choose }: ListProps) {
  const [typed, setTyped] = useState("");
  const sought = useDeferredValue(typed.trim());
  const { step, outcome, segment } = search;
  const found = useInfiniteQuery({
    queryKey: ["customers", mapId, step, outcome, segment, sought],
    queryFn: ({ pageParam }) =>
      answered(
        listCustomers({
          path: { map_id: mapId },
          query: {
            limit: 50,
            ...(step ? { step } : {}),
            ...(outcome ? { outcome: outcome as "open" } : {}),
            ...(segment ? { segment } : {}),
            ...(sought === "" ? {} : { search: sought }),
            ...(pageParam ? { cursor: pageParam } : {}),
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const nameOf = new Map(board.steps.map((one) => [ownId(one.node.id), textOf(one.node.properties.name)]));
  const isFiltered = step !== undefined || outcome !== undefined || segment !== undefined || sought !== "";
  const set = (name: "step" | "outcome" | "segment", value: string) => {
    const { [name]: _, subject: __, ...rest } = search;
    choose({ ...rest, map: mapId, ...(value === "" ? {} : { [name]: value }) });
  };
  return (
    <>
      <div className="inline filters">
        <input
          type="search"
          className="field"
          placeholder={words.search}
          aria-label={words.search}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
          }}
        />
        <select
          className="field"
          aria-label={words.step}
          value={step ?? ""}
          onChange={(event) => {
            set("step", event.target.value);
          }}
        >
          <option value="">{words.everywhere}</option>
          <option value={NO_STEP}>{words.atNoStep}</option>
          {[...nameOf].map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <select
          className="field"
          aria-label={words.outcome}
          value={outcome ?? ""}
          onChange={(event) => {
            set("outcome", event.target.value);
          }}
        >
          {Object.entries(words.outcomes).map(([id, says]) => (
            <option key={id} value={id}>
              {says}
            </option>
          ))}
        </select>
      </div>
      <details className="whom" open={segment !== undefined || undefined}>
        <summary>
          {words.whom}: <b>{segment ? words.segment : words.everybody}</b>
        </summary>
        <Suspense fallback={<Loading />}>
          <SegmentBuilder
            value={segment ?? ""}
            subject={travels}
            onChange={(expression) => {
              set("segment", expression);
            }}
          />
        </Suspense>
      </details>
      <Until answer={found} />
      {found.data && (
        <p className="quiet" role="status">
          {words.count(found.data.pages[0]?.total ?? 0)}
        </p>
      )}
      {found.data && rows.length === 0 && (
        <p className="empty">{isFiltered ? `${words.none} ${words.noneHint}` : words.nobody}</p>
      )}
      {rows.length > 0 && (
        <div className="wide" tabIndex={0}>
          <table className="pick">
            <thead>
              <tr>
                <th scope="col">{words.who}</th>
                <th scope="col">{words.standsAt}</th>
                <th scope="col">{words.outcome}</th>
                <th scope="col">{words.since}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.subject}>
                  <th scope="row">
                    <button
                      type="button"
                      className="link"
                      onClick={() => {
                        choose({ ...search, map: mapId, subject: row.subject });
                      }}
                    >
                      {row.name ?? row.subject}
                    </button>
                    {row.name && <span className="quiet small"> {row.subject}</span>}
                  </th>
                  <td>{row.step === null ? words.atNoStep : (nameOf.get(row.step) ?? row.step)}</td>
                  <td>{words.outcomes[row.outcome] ?? row.outcome}</td>
                  <td className="quiet">{sayDay(row.since)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {found.hasNextPage && (
        <button type="button" className="button" onClick={() => void found.fetchNextPage()}>
          {words.more}
        </button>
      )}
    </>
  );
}
