// What customers said at a step, in their own words: those one looks at, the newest first, the same words once.

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { atStep } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { whoseQuestion } from "../lived/view";
import { textOf } from "../map/board";
import { ownId } from "../map/nodes";
import { useMapPage } from "../pages/map/page";
import { sayActivity } from "../rules/sentence";
import { livedWords as words } from "../words/lived";
import { distinct } from "./distinct";
import { sayWhen } from "../words/figures";

const SHOWN_AT_FIRST = 5;
const LOOKED_THROUGH = 200;

export function Quotes({ step }: { readonly step: string }) {
  const { mapId, view, maySee, state, board } = useMapPage();
  const [most, setMost] = useState(SHOWN_AT_FIRST);
  const question = whoseQuestion(view.whose);
  const said = useQuery({
    queryKey: ["said", mapId, step, question, state.livedChanges],
    queryFn: () =>
      answered(
        atStep({
          path: { map_id: mapId, step_id: ownId(step) },
          query: { ...question, with_text: true, by_customers: true, limit: LOOKED_THROUGH },
        }),
      ),
    enabled: maySee,
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (!said.data) return null;
  const travels = textOf(board.map.properties.travels) || "customer";
  const quotes = distinct(said.data.items);
  return (
    <section>
      <h3>{words.quotes}</h3>
      {quotes.length === 0 && <p className="quiet">{words.noQuotes}</p>}
      {said.data.next !== null && <p className="quiet small">{words.latestQuotes(said.data.items.length)}</p>}
      <ul className="said-list">
        {quotes.slice(0, most).map(({ one, times }) => {
          const subject = one.objects[travels] ?? one.customer ?? one.account ?? "";
          return (
            <li key={one.arrival}>
              <q>{one.text}</q>{" "}
              <Link
                to="/customers"
                search={{ map: mapId, subject }}
                hash={`interaction-${one.arrival}`}
                className="quiet"
              >
                {words.saidBy(one.customer ?? subject, sayActivity(one.activity), sayWhen(one.occurred_at))}
              </Link>
              {times > 1 && <span className="quiet"> · {words.saidTimes(times)}</span>}
            </li>
          );
        })}
      </ul>
      {quotes.length > most && (
        <button
          type="button"
          className="button small"
          onClick={() => {
            setMost(most + 2 * SHOWN_AT_FIRST);
          }}
        >
          {words.moreQuotes} ({quotes.length - most})
        </button>
      )}
    </section>
  );
}
