// What somebody plays, in one cell of the table of people.

import type { SeatOut } from "../api/generated/types.gen";
import { bookWords as words } from "../words/books";
import { sayDay } from "../words/figures";
import { lastDay } from "./days";

export function SeatCell({ seat }: { readonly seat: SeatOut }) {
  const away = seat.absences[0];
  return (
    <div className="seat">
      {seat.roles.length === 0 ? (
        <span className="quiet">{words.nothing}</span>
      ) : (
        <span>
          {seat.roles.map((role) => (
            <span key={role} className="tag">
              {role}
            </span>
          ))}
        </span>
      )}
      {(seat.roles.length > 0 || seat.accounts > 0) && (
        <span className="seat-load" title={words.countHint}>
          {words.of(seat.accounts, seat.capacity)}
        </span>
      )}
      {seat.own_book_only && <span className="quiet small">{words.ownTag}</span>}
      {away && (
        <span className="quiet small">
          {away.is_now ? words.awayNow(lastDay(away.until)) : words.awayNext(sayDay(away.since))};{" "}
          {away.substitute ? words.standsIn(away.substitute.name) : words.nobodyStandsIn}
        </span>
      )}
    </div>
  );
}
