// The handoffs that are late: many of one kind in one line, which opens to them.

import { Fragment } from "react";
import type { HandoffOut } from "../api/generated/types.gen";
import { AccountLink } from "../app/Named";
import { sayMoney } from "../success/board";
import { todayWords as said } from "../words/today";
import { alike, type Alike, FEWEST, giverOf, receiverOf } from "./kinds";
import { sayCount, sayDay } from "../words/figures";

export interface OverdueProps {
  readonly handoffs: readonly HandoffOut[];
  readonly currency: string;
  readonly onPerson: (id: number) => void;
}

export function Overdue({ handoffs, currency, onPerson }: OverdueProps) {
  return (
    <section>
      <h2 className="desk-part">{handoffs.length === 0 ? said.overdue : said.overdueOf(handoffs.length)}</h2>
      {handoffs.length === 0 && <p className="quiet">{said.noOverdue}</p>}
      <ul className="moments">
        {alike(handoffs).map((kind) =>
          kind.handoffs.length < FEWEST ? (
            kind.handoffs.map((one) => <Late key={one.id} handoff={one} />)
          ) : (
            <Kind key={kind.key} kind={kind} currency={currency} onPerson={onPerson} />
          ),
        )}
      </ul>
    </section>
  );
}

interface KindProps extends Omit<OverdueProps, "handoffs"> {
  readonly kind: Alike;
}

function Kind({ kind, currency, onPerson }: KindProps) {
  const [first] = kind.handoffs;
  if (!first) return null;
  const all = kind.handoffs.length;
  return (
    <li>
      <p>
        <b>{said.handoff(giverOf(first) ?? said.someone, receiverOf(first) ?? said.someone)}</b>
        {first.place?.step_name && ` ${said.atStep(first.place.step_name)}`}
      </p>
      <p className="quiet small">
        {[
          said.handoffs(all),
          first.due_at && said.longestSince(sayDay(first.due_at)),
          kind.complete > 0 && said.waitToBeAccepted(kind.complete, all),
          kind.cents !== null && kind.cents > 0 && said.perMonthTogether(sayMoney(kind.cents, currency)),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <p className="small">
        {said.whoseTurn}{" "}
        {kind.turns.map((turn, place) => (
          <Fragment key={turn.person?.id ?? 0}>
            {place > 0 && " · "}
            {turn.person ? (
              <button
                type="button"
                className="link"
                onClick={() => {
                  if (turn.person) onPerson(turn.person.id);
                }}
              >
                {turn.person.name}
              </button>
            ) : (
              said.nobody
            )}{" "}
            {sayCount(turn.handoffs)}
          </Fragment>
        ))}
      </p>
      <details>
        <summary>{said.showAccounts}</summary>
        <ul className="moments">
          {kind.handoffs.map((one) => (
            <Late key={one.id} handoff={one} isOfKind />
          ))}
        </ul>
      </details>
    </li>
  );
}

interface LateProps {
  readonly handoff: HandoffOut;
  /** Whether who hands over to whom, and where, is said above it. */
  readonly isOfKind?: boolean;
}

function Late({ handoff: one, isOfKind = false }: LateProps) {
  return (
    <li>
      <p>
        {one.of && one.account && <AccountLink of={one.of} account={one.account} name={one.account_name} />}
        {!isOfKind &&
          ` ${said.handoff(
            one.giving?.name ?? one.giver ?? said.someone,
            one.receiving?.name ?? one.receiver ?? said.someone,
          )}`}
      </p>
      <p className="quiet small">
        {[
          one.due_at && said.lateSince(sayDay(one.due_at)),
          !isOfKind && one.place?.step_name && said.atStep(one.place.step_name),
          one.missing.length > 0 ? said.stillMissing(one.missing.length) : said.complete,
          one.owner ? said.turn(one.owner.name) : said.nobodysTurn,
          one.snoozed && said.isPutOff(sayDay(one.snoozed.until), one.snoozed.because),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </li>
  );
}
