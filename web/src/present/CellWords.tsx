// What a lane says at a step, as words: cards as a list, a property as a text.

import { say } from "../board/say";
import { feelingOf, isEvidence, type StepColumn, textOf } from "../map/board";
import type { LaneView } from "../map/lanes";
import type { MapNode } from "../map/nodes";

const NO_CARDS: readonly MapNode[] = [];

/** Whether a lane says anything at a step. */
export function isSaid(lane: LaneView, column: StepColumn): boolean {
  if (lane.shape === "cards") return (column.cards.get(lane.field) ?? NO_CARDS).length > 0;
  if (lane.shape === "feeling") return feelingOf(column.node) !== null;
  return say(lane, column.node) !== "";
}

export function CellWords({ lane, column }: { readonly lane: LaneView; readonly column: StepColumn }) {
  if (lane.shape === "cards") {
    const cards = column.cards.get(lane.field) ?? NO_CARDS;
    if (cards.length === 0) return null;
    return (
      <ul className="cell-words" data-lane={lane.id}>
        {cards.map((card) => (
          <li key={card.id} data-node={card.id}>
            <Basis isProved={isEvidence(card.properties)} />
            {textOf(card.properties.text)}
          </li>
        ))}
      </ul>
    );
  }
  if (lane.shape === "feeling") return <FeelingWords column={column} />;
  const text = say(lane, column.node);
  if (text === "") return null;
  return (
    <>
      <Basis isProved={isEvidence(column.node.properties[lane.field])} />
      {lane.shape === "texts" ? text.replaceAll("_", " ") : text}
    </>
  );
}

export function FeelingWords({ column }: { readonly column: StepColumn }) {
  const feeling = feelingOf(column.node);
  return feeling === null ? null : <>{sayFeeling(feeling)}</>;
}

export function sayFeeling(feeling: number): string {
  return feeling === 0 ? "0" : `${feeling > 0 ? "+" : "−"}${Math.abs(feeling)}`;
}

function Basis({ isProved }: { readonly isProved: boolean }) {
  return isProved ? (
    <span className="proved" title="evidence">
      ✓{" "}
    </span>
  ) : null;
}
