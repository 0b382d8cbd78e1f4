// Who travels on a map: searched by name or id, by segment, step and outcome; and one of them.

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useDeferredValue, useState } from "react";
import { listCustomers, mapCards, mapNodes } from "../../api/generated/sdk.gen";
import type { CustomerOut, CustomersPage as CustomersPageOut } from "../../api/generated/types.gen";
import { answered } from "../../api/http";
import { mayOn, useMe } from "../../app/me";
import { MineOnly } from "../../app/MineOnly";
import { type Board, makeBoard, textOf } from "../../map/board";
import { type MapNodesJson, nodesFromJson, ownId } from "../../map/nodes";
import { customerWords as words } from "../../words/customers";
import { successWords } from "../../words/success";
import { Bar } from "../Bar";
import { Loading } from "../Loading";
import { Until } from "../Until";
import { Message } from "../Message";
import { NoMaps } from "../NoMaps";
import { Customer } from "./Customer";
import { sayPeriod } from "../../segments/sentence";
import { sayCount, sayDay, sayMoney } from "../../words/figures";

const SegmentBuilder = lazy(() =>
  import("../../segments/SegmentBuilder").then((it) => ({ default: it.SegmentBuilder })),
);

export interface CustomersSearch {
  readonly map?: string;
  readonly step?: string;
  readonly outcome?: string;
  readonly segment?: string;
  /** Whom the segment means: who matches now, or who did when they set out, as the map counts. */
  readonly when?: "set-out";
  /** When they set out: days, as the map is looked at by. */
  readonly since?: string;
  readonly until?: string;
  readonly subject?: string;
  /** By what the list is sorted, and which way round; without: as the server sorts for whoever asks. */
  readonly sort?: string;
  readonly way?: "up" | "down";
  readonly mine?: boolean;
}

type Page = CustomersPageOut;
type Sort = Page["sort"];
const LOOKED_AGAIN_MS = 1500;

const NO_STEP = "-";
const DAY = 86_400;

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
        {maps.data?.items.length === 0 && <NoMaps />}
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
  const { step, outcome, segment, when, since, until, sort, way, mine } = search;
  const period = sayPeriod({ since: since ?? "", until: until ?? "" });
  const found = useInfiniteQuery({
    queryKey: ["customers", mapId, step, outcome, segment, when, since, until, sought, sort, way, mine],
    queryFn: ({ pageParam }) =>
      answered(
        listCustomers({
          path: { map_id: mapId },
          query: {
            limit: 50,
            ...(step ? { step } : {}),
            ...(outcome ? { outcome: outcome as "open" } : {}),
            ...(segment ? (when === "set-out" ? { segment } : { matching: segment }) : {}),
            ...(since ? { since } : {}),
            ...(until ? { until } : {}),
            ...(sought === "" ? {} : { search: sought }),
            ...(sort ? { sort: sort as Sort } : {}),
            ...(way ? { descending: way === "down" } : {}),
            ...(mine ? { mine } : {}),
            ...(pageParam ? { cursor: pageParam } : {}),
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
    // What they pay and how they are is worked out beside: looked at again until it is there.
    refetchInterval: ({ state }) => (state.data?.pages[0]?.facts === "coming" ? LOOKED_AGAIN_MS : false),
  });
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const first = found.data?.pages[0];
  const nameOf = new Map(board.steps.map((one) => [ownId(one.node.id), textOf(one.node.properties.name)]));
  const isFiltered =
    [step, outcome, segment, since, until, mine].some((one) => one !== undefined) || sought !== "";
  const set = (name: "step" | "outcome" | "segment", value: string) => {
    const { [name]: _, subject: __, ...rest } = search;
    choose({ ...rest, map: mapId, ...(value === "" ? {} : { [name]: value }) });
  };
  const turn = (isSetOut: boolean) => {
    const { when: _, subject: __, ...rest } = search;
    choose({ ...rest, map: mapId, ...(isSetOut ? { when: "set-out" } : {}) });
  };
  // A column begins as the server says; chosen once more, it is turned round.
  const sortBy = (by: Sort, turned: CustomersSearch["way"]) => {
    const { subject: _, way: __, ...rest } = search;
    choose({ ...rest, map: mapId, sort: by, ...(turned === undefined ? {} : { way: turned }) });
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
        {travels === ACCOUNT && (
          <MineOnly
            isMine={mine === true}
            onMine={(isMine) => {
              const { subject: _, mine: __, ...rest } = search;
              choose({ ...rest, map: mapId, ...(isMine ? { mine: true } : {}) });
            }}
          />
        )}
      </div>
      <details className="whom" open={segment !== undefined || undefined}>
        <summary>
          {words.whom}: <b>{segment ? words.segment : words.everybody}</b>
        </summary>
        <Suspense fallback={<Loading />}>
          <SegmentBuilder
            value={segment ?? ""}
            subject={travels}
            hasPersonas
            onChange={(expression) => {
              set("segment", expression);
            }}
          />
        </Suspense>
        {segment !== undefined && (
          <label className="inline">
            <input
              type="checkbox"
              checked={when === "set-out"}
              onChange={(event) => {
                turn(event.target.checked);
              }}
            />
            {words.whenSetOut}
          </label>
        )}
      </details>
      {period !== "" && (
        <p>
          {words.setOut(period)}{" "}
          <button
            type="button"
            className="link"
            onClick={() => {
              const { since: _, until: __, subject: ___, ...rest } = search;
              choose({ ...rest, map: mapId });
            }}
          >
            {words.anyTime}
          </button>
        </p>
      )}
      <Until answer={found} />
      {found.data && (
        <p className="quiet" role="status">
          {words.count(first?.total ?? 0)}
          {first?.facts === "coming" && `. ${words.factsCome}`}
        </p>
      )}
      {found.data && rows.length === 0 && (
        <p className="empty">{isFiltered ? `${words.none} ${words.noneHint}` : words.nobody}</p>
      )}
      {first && rows.length > 0 && (
        <div className="wide" tabIndex={0}>
          <table className="pick customers">
            <thead>
              <tr>
                {columnsOf(first).map((column) => (
                  <Head key={column} column={column} page={first} onSort={sortBy} />
                ))}
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
                    {row.name && row.name !== row.subject && (
                      <span className="quiet small"> {row.subject}</span>
                    )}
                  </th>
                  {columnsOf(first)
                    .slice(1)
                    .map((column) => (
                      <td key={column} className={NUMBERS.has(column) ? "number" : undefined}>
                        <Cell row={row} column={column} page={first} nameOf={nameOf} />
                      </td>
                    ))}
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

const ACCOUNT = "account";
type Column = Sort | "outcome";
const NUMBERS: ReadonlySet<Column> = new Set(["days", "health", "money"]);

/** What there is to say of those who travel: of a person who is no account neither money nor an owner. */
function columnsOf(page: Page): readonly Column[] {
  const isAccount = page.facts !== "none";
  return [
    "name",
    "step",
    "days",
    ...(isAccount && page.has_health ? (["health"] as const) : []),
    ...(isAccount && page.currency !== null ? (["money", "renewal"] as const) : []),
    ...(isAccount ? (["owner"] as const) : []),
    ...(isAccount ? [] : (["outcome", "moved"] as const)),
  ];
}

interface HeadProps {
  readonly column: Column;
  readonly page: Page;
  readonly onSort: (by: Sort, turned?: CustomersSearch["way"]) => void;
}

function Head({ column, page, onSort }: HeadProps) {
  const className = NUMBERS.has(column) ? "number" : undefined;
  if (column === "outcome")
    return (
      <th scope="col" className={className}>
        {words.outcome}
      </th>
    );
  const isOn = page.sort === column;
  return (
    <th
      scope="col"
      className={className}
      aria-sort={isOn ? (page.descending ? "descending" : "ascending") : "none"}
    >
      <button
        type="button"
        className="sorts"
        data-on={isOn || undefined}
        title={words.sortBy(words.columns[column])}
        onClick={() => {
          onSort(column, isOn ? (page.descending ? "up" : "down") : undefined);
        }}
      >
        {words.columns[column]}
        <span aria-hidden="true">{isOn ? (page.descending ? "↓" : "↑") : ""}</span>
      </button>
    </th>
  );
}

interface CellProps {
  readonly row: CustomerOut;
  readonly column: Column;
  readonly page: Page;
  readonly nameOf: ReadonlyMap<string, string>;
}

function Cell({ row, column, page, nameOf }: CellProps) {
  const nothing = <span className="quiet">–</span>;
  switch (column) {
    case "name":
      return null;
    case "step":
      return (
        <>
          {row.step === null ? words.atNoStep : (nameOf.get(row.step) ?? row.step)}
          {page.facts !== "none" && row.outcome !== "open" && (
            <span className="quiet small"> {words.outcomes[row.outcome] ?? row.outcome}</span>
          )}
          {row.moved_by !== null && (
            <span className="quiet small"> {successWords.movedBy(row.moved_by)}</span>
          )}
        </>
      );
    case "days":
      if (row.stayed_seconds === null) return nothing;
      return (
        <>
          {row.pace !== null && row.pace !== "on track" && row.pace !== "not known" && (
            <span className="small">{row.pace} </span>
          )}
          {sayCount(Math.floor(row.stayed_seconds / DAY))}
        </>
      );
    case "health":
      if (row.score === null) return nothing;
      return (
        <>
          <span className="quiet small">{row.level}</span> {Math.round(row.score)}
        </>
      );
    case "money":
      if (row.cents === null)
        return row.gap === null ? (
          nothing
        ) : (
          <span className="quiet" title={row.gap}>
            {words.notKnown}
          </span>
        );
      return sayMoney(row.cents, page.currency ?? "");
    case "renewal":
      return row.renewal === null ? nothing : sayDay(row.renewal);
    case "owner":
      return row.owner ?? <span className="quiet">{successWords.nobodys}</span>;
    case "outcome":
      return words.outcomes[row.outcome] ?? row.outcome;
    case "moved":
      return <span className="quiet">{sayDay(row.since)}</span>;
  }
}
