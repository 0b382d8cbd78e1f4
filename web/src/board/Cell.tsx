// One cell: a lane at a step. Cards of their own, or one property, with the same keys and the same click.

import { dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { memo, useEffect, useRef, useState } from "react";
import { Said } from "../history/Marked";
import { isEvidence, type StepColumn, textOf } from "../map/board";
import type { LaneView } from "../map/lanes";
import type { MapNode } from "../map/nodes";
import { words } from "../words/en";
import { Beside } from "./Beside";
import { Card } from "./Card";
import { say } from "./say";
import type { Place } from "./selection";
import { TextEditor } from "./TextEditor";
import { useBoard } from "./context";

export interface CellProps {
  readonly column: StepColumn;
  readonly lane: LaneView;
  /** The card that is picked here ("" for the cell itself); null where the cell is not. */
  readonly here: string | null;
  /** What is being typed: a card's id, "" for a new card or the property; null for nothing. */
  readonly typing: { readonly card: string; readonly initial: string | null } | null;
  readonly others: readonly { readonly name: string; readonly colour: string }[];
}

const NO_CARDS: readonly MapNode[] = [];

export const Cell = memo(function Cell({ column, lane, here, typing, others }: CellProps) {
  const { canEdit, pick, startTyping, keep, leave, drop } = useBoard();
  const element = useRef<HTMLDivElement>(null);
  const [isOver, setOver] = useState(false);
  const step = column.node;
  const isPicked = here !== null;
  const cards = lane.shape === "cards" ? (column.cards.get(lane.field) ?? NO_CARDS) : NO_CARDS;

  useEffect(() => {
    const it = element.current;
    if (!it || !canEdit || lane.shape !== "cards") return;
    return dropTargetForElements({
      element: it,
      canDrop: ({ source }) => source.data.kind === "card",
      onDragEnter: () => {
        setOver(true);
      },
      onDragLeave: () => {
        setOver(false);
      },
      onDrop: ({ source, location }) => {
        setOver(false);
        const before = location.current.dropTargets[0]?.data.before;
        drop(String(source.data.card), step.id, lane, typeof before === "string" ? before : null);
      },
    });
  }, [canEdit, drop, lane, step.id]);

  useEffect(() => {
    if (isPicked && typing === null) {
      element.current?.focus({ preventScroll: true });
      element.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }, [isPicked, here, typing]);

  const place = (card: string | null): Place => ({ step: step.id, lane: lane.id, card });
  const label = `${lane.name}, ${textOf(step.properties.name)}`;
  const editor = (card: string, text: string) => (
    <TextEditor
      key={`${card}:editor`}
      initial={typing?.initial ?? text}
      label={label}
      onKeep={(typed, then) => {
        keep(place(card === "" ? null : card), lane, typed, then);
      }}
      onLeave={leave}
    />
  );
  const property = lane.shape === "cards" ? "" : say(lane, step);
  const isEmpty = cards.length === 0 && property === "";
  return (
    <div
      ref={element}
      role="gridcell"
      className="cell"
      tabIndex={isPicked ? 0 : -1}
      aria-selected={isPicked}
      aria-label={isEmpty ? words.emptyCell(lane.name, textOf(step.properties.name)) : undefined}
      data-shape={lane.shape}
      data-side={lane.side}
      data-first={column.isFirst || undefined}
      data-here={isPicked || undefined}
      data-over={isOver || undefined}
      onMouseDown={(event) => {
        if (!isInCard(event.target)) pick(place(null));
      }}
      onDoubleClick={(event) => {
        if (canEdit && !isInCard(event.target)) startTyping(place(null), null);
      }}
    >
      {cards.map((card) =>
        typing?.card === card.id ? (
          editor(card.id, textOf(card.properties.text))
        ) : (
          <Card
            key={card.id}
            card={card}
            isHere={here === card.id}
            canEdit={canEdit}
            onPick={() => {
              pick(place(card.id));
            }}
            onEdit={() => {
              startTyping(place(card.id), null);
            }}
          />
        ),
      )}
      {typing?.card === "" && editor("", lane.shape === "cards" ? "" : property)}
      {lane.shape !== "cards" && typing === null && property !== "" && (
        <Property lane={lane} step={step} text={property} />
      )}
      <Beside node={step.id} property={lane.id} />
      {others.map((person) => (
        <span
          key={person.name}
          className="presence"
          style={{ background: person.colour }}
          title={person.name}
        >
          {person.name}
        </span>
      ))}
    </div>
  );
});

/** Whether something lies in a card or in what is being typed, which answer for themselves. */
function isInCard(target: EventTarget): boolean {
  return target instanceof Element && target.closest(".card, .typing") !== null;
}

function Property({ lane, step, text }: { lane: LaneView; step: MapNode; text: string }) {
  if (lane.shape === "texts") {
    return (
      <span className="chips">
        {text.split(", ").map((one) => (
          <span key={one} className="chip">
            {one.replaceAll("_", " ")}
          </span>
        ))}
      </span>
    );
  }
  if (lane.shape === "moment") return <span className="moment">◆ {words.momentOfTruth}</span>;
  const isProved = isEvidence(step.properties[lane.field]);
  return (
    <span className="said" data-lane={lane.id} data-basis={isProved ? "evidence" : "assumption"}>
      <Said node={step.id} property={lane.field} text={text} />
    </span>
  );
}
