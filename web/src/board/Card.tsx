// One card in a cell: its words, how we know it, and what its lane says beside; a picture where it has one.

import { memo, useState } from "react";
import { Said } from "../history/Marked";
import { useMarkOf } from "../history/MarksContext";
import { isEvidence, textOf } from "../map/board";
import type { MapNode } from "../map/nodes";
import { boardWords } from "../words/board";
import { Beside } from "./Beside";
import { useBoard } from "./context";
import { Thumbnail } from "./Thumbnail";

export interface CardProps {
  readonly card: MapNode;
  readonly isHere: boolean;
  readonly isPicked: boolean;
}

export const Card = memo(function Card({ card, isHere, isPicked }: CardProps) {
  const { severity, impact, channel, source, owner, due, lane } = card.properties;
  const { open } = useBoard();
  // Its button is there only while a pointer is near, or it is picked: a wide map has a thousand cards.
  const [isNear, setNear] = useState(false);
  const mark = useMarkOf(card.id);
  const text = textOf(card.properties.text);
  const beside = [
    typeof severity === "number" ? `hurts ${severity} of 5` : "",
    typeof impact === "number" ? `helps ${impact} of 5` : "",
    textOf(channel),
    lane === "quotes" ? textOf(source) : "",
    lane === "tasks" ? [textOf(owner), textOf(due)].filter((one) => one !== "").join(", ") : "",
  ].filter((one) => one !== "");
  return (
    <div
      className="card"
      data-card={card.id}
      data-drag="card"
      data-lane={textOf(lane)}
      data-here={isHere || undefined}
      data-picked={isPicked || undefined}
      data-mark={mark}
      data-basis={isEvidence(card.properties) ? "evidence" : "assumption"}
      onPointerEnter={() => {
        setNear(true);
      }}
      onPointerLeave={() => {
        setNear(false);
      }}
      title={isEvidence(card.properties) ? boardWords.restsOnEvidence : boardWords.restsOnBelief}
    >
      {lane === "images" && <Thumbnail src={textOf(card.properties.src)} alt={text} card={card.id} />}
      <span className="card-text" dir="auto">
        <Said node={card.id} property="" text={text} />
      </span>
      {beside.length > 0 && <span className="card-beside">{beside.join(" · ")}</span>}
      <Beside node={card.id} />
      {(isNear || isHere) && (
        <button
          type="button"
          className="card-open"
          tabIndex={-1}
          aria-label={`${boardWords.openCard}: ${text}`}
          title={`${boardWords.openCard} (Alt+Enter)`}
          onClick={() => {
            open(card.id);
          }}
        >
          ⋯
        </button>
      )}
    </div>
  );
});
