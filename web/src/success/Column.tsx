// One step of the journey board: what is usual here, and its cards; a card can be moved here by hand.

import { Link } from "@tanstack/react-router";
import { memo, useMemo, useState } from "react";
import { successWords as said } from "../words/success";
import {
  type BoardCard,
  type BoardColumn,
  chosen,
  type GroupBy,
  grouped,
  paceShares,
  PACES,
  sayDays,
  sayGroup,
  sayMoney,
  sumOf,
  type Wanted,
} from "./board";
import { sayCount, sayDay } from "../words/figures";

const FIRST_SHOWN = 40;
const DRAGGED = "application/x-desirepath-account";

export interface ColumnProps {
  readonly column: BoardColumn;
  readonly wanted: Wanted;
  readonly currency: string | null;
  /** From the worst to the best. */
  readonly levels: readonly string[];
  /** The type of object that travels. */
  readonly travels: string;
  readonly by: GroupBy;
  /** Somebody wants to move a card; to a step, where they have said which. */
  readonly onMove: (subject: string, to?: string) => void;
  /** Somebody takes back that a card was moved. */
  readonly onBack: (card: BoardCard) => void;
}

export const Column = memo(function Column(props: ColumnProps) {
  const { column, wanted, currency, levels, travels, by, onMove, onBack } = props;
  const [most, setMost] = useState(FIRST_SHOWN);
  const [isOver, setOver] = useState(false);
  const cards = useMemo(() => chosen(column.cards, wanted), [column.cards, wanted]);
  const groups = useMemo(
    () => grouped(by === "nothing" ? cards.slice(0, most) : cards, by, levels),
    [cards, by, levels, most],
  );
  const shares = useMemo(() => paceShares(cards), [cards]);
  const sum = useMemo(() => sumOf(cards), [cards]);
  const name = column.name ?? said.noStep;
  const { step } = column;
  return (
    <section
      className="board-column"
      role="listitem"
      aria-label={name}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        if (step === null || !event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        setOver(false);
        const subject = event.dataTransfer.getData(DRAGGED);
        if (step === null || subject === "") return;
        event.preventDefault();
        onMove(subject, step);
      }}
    >
      <header title={sayExpected(column)}>
        <h2>{name}</h2>
        <p>
          <span>{said.count(cards.length, column.cards.length)}</span>
          {currency !== null && sum.cents > 0 && (
            <span className="quiet">{sayMoney(sum.cents, currency)}</span>
          )}
        </p>
        <div className="pace-bar" aria-hidden="true">
          {/* A part of nobody would leave its gap, and the bar begin beside the others'. */}
          {PACES.map((pace, i) => {
            const share = shares[i] ?? 0;
            return share > 0 && <span key={pace} data-pace={pace} style={{ flexGrow: share }} />;
          })}
        </div>
      </header>
      <ul>
        {groups.map((group) => (
          <Group key={group.name ?? ""} name={group.name} by={by} cards={group.cards} currency={currency}>
            {group.cards.slice(0, most).map((card) => (
              <Card
                key={card.subject}
                card={card}
                currency={currency}
                levels={levels}
                travels={travels}
                hasOwner={column.owner !== null}
                onMove={onMove}
                onBack={onBack}
              />
            ))}
          </Group>
        ))}
      </ul>
      {Math.max(...groups.map((group) => group.cards.length), by === "nothing" ? cards.length : 0) > most && (
        <button
          type="button"
          className="button"
          onClick={() => {
            setMost(most + 200);
          }}
        >
          {said.more(
            by === "nothing"
              ? cards.length - most
              : groups.reduce((left, group) => left + Math.max(0, group.cards.length - most), 0),
          )}
        </button>
      )}
      {cards.length === 0 && column.cards.length > 0 && <p className="quiet">{said.noneLikeThis}</p>}
    </section>
  );
});

interface GroupProps {
  readonly name: string | null;
  readonly by: GroupBy;
  readonly cards: readonly BoardCard[];
  readonly currency: string | null;
  readonly children: React.ReactNode;
}

function Group({ name, by, cards, currency, children }: GroupProps) {
  if (by === "nothing") return children;
  const sum = sumOf(cards);
  return (
    <>
      <li className="board-group">
        <b>{sayGroup(name, by)}</b>
        <span className="quiet">
          {sayCount(cards.length)}
          {currency !== null && sum.cents > 0 && ` · ${sayMoney(sum.cents, currency)}`}
        </span>
      </li>
      {children}
    </>
  );
}

interface CardProps {
  readonly card: BoardCard;
  readonly currency: string | null;
  readonly levels: readonly string[];
  readonly travels: string;
  readonly hasOwner: boolean;
  readonly onMove: (subject: string, to?: string) => void;
  readonly onBack: (card: BoardCard) => void;
}

function Card({ card, currency, levels, travels, hasOwner, onMove, onBack }: CardProps) {
  const name = card.name ?? card.subject;
  return (
    <li
      className="account"
      data-pace={card.pace}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED, card.subject);
        event.dataTransfer.effectAllowed = "move";
      }}
      onKeyDown={(event) => {
        if (event.key.toLowerCase() !== "m" || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        onMove(card.subject);
      }}
    >
      <span className="account-top">
        <Link
          to="/accounts/$of/$account"
          params={{ of: travels, account: card.subject }}
          draggable={false}
          title={card.name === null ? undefined : card.subject}
        >
          {name}
        </Link>
        <button
          type="button"
          className="account-move"
          aria-label={said.moveCard(name)}
          title={said.moveCard(name)}
          aria-keyshortcuts="M"
          onClick={() => {
            onMove(card.subject);
          }}
        >
          →
        </button>
      </span>
      <span className="pace" data-pace={card.pace}>
        {said.pace[card.pace]} · {said.days(card.stayed_seconds / 86_400)}
      </span>
      <span className="facts">
        {card.score === null || card.level === null ? (
          levels.length > 0 && <span className="quiet">{said.noScore}</span>
        ) : (
          <span className="health" data-rank={levels.indexOf(card.level) === 0 ? "lowest" : undefined}>
            {said.health(card.score.toFixed(0), card.level)}
          </span>
        )}
        {currency !== null && card.cents !== null && <span>{sayMoney(card.cents, currency)}</span>}
        {currency !== null && card.cents === null && card.gap !== null && (
          <span className="quiet" title={card.gap}>
            {said.noValue}
          </span>
        )}
        {card.renewal !== null && <span>{said.renewal(sayDay(card.renewal))}</span>}
        {hasOwner && <span>{card.owner ?? said.nobodys}</span>}
        {card.moved !== null && (
          <span className="quiet" title={`${card.moved.name}: ${card.moved.reason}`}>
            {said.movedBy(card.moved.by)}
            {card.moved.told && card.moved.told.pace !== "not known" && (
              <b className="still-told">
                {" "}
                {said.stillTold(
                  said.pace[card.moved.told.pace],
                  said.days(card.moved.told.stayed_seconds / 86_400),
                )}
              </b>
            )}{" "}
            <button
              type="button"
              className="link"
              onClick={() => {
                onBack(card);
              }}
            >
              {said.takeBack}
            </button>
          </span>
        )}
      </span>
    </li>
  );
}

function sayExpected(column: BoardColumn): string {
  if (column.step === null) return "";
  if (column.behind_seconds === null || column.basis === null) return said.notExpected;
  const stuck = column.stuck_seconds === null ? "" : sayDays(column.stuck_seconds);
  return said.expected(sayDays(column.behind_seconds), stuck, column.basis);
}
