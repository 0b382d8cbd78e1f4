// What is known of the account beside its name: its plan, its country, whatever the data say.

import type { AccountHeadOut } from "../api/generated/types.gen";
import { accountWords as said } from "../words/accounts";
import { sayNumber } from "../words/figures";
import { Panel } from "./Panel";

const MOST = 8;

export function KnownPanel({ head }: { readonly head: AccountHeadOut }) {
  const known = Object.entries(head.traits as Readonly<Record<string, unknown>>).filter(
    ([, value]) => value !== null && value !== "" && value !== head.name,
  );
  if (known.length === 0) return null;
  const lines = (some: readonly (readonly [string, unknown])[]) => (
    <ul className="account-lines">
      {some.map(([name, value]) => (
        <li key={name}>
          <span className="quiet">{name.replaceAll("_", " ")}</span>
          <span className="known-value">{sayKnown(value)}</span>
        </li>
      ))}
    </ul>
  );
  return (
    <Panel title={said.known}>
      {lines(known.slice(0, MOST))}
      {known.length > MOST && (
        <details>
          <summary>{said.moreKnown(known.length - MOST)}</summary>
          {lines(known.slice(MOST))}
        </details>
      )}
    </Panel>
  );
}

function sayKnown(value: unknown): string {
  if (typeof value === "boolean") return value ? said.yes : said.no;
  return typeof value === "number" ? sayNumber(value) : String(value);
}
