// What customers said at a step, in their own words.

import { useQuery } from "@tanstack/react-query";
import { atStep } from "../api/generated/sdk.gen";
import type { InteractionOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { sayWhen } from "../lived/measured";
import { ownId } from "../map/nodes";
import { words } from "../words/en";

const MOST_QUOTES = 6;

export interface QuotesProps {
  readonly mapId: string;
  readonly step: string;
}

export function Quotes({ mapId, step }: QuotesProps) {
  const said = useQuery({
    queryKey: ["said", mapId, step],
    queryFn: () =>
      answered(
        atStep({ path: { map_id: mapId, step_id: ownId(step) }, query: { with_text: true, limit: 50 } }),
      ),
  });
  const quotes = quotesOf(said.data?.items ?? []);
  if (quotes.length === 0) return null;
  return (
    <section>
      <h3>{words.quotes}</h3>
      <ul className="said-list">
        {quotes.map((one) => (
          <li key={one.arrival}>
            <q>{one.text}</q>
            <span className="quiet">
              {" "}
              {one.activity}, {sayWhen(one.occurred_at)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The customers' own words, the newest first, the same words once. */
function quotesOf(said: readonly InteractionOut[]): readonly InteractionOut[] {
  const byText = new Map<string, InteractionOut>();
  for (const one of said) {
    const isTheirs = one.direction !== "by_us" && one.activity !== "ticket.replied";
    if (isTheirs && one.text && !byText.has(one.text)) byText.set(one.text, one);
  }
  return [...byText.values()].slice(0, MOST_QUOTES);
}
