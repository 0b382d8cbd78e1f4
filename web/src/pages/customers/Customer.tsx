// One customer: what is known, the way over the map, and what happened, in words.

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { customerVisits, way } from "../../api/generated/sdk.gen";
import { answered } from "../../api/http";
import { useTitle } from "../../app/title";
import { sayTime } from "../../lived/measured";
import type { Board } from "../../map/board";
import { textOf } from "../../map/board";
import { ownId } from "../../map/nodes";
import { customerWords as words } from "../../words/customers";
import { Until } from "../Until";
import { pathOver } from "./path";
import { PathStrip } from "./PathStrip";
import { tellStory } from "./story";
import { sayMoment } from "../../words/figures";

const DAY = 86_400;

export interface CustomerProps {
  readonly mapId: string;
  readonly subject: string;
  /** The type of object that travels on the map. */
  readonly travels: string;
  readonly board: Board;
  readonly onBack: () => void;
}

export function Customer({ mapId, subject, travels, board, onBack }: CustomerProps) {
  const path = { map_id: mapId };
  const known = useQuery({
    queryKey: ["visits", mapId, subject],
    queryFn: () => answered(customerVisits({ path, query: { subject } })),
  });
  const found = useInfiniteQuery({
    queryKey: ["way", mapId, subject],
    queryFn: ({ pageParam }) =>
      answered(way({ path, query: { subject, limit: 200, ...(pageParam ? { cursor: pageParam } : {}) } })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  const first = found.data?.pages[0];
  const failed = [known, found].find((one) => one.error !== null);
  const name = known.data?.name ?? subject;
  useTitle(name);
  const traits = Object.entries(known.data?.traits ?? {}).filter(([, value]) => value !== name);
  return (
    <article aria-label={name}>
      <button type="button" className="link" onClick={onBack}>
        ← {words.back}
      </button>
      <h2 className="customer-name">
        {name}{" "}
        {known.data?.name && known.data.name !== subject && <span className="quiet small">{subject}</span>}
      </h2>
      <p>
        <Link to="/accounts/$of/$account" params={{ of: travels, account: subject }}>
          {words.wholeStory}
        </Link>
      </p>
      <Until answer={failed ?? (known.isPending ? known : found)} />
      {(traits.length > 0 || known.data?.account) && (
        <dl className="traits" aria-label={words.known}>
          {known.data?.account && (
            <div>
              <dt>{words.account}</dt>
              <dd>
                <Link to="/accounts/$of/$account" params={{ of: "account", account: known.data.account }}>
                  {known.data.account}
                </Link>
              </dd>
            </div>
          )}
          {traits.map(([trait, value]) => (
            <div key={trait}>
              <dt>{trait.replaceAll("_", " ")}</dt>
              <dd>{String(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {known.data && first && <Passages board={board} visits={known.data.visits} passages={first.passages} />}
      {first && (
        <section>
          <h3>
            {words.timeline} <span className="quiet small">{words.total(first.total)}</span>
          </h3>
          <Story
            board={board}
            interactions={found.data?.pages.toReversed().flatMap((page) => page.interactions) ?? []}
          />
          {found.hasNextPage && (
            <button type="button" className="button" onClick={() => void found.fetchNextPage()}>
              {words.earlier}
            </button>
          )}
        </section>
      )}
    </article>
  );
}

export interface PassagesProps {
  readonly board: Board;
  readonly visits: Parameters<typeof pathOver>[0];
  readonly passages: readonly { readonly number: number; readonly outcome: string }[];
}

export function Passages({ board, visits, passages }: PassagesProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const [now] = useState(Date.now);
  const number = chosen ?? passages.at(-1)?.number ?? 1;
  const over = pathOver(
    visits.filter((one) => one.passage === number),
    board.steps.map(({ node }) => ({
      id: ownId(node.id),
      isOptional: node.properties.optional === true,
      isMeasured: Array.isArray(node.properties.when) && node.properties.when.length > 0,
    })),
    now,
  );
  return (
    <section>
      <h3>{words.path}</h3>
      {passages.length > 0 && (
        <p className="quiet">
          {passages.length > 1 ? (
            <select
              className="field narrow"
              aria-label={words.path}
              value={number}
              onChange={(event) => {
                setChosen(Number(event.target.value));
              }}
            >
              {passages.map((one) => (
                <option key={one.number} value={one.number}>
                  {words.passage(one.number, words.outcomes[one.outcome] ?? one.outcome)}
                </option>
              ))}
            </select>
          ) : (
            words.outcomes[passages[0]?.outcome ?? ""]
          )}{" "}
          · {words.detours(over.detours, over.missed.includes("optional"))}
        </p>
      )}
      {over.at.every((one) => one === null) ? (
        <p className="quiet">{words.noVisits}</p>
      ) : (
        <PathStrip steps={board.steps} path={over} />
      )}
    </section>
  );
}

interface StoryProps {
  readonly board: Board;
  readonly interactions: Parameters<typeof tellStory>[0];
}

function Story({ board, interactions }: StoryProps) {
  const nameOf = new Map(board.steps.map((one) => [ownId(one.node.id), textOf(one.node.properties.name)]));
  return (
    <ol className="story">
      {tellStory(interactions)
        .toReversed()
        .map((one) => (
          <li key={one.first.arrival}>
            <time className="quiet small" dateTime={one.first.occurred_at}>
              {sayMoment(one.first.occurred_at)}
            </time>
            <span>
              {one.step !== null && <b className="step-mark">{nameOf.get(one.step) ?? one.step}</b>}
              <span title={one.first.activity}>{one.says}</span>
              {one.count > 1 && <span className="quiet"> · {words.times(one.count)}</span>}
              {one.first.channel && <span className="quiet"> · {one.first.channel}</span>}
              {one.first.score !== null && (
                <span>
                  {" "}
                  · {one.first.score} <span className="quiet">({one.first.scale})</span>
                </span>
              )}
              {one.first.text && <q>{one.first.text}</q>}
            </span>
            {one.gap > DAY && <span className="quiet small gap">{words.later(sayTime(one.gap))}</span>}
          </li>
        ))}
    </ol>
  );
}
