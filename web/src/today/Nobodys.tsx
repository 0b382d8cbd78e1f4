// The moments that nobody owns: at which step, why, and for whom.

import { Link } from "@tanstack/react-router";
import type { UnownedOut } from "../api/generated/types.gen";
import { AccountLink } from "../app/Named";
import { todayWords as said } from "../words/today";

/** How many accounts stand at moments that nobody owns; one that stands on two maps has two moments. */
export function accountsOf(moments: readonly UnownedOut[]): number {
  return moments.reduce((sum, one) => sum + one.accounts, 0);
}

export function Nobodys({ moments }: { readonly moments: readonly UnownedOut[] }) {
  return (
    <section className="nobodys-moments">
      <h2 className="desk-part">{said.unownedMoments(accountsOf(moments))}</h2>
      <p className="quiet">
        {said.unownedHint} <Link to="/people">{said.giveSeats}</Link>
      </p>
      <ul className="moments">
        {moments.map((one) => (
          <li key={`${one.place.map} ${one.place.step} ${one.reason}`}>
            <p>
              <b>{one.place.step_name ?? one.place.step}</b>{" "}
              <span className="quiet">· {one.place.map_title ?? one.place.map}</span>
            </p>
            <p className="quiet small">{one.reason}</p>
            <details>
              <summary>{said.accounts(one.accounts)}</summary>
              <p className="moment-accounts">
                {one.some.map((account) => (
                  <span key={account}>
                    <AccountLink of={one.of} account={account} name={one.names[account]} />
                  </span>
                ))}
                {one.accounts > one.some.length && (
                  <span className="quiet">{said.andMore(one.accounts - one.some.length)}</span>
                )}
              </p>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
