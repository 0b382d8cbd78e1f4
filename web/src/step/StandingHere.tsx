// Who stands at a step now, the longest first, and who left the journey from it, the latest first: for those who
// work on the map.

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { standing } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { whoseQuestion } from "../lived/view";
import { ownId } from "../map/nodes";
import { useMapPage } from "../pages/map/page";
import { livedWords as words } from "../words/lived";
import { sayWhen } from "../words/figures";
import { type List, useSeen } from "./seen";

const AT_FIRST = 5;
const MORE = 50;

export interface StandingHereProps {
  readonly step: string;
  readonly list: List;
}

export function StandingHere({ step, list }: StandingHereProps) {
  const { mapId, view, maySee, state } = useMapPage();
  const place = useRef<HTMLElement>(null);
  const question = whoseQuestion(view.whose);
  const isLeft = list === "left";
  const query = useInfiniteQuery({
    queryKey: ["standing", mapId, step, list, question, state.livedChanges],
    queryFn: ({ pageParam }) =>
      answered(
        standing({
          path: { map_id: mapId },
          query: {
            ...question,
            step: ownId(step),
            ...(isLeft ? { left: true } : {}),
            ...(pageParam === "" ? { limit: AT_FIRST } : { limit: MORE, cursor: pageParam }),
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    enabled: maySee,
    placeholderData: keepPreviousData,
    retry: false,
  });
  useSeen(step, list, query.data !== undefined && !query.isPlaceholderData, place);
  const total = query.data?.pages[0]?.total;
  if (!query.data || total === undefined) return null;
  const items = query.data.pages.flatMap((page) => page.items);
  const { segment, since, until } = question;
  return (
    <section ref={place} tabIndex={-1} data-list={list}>
      <h3>{isLeft ? words.left : words.standing}</h3>
      <p className="quiet">
        {isLeft
          ? total === 0
            ? words.nobodyLeft
            : words.leftOf(total)
          : total === 0
            ? words.nobodyStands
            : words.standingOf(total)}
      </p>
      <ul className="stands-here">
        {items.map((one) => (
          <li key={`${one.subject} ${one.passage}`}>
            <Link to="/customers" search={{ map: mapId, subject: one.subject }} title={one.subject}>
              {one.name ?? one.subject}
            </Link>
            <span className="quiet">
              {one.left_at === null ? words.since(sayWhen(one.since)) : words.leftOn(sayWhen(one.left_at))}
            </span>
          </li>
        ))}
      </ul>
      {isLeft && total > 0 && <p className="quiet small">{words.leftMeans}</p>}
      {query.hasNextPage && (
        <button type="button" className="button small" onClick={() => void query.fetchNextPage()}>
          {words.showMore(Math.min(MORE, total - items.length))}
        </button>
      )}{" "}
      {!isLeft && total > AT_FIRST && (
        <Link
          to="/customers"
          search={{
            map: mapId,
            step: ownId(step),
            outcome: "open",
            ...(segment === undefined ? {} : { segment, when: "set-out" }),
            ...(since === undefined ? {} : { since }),
            ...(until === undefined ? {} : { until }),
          }}
        >
          {words.allOfThem}
        </Link>
      )}
    </section>
  );
}
