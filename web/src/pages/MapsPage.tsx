// All the maps one may see: how each looks, how much of it is known, how fresh that is, whose it is.

import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { mapCards } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { mayOn, useMe } from "../app/me";
import { mapsWords as words } from "../words/maps";
import { Bar } from "./Bar";
import { arrange, type Filter, FILTERS, type Sort, SORTS } from "./maps";
import { Until } from "./Until";
import { MapCard } from "./MapCard";
import { Message } from "./Message";

const FEW = 4;

export function MapsPage() {
  const mine = useMe();
  const [isArchive, setArchive] = useState(false);
  const [sought, setSought] = useState("");
  const [sort, setSort] = useState<Sort>("changed");
  const [filter, setFilter] = useState<Filter>("all");
  const asked = useInfiniteQuery({
    queryKey: ["map-cards", "pages", isArchive],
    queryFn: ({ pageParam }) =>
      answered(
        mapCards({
          query: { archived: isArchive, limit: 100, ...(pageParam ? { cursor: pageParam } : {}) },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  const maps = asked.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = arrange(maps, { sought, sort, filter }, mine.name || mine.email);
  const mayCreate = mayOn(mine, "", "editor");
  const isEmpty = asked.data !== undefined && maps.length === 0;
  return (
    <>
      <Bar />
      <main className="page">
        <header>
          <h1>{words.title}</h1>
          {mayCreate && (
            <Link to="/new" className="button first">
              {words.newMap}
            </Link>
          )}
        </header>
        {(maps.length > FEW || isArchive || sought !== "" || filter !== "all") && (
          <div className="inline filters">
            <input
              type="search"
              className="field"
              placeholder={words.search}
              aria-label={words.search}
              value={sought}
              onChange={(event) => {
                setSought(event.target.value);
              }}
            />
            <select
              className="field"
              aria-label={words.filter}
              value={filter}
              onChange={(event) => {
                setFilter(event.target.value as Filter);
              }}
            >
              {FILTERS.map((one) => (
                <option key={one} value={one}>
                  {words.filters[one]}
                </option>
              ))}
            </select>
            <select
              className="field"
              aria-label={words.sort}
              value={sort}
              onChange={(event) => {
                setSort(event.target.value as Sort);
              }}
            >
              {SORTS.map((one) => (
                <option key={one} value={one}>
                  {words.sorts[one]}
                </option>
              ))}
            </select>
          </div>
        )}
        {isArchive && <p className="quiet">{words.fromArchive}</p>}
        <Until answer={asked} />
        {isEmpty && !isArchive && (
          <Message title={words.none} says={mayCreate ? words.noneHint : words.noneMine}>
            {mayCreate && (
              <>
                <Link to="/new" className="button first">
                  {words.newMap}
                </Link>{" "}
                <Link to="/data" className="button">
                  {words.bringData}
                </Link>
              </>
            )}
          </Message>
        )}
        {isEmpty && isArchive && <p className="empty quiet">{words.noneArchived}</p>}
        {maps.length > 0 && shown.length === 0 && (
          <p className="empty quiet">
            {words.noneFound}{" "}
            <button
              type="button"
              className="link"
              onClick={() => {
                setSought("");
                setFilter("all");
              }}
            >
              {words.showAll}
            </button>
          </p>
        )}
        <ul className="cards">
          {shown.map((map) => (
            <MapCard key={map.id} map={map} />
          ))}
        </ul>
        {asked.hasNextPage && (
          <button type="button" className="button" onClick={() => void asked.fetchNextPage()}>
            {words.more}
          </button>
        )}
        <p className="page-foot">
          <button
            type="button"
            className="link"
            aria-pressed={isArchive}
            onClick={() => {
              setArchive(!isArchive);
            }}
          >
            {isArchive ? words.showAll : words.archived}
          </button>
        </p>
      </main>
    </>
  );
}
