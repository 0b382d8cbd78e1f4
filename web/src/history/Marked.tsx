// How a change is shown where it is: a badge with a sign and a word, and a reworded text with both its wordings.

import { useContext } from "react";
import { textOf } from "../map/board";
import type { Value } from "../map/valueMerge";
import { historyWords as words } from "../words/history";
import { type MarkKind, partsOf, placeOf } from "./marks";
import { MarksContext, useMarksAt } from "./MarksContext";

export const SIGNS: Readonly<Record<MarkKind, string>> = {
  added: "+",
  removed: "−",
  moved: "↕",
  changed: "✎",
};

/** The badge of what changed at a place; nothing where nothing is compared. */
export function MarkBadge({ node, property }: { readonly node: string; readonly property: string }) {
  const shown = useContext(MarksContext);
  const place = placeOf(node, property);
  const marks = useMarksAt(place);
  if (!shown || marks.length === 0) return null;
  return (
    <button
      type="button"
      className="mark-badge"
      tabIndex={-1}
      data-mark-place={place}
      data-kind={marks[0]?.kind}
      data-current={shown.at === place || undefined}
      title={marks.map((mark) => mark.says).join("\n")}
      onMouseDown={(event) => {
        event.stopPropagation();
        shown.onPick(place);
      }}
    >
      {[...new Set(marks.map((mark) => mark.kind))].map((kind) => (
        <span key={kind}>
          <span aria-hidden="true">{SIGNS[kind]}</span> {words.kinds[kind]}
        </span>
      ))}
    </button>
  );
}

/** A text as it is; where it was reworded, with what went and what came. */
export function Said({
  node,
  property,
  text,
}: {
  readonly node: string;
  readonly property: string;
  readonly text: string;
}) {
  const marks = useMarksAt(placeOf(node, property));
  const was = marks.find(
    ({ change }) => typeof textBefore(change.before) === "string" && isAWording(change.kind),
  );
  const before = was && textBefore(was.change.before);
  if (before == null) return text;
  return partsOf(before, text).map((part, i) =>
    part.kind === "same" ? (
      part.text
    ) : part.kind === "added" ? (
      <ins key={i}>{part.text}</ins>
    ) : (
      <del key={i}>{part.text}</del>
    ),
  );
}

function isAWording(kind: string): boolean {
  return kind === "claim_reworded" || kind.endsWith("_renamed") || kind === "owner_changed";
}

function textBefore(before: unknown): string | null {
  const text = textOf(before as Value);
  return text === "" ? null : text;
}
