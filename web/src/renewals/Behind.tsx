// Whose a number is: the accounts behind it, what each adds, and the same as a file.

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { revenueAccounts } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { AccountLink } from "../app/Named";
import { Until } from "../pages/Until";
import { renewalWords as said } from "../words/renewals";
import { SaveAs } from "./Calendar";
import { type RevenueNumber, type RevenueRow, sayCents, sayDay, sayMonth } from "./renewals";

export interface Picked {
  readonly row: RevenueRow;
  readonly number: RevenueNumber | "excluded";
  readonly name: string;
}

export interface BehindProps {
  readonly picked: Picked;
  readonly query: {
    readonly by: "month" | "quarter";
    readonly split?: string;
    readonly since?: string;
    readonly until?: string;
  };
  readonly onClose: () => void;
}

export function Behind({ picked, query, onClose }: BehindProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const { row, number } = picked;
  const asked = {
    ...query,
    number,
    kind: row.kind,
    ...(row.label === null ? {} : { label: row.label }),
  };
  const accounts = useQuery({
    queryKey: ["revenue-accounts", asked],
    queryFn: () => answered(revenueAccounts({ query: asked })),
  });
  const title =
    number === "excluded"
      ? said.behind(
          said.excludedRow(
            Object.values(row.excluded).reduce((a, b) => a + b, 0),
            "",
          ),
          picked.name,
        )
      : said.behind(said.numbers[number], picked.name);
  const money = (cents: number | null) =>
    cents === null ? "–" : sayCents(cents, accounts.data?.currency ?? "EUR");
  const path = new URLSearchParams(asked).toString();
  return (
    <dialog ref={dialog} className="behind" aria-labelledby="behind-title" onClose={onClose}>
      <header className="inline">
        <h2 id="behind-title">{title.replace(/: ,/, ",")}</h2>
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {said.close}
        </button>
      </header>
      <Until answer={accounts} />
      {accounts.data && (
        <>
          <p>
            {number !== "excluded" &&
              (number === "logo_churn" ? said.behindLost : said.behindSum)(
                accounts.data.total,
                money(accounts.data.cents),
              )}{" "}
            <SaveAs path={(form) => `/api/v1/revenue/accounts.${form}?${path}`} />
          </p>
          <div className="wide" tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{said.account}</th>
                  <th scope="col">{said.owner}</th>
                  <th scope="col">{said.came}</th>
                  {[said.adds, said.start, said.end].map((head) => (
                    <th key={head} scope="col" className="money">
                      {head}
                    </th>
                  ))}
                  <th scope="col">{said.lastMoved}</th>
                </tr>
              </thead>
              <tbody>
                {accounts.data.items.map((one) => (
                  <tr key={one.subject}>
                    <th scope="row">
                      <AccountLink of="account" account={one.subject} name={one.name} />
                      {one.why !== null && <span className="quiet small"> {one.why}</span>}
                    </th>
                    <td>{one.owner ?? <span className="quiet">{said.nobodys}</span>}</td>
                    <td className="number">
                      {/^\d{4}-\d{2}$/.test(one.cohort) ? sayMonth(one.cohort) : one.cohort}
                    </td>
                    <td className="money">{money(one.cents)}</td>
                    <td className="money">{money(one.start)}</td>
                    <td className="money">{money(one.end)}</td>
                    <td className="number">{one.at === null ? "" : sayDay(one.at)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </dialog>
  );
}
