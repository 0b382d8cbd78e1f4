// What counts as being at a step: its rule, in words.

import { textOf } from "../map/board";
import type { Value } from "../map/valueMerge";
import { words } from "../words/en";

export function Rule({ rules }: { readonly rules: Value }) {
  return (
    <section>
      <h3>{words.rule}</h3>
      {!Array.isArray(rules) || rules.length === 0 ? (
        <p className="quiet">{words.noRule}</p>
      ) : (
        <pre>{rules.map((rule) => sayRule(rule as Value)).join("\nor ")}</pre>
      )}
    </section>
  );
}

function sayRule(rule: Value): string {
  if (typeof rule !== "object" || rule === null || Array.isArray(rule)) return textOf(rule);
  return Object.entries(rule)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}
