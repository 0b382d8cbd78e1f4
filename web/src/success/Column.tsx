// One step of the journey board: what is usual here, and its cards.

import { Link } from "@tanstack/react-router";
import { memo, useMemo, useState } from "react";
import { successWords as said } from "../words/success";
import {
  type BoardCard,
  type BoardColumn,
  chosen,
  paceShares,
  PACES,
  sayDays,
  sayMoney,
  sumOf,
  type Wanted,
} from "./board";

const FIRST_SHOWN = 40;

export interface ColumnProps {
  readonly column: BoardColumn;
  readonly wanted: Wanted;
  readonly currency: string | null;
  /** From the worst to the best. */
  readonly levels: readonly string[];
  readonly mapId: string;
}

export const Column = memo(function Column({ column, wanted, currency, levels, mapId }: ColumnProps) {
  const [most, setMost] = useState(FIRST_SHOWN);
  const cards = useMemo(() => chosen(column.cards, wanted), [column.cards, wanted]);
  const shares = useMemo(() => paceShares(cards), [cards]);
  const sum = useMemo(() => sumOf(cards), [cards]);
  const name = column.name ?? said.noStep;
  return (
    <section className="board-column" role="listitem" aria-label={name}>
      <header title={sayExpected(column)}>
        <h2>{name}</h2>
        <p>
          <span>{said.count(cards.length, column.cards.length)}</span>
          {currency !== null && sum.cents > 0 && (
            <span className="quiet">{sayMoney(sum.cents, currency)}</span>
          )}
        </p>
        <div className="pace-bar" aria-hidden="true">
          {PACES.map((pace, i) => (
            <span key={pace} data-pace={pace} style={{ flexGrow: shares[i] ?? 0 }} />
          ))}
        </div>
      </header>
      <ul>
        {cards.slice(0, most).map((card) => (
          <Card
            key={card.subject}
            card={card}
            currency={currency}
            levels={levels}
            mapId={mapId}
            step={column.step}
          />
        ))}
      </ul>
      {cards.length > most && (
        <button
          type="button"
          className="button"
          onClick={() => {
            setMost(most + 200);
          }}
        >
          {said.more(cards.length - most)}
        </button>
      )}
      {cards.length === 0 && column.cards.length > 0 && <p className="quiet">{said.noneLikeThis}</p>}
    </section>
  );
});

interface CardProps {
  readonly card: BoardCard;
  readonly currency: string | null;
  readonly levels: readonly string[];
  readonly mapId: string;
  readonly step: string | null;
}

function Card({ card, currency, levels, mapId, step }: CardProps) {
  return (
    <li className="account" data-pace={card.pace}>
      <Link
        to="/customers"
        search={{ map: mapId, subject: card.subject, ...(step === null ? {} : { step }) }}
      >
        {card.subject}
      </Link>
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
        {card.moved !== null && <span className="quiet">{said.movedBy(card.moved.by)}</span>}
      </span>
    </li>
  );
}

function sayDay(day: string): string {
  return new Date(`${day}T12:00:00Z`).toLocaleDateString("en", {
    day: "numeric",
    month: "short",
    year: "numeric",
  });
}

function sayExpected(column: BoardColumn): string {
  if (column.step === null) return "";
  if (column.behind_seconds === null || column.basis === null) return said.notExpected;
  const stuck = column.stuck_seconds === null ? "" : sayDays(column.stuck_seconds);
  return said.expected(sayDays(column.behind_seconds), stuck, column.basis);
}
