// At a place of the board: whether the log contradicts what stands there, and what of it. A sign, a colour and a
// word.

import { useContext } from "react";
import { livedWords as words } from "../words/lived";
import { placeOf, type Verdict, worstOf } from "./beliefs";
import { BeliefsContext } from "./BeliefsContext";

export const SIGNS: Readonly<Record<Verdict, string>> = {
  contradicted: "▲",
  holds: "✓",
  not_enough: "…",
  not_known: "?",
};

export function BeliefBadge({ node, property }: { readonly node: string; readonly property: string }) {
  const shown = useContext(BeliefsContext);
  const place = placeOf(node, property);
  const beliefs = shown?.byPlace.get(place) ?? [];
  if (!shown || beliefs.length === 0) return null;
  const verdict = worstOf(beliefs);
  const mine = beliefs.filter((one) => one.verdict === verdict);
  return (
    <button
      type="button"
      className="belief-badge"
      tabIndex={-1}
      data-verdict={verdict}
      data-current={shown.at === place || undefined}
      data-tip={mine.map((one) => one.says).join("\n")}
      onMouseDown={(event) => {
        event.stopPropagation();
        shown.onPick(place);
      }}
    >
      <span aria-hidden="true">{SIGNS[verdict]}</span>{" "}
      {verdict === "contradicted"
        ? [...new Set(mine.map((one) => words.kinds[one.kind] ?? one.kind))].join(", ")
        : words.verdicts[verdict]}
    </button>
  );
}
