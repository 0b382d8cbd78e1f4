// One cell: a lane at a step. Cards of their own, or one property, with the same keys and the same click.

import { memo, useEffect, useRef } from "react";
import { Said } from "../history/Marked";
import { isEvidence, textOf } from "../map/board";
import type { LaneView } from "../map/lanes";
import type { MapNode } from "../map/nodes";
import { boardWords } from "../words/board";
import { words } from "../words/en";
import { Beside } from "./Beside";
import { Card } from "./Card";
import { useBoard } from "./context";
import { say } from "./say";
import { TextEditor } from "./TextEditor";
import { focusPlace, focusWaiting } from "./where";

/** What is being typed in a cell: a card's id, "" for a new card or the property. */
export interface TypingHere {
  readonly card: string;
  readonly initial: string | null;
}

export interface CellProps {
  readonly step: MapNode;
  readonly lane: LaneView;
  /** What it holds, where the lane keeps cards. */
  readonly cards: readonly MapNode[];
  /** Whether a stage begins with this step. */
  readonly isFirst: boolean;
  /** The card that is picked here ("" for the cell itself); null where one is not. */
  readonly here: string | null;
  /** Whether the whole cell is part of a block that is picked. */
  readonly isPicked: boolean;
  /** The cards that are picked one by one; null where none of this cell's are. */
  readonly pickedCards: ReadonlySet<string> | null;
  readonly typing: TypingHere | null;
}

export const Cell = memo(function Cell(props: CellProps) {
  const { step, lane, cards, isFirst, here, isPicked, pickedCards, typing } = props;
  const { canEdit, startTyping, keep, leave } = useBoard();
  const element = useRef<HTMLDivElement>(null);
  const isHere = here !== null;
  const takesText = canEdit && lane.shape !== "moment" && lane.field !== "images";

  useEffect(() => {
    const it = element.current;
    if (!isHere || typing !== null || !it) return;
    focusPlace(it);
    (it.querySelector(".card[data-here]") ?? it).scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [isHere, here, typing]);

  const stepName = textOf(step.properties.name);
  const property = lane.shape === "cards" ? "" : say(lane, step);
  const isEmpty = cards.length === 0 && property === "";
  const label = `${lane.name}, ${stepName}`;
  const editor = (card: string, text: string, isWaiting: boolean) => (
    <TextEditor
      key={`${card}:editor`}
      initial={typing?.initial ?? text}
      label={isWaiting ? sayCell(label, isEmpty ? null : property, cards, here) : label}
      isWaiting={isWaiting}
      onBegin={() => {
        startTyping({ step: step.id, lane: lane.id, card: null }, "");
      }}
      onKeep={(typed, then) => {
        keep({ step: step.id, lane: lane.id, card: card === "" ? null : card }, lane, typed, then);
      }}
      onLeave={leave}
    />
  );
  const isNew = takesText && isHere && (typing === null || typing.card === "");
  return (
    <div
      ref={element}
      role="gridcell"
      className="cell"
      tabIndex={isHere && !takesText ? 0 : -1}
      aria-selected={isHere || isPicked}
      aria-label={isEmpty ? words.emptyCell(lane.name, stepName) : undefined}
      data-at-step={step.id}
      data-at-lane={lane.id}
      data-shape={lane.shape}
      data-side={lane.side}
      data-first={isFirst || undefined}
      data-here={isHere || undefined}
      data-roving={(isHere && !takesText) || undefined}
      data-picked={isPicked || undefined}
      data-empty={(isEmpty && typing === null) || undefined}
      onFocus={(event) => {
        // A click gives the keys to the cell: they belong to the field that waits in it.
        if (event.target === event.currentTarget) focusWaiting(event.currentTarget);
      }}
    >
      {cards.map((card) =>
        typing?.card === card.id ? (
          editor(card.id, textOf(card.properties.text), false)
        ) : (
          <Card
            key={card.id}
            card={card}
            isHere={here === card.id}
            isPicked={pickedCards?.has(card.id) ?? false}
          />
        ),
      )}
      {lane.shape !== "cards" && typing === null && property !== "" && (
        <Property lane={lane} step={step} text={property} />
      )}
      {isNew && editor("", property, typing === null)}
      <Beside node={step.id} property={lane.id} />
    </div>
  );
});

/** What a screen reader says of the cell one is in. */
function sayCell(
  label: string,
  property: string | null,
  cards: readonly MapNode[],
  here: string | null,
): string {
  const card = cards.find((one) => one.id === here);
  if (card) {
    const place = cards.length > 1 ? ` (${cards.indexOf(card) + 1}/${cards.length})` : "";
    return `${label}: ${textOf(card.properties.text)}${place}`;
  }
  if (cards.length > 0) return `${label}: ${boardWords.cellHolds(cards.length)}`;
  return property === null || property === "" ? `${label}: ${words.feelingNone}` : `${label}: ${property}`;
}

function Property({ lane, step, text }: { lane: LaneView; step: MapNode; text: string }) {
  if (lane.shape === "texts") {
    return (
      <span className="chips">
        {text.split(", ").map((one) => (
          <span key={one} className="chip" dir="auto">
            {one.replaceAll("_", " ")}
          </span>
        ))}
      </span>
    );
  }
  if (lane.shape === "moment") return <span className="moment">◆ {words.momentOfTruth}</span>;
  const isProved = isEvidence(step.properties[lane.field]);
  return (
    <span className="said" dir="auto" data-lane={lane.id} data-basis={isProved ? "evidence" : "assumption"}>
      <Said node={step.id} property={lane.field} text={text} />
    </span>
  );
}
