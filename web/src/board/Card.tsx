// One card in a cell: its words, how we know it, and what its lane says beside.

import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { memo, useEffect, useRef, useState } from "react";
import { Said } from "../history/Marked";
import { useMarkOf } from "../history/MarksContext";
import { isEvidence, textOf } from "../map/board";
import type { MapNode } from "../map/nodes";
import { words } from "../words/en";
import { Beside } from "./Beside";

export interface CardProps {
  readonly card: MapNode;
  readonly isHere: boolean;
  readonly canEdit: boolean;
  readonly onPick: () => void;
  readonly onEdit: () => void;
}

export const Card = memo(function Card({ card, isHere, canEdit, onPick, onEdit }: CardProps) {
  const element = useRef<HTMLDivElement>(null);
  const [isDragged, setDragged] = useState(false);
  const [isOver, setOver] = useState(false);
  const mark = useMarkOf(card.id);

  useEffect(() => {
    const it = element.current;
    if (!it || !canEdit) return;
    return combine(
      draggable({
        element: it,
        getInitialData: () => ({ kind: "card", card: card.id }),
        onDragStart: () => {
          setDragged(true);
        },
        onDrop: () => {
          setDragged(false);
        },
      }),
      dropTargetForElements({
        element: it,
        canDrop: ({ source }) => source.data.kind === "card" && source.data.card !== card.id,
        getData: () => ({ before: card.id }),
        onDragEnter: () => {
          setOver(true);
        },
        onDragLeave: () => {
          setOver(false);
        },
        onDrop: () => {
          setOver(false);
        },
      }),
    );
  }, [card.id, canEdit]);

  const { lane, severity, impact, channel, source, owner, due } = card.properties;
  const isQuote = lane === "quotes";
  const beside = [
    typeof severity === "number" ? `hurts ${severity} of 5` : "",
    typeof impact === "number" ? `helps ${impact} of 5` : "",
    textOf(channel),
    isQuote ? textOf(source) : "",
    lane === "tasks" ? [textOf(owner), textOf(due)].filter((one) => one !== "").join(", ") : "",
  ].filter((one) => one !== "");
  return (
    <div
      ref={element}
      className="card"
      data-lane={textOf(lane)}
      data-here={isHere || undefined}
      data-dragged={isDragged || undefined}
      data-over={isOver || undefined}
      data-mark={mark}
      data-basis={isEvidence(card.properties) ? "evidence" : "assumption"}
      title={isEvidence(card.properties) ? words.evidence : words.assumption}
      onMouseDown={onPick}
      onDoubleClick={canEdit ? onEdit : undefined}
    >
      <span className="card-text">
        <Said node={card.id} property="" text={textOf(card.properties.text)} />
      </span>
      {beside.length > 0 && <span className="card-beside">{beside.join(" · ")}</span>}
      <Beside node={card.id} />
    </div>
  );
});
