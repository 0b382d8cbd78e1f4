// A subscription written down by hand, where no billing tool tells of it.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { writeSubscription } from "../api/generated/sdk.gen";
import type { SubscriptionIn } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { renewalWords as said } from "../words/renewals";

const WHATS = ["started", "renewed", "changed", "cancelled"] as const;
const PERS = ["month", "quarter", "year", "until"] as const;

export function ByHand() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="button"
        onClick={() => {
          setOpen(true);
        }}
      >
        {said.write}
      </button>
      {isOpen && (
        <Dialog
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

function Dialog({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const queries = useQueryClient();
  const [id] = useState(() => crypto.randomUUID());
  const [what, setWhat] = useState<(typeof WHATS)[number]>("started");
  const [per, setPer] = useState<(typeof PERS)[number]>("year");
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const kept = useMutation({
    mutationFn: ({ account, body }: { account: string; body: SubscriptionIn }) =>
      answered(writeSubscription({ path: { of: "account", account }, body })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["renewals"] });
      await queries.invalidateQueries({ queryKey: ["revenue"] });
    },
  });
  const isEnd = what === "cancelled";
  const submit = (form: HTMLFormElement) => {
    const given = new FormData(form);
    const text = (name: string) => {
      const value = given.get(name);
      return typeof value === "string" ? value.trim() : "";
    };
    const terms = isEnd
      ? {}
      : { amount: text("amount"), currency: text("currency").toUpperCase(), plan: text("plan") };
    const interval = !isEnd && per !== "until" ? { interval: per } : {};
    const ends = text("ends_on") === "" ? {} : { ends_on: text("ends_on") };
    const on = text("on") === "" ? {} : { on: text("on") };
    kept.mutate({
      account: text("account"),
      body: { id, what, reason: text("reason"), ...on, ...terms, ...interval, ...ends },
    });
  };
  return (
    <dialog ref={dialog} className="by-hand" aria-labelledby="by-hand-title" onClose={onClose}>
      <h2 id="by-hand-title">{said.write}</h2>
      <p className="quiet">{said.writeHint}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit(event.currentTarget);
        }}
      >
        <label>
          {said.account}
          <input className="field" name="account" required autoFocus />
        </label>
        <label>
          {said.what}
          <select
            className="field"
            value={what}
            onChange={(event) => {
              setWhat(WHATS.find((one) => one === event.target.value) ?? "started");
            }}
          >
            {WHATS.map((one) => (
              <option key={one} value={one}>
                {said.whats[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {said.on}
          <input className="field" type="date" name="on" />
        </label>
        {!isEnd && (
          <>
            <label>
              {said.plan}
              <input className="field" name="plan" required={what !== "renewed"} />
            </label>
            <label>
              {said.amount}
              <input className="field" name="amount" type="number" min="0" step="0.01" required />
            </label>
            <label>
              {said.currency}
              <input className="field" name="currency" defaultValue="EUR" pattern="[A-Za-z]{3}" required />
            </label>
            <label>
              {said.per}
              <select
                className="field"
                value={per}
                onChange={(event) => {
                  setPer(PERS.find((one) => one === event.target.value) ?? "year");
                }}
              >
                {PERS.map((one) => (
                  <option key={one} value={one}>
                    {said.pers[one]}
                  </option>
                ))}
              </select>
            </label>
          </>
        )}
        {(isEnd || per === "until") && (
          <label>
            {isEnd ? said.endsFrom : said.endsOn}
            <input className="field" type="date" name="ends_on" required={!isEnd} />
          </label>
        )}
        <label className="whole">
          {said.reason}
          <input className="field" name="reason" />
        </label>
        {kept.error && (
          <p className="whole" role="alert">
            {kept.error.message}
          </p>
        )}
        {kept.isSuccess && (
          <p className="whole" role="status">
            {said.kept}
          </p>
        )}
        <div className="inline whole">
          {!kept.isSuccess && (
            <button type="submit" className="button first" disabled={kept.isPending}>
              {said.keep}
            </button>
          )}
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            {kept.isSuccess ? said.close : said.cancel}
          </button>
        </div>
      </form>
    </dialog>
  );
}
