// Everything about one customer: looked at first, then exported, kept out, or erased for ever.

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  eraseCustomer,
  exportCustomer,
  lookAtSubject,
  suppressCustomer,
  unsuppressCustomer,
} from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { privacyWords as words } from "../words/privacy";
import { sayCount } from "../words/figures";

export function OneCustomer() {
  const queries = useQueryClient();
  const [kind, setKind] = useState("customer");
  const [id, setId] = useState("");
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const [more, setMore] = useState("");
  const [suppress, setSuppress] = useState(true);
  const [reason, setReason] = useState("");
  const [isAsking, setAsking] = useState(false);
  const own = more
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.length > 2);
  const body = { object_type: kind, object_id: id.trim(), words: [...ticked, ...own] };
  const look = useMutation({ mutationFn: () => answered(lookAtSubject({ body })) });
  const out = useMutation({
    mutationFn: (isOut: boolean) =>
      answered(isOut ? unsuppressCustomer({ body }) : suppressCustomer({ body })),
    onSuccess: () => {
      look.mutate();
    },
  });
  const erase = useMutation({
    mutationFn: () => answered(eraseCustomer({ body: { ...body, suppress, reason: reason.trim() } })),
    onSuccess: async () => {
      setAsking(false);
      setId("");
      setMore("");
      setReason("");
      look.reset();
      await queries.invalidateQueries({ queryKey: ["erasures"] });
    },
  });
  const save = useMutation({
    mutationFn: () => answered(exportCustomer({ body })),
    onSuccess: (found: unknown) => {
      const text = typeof found === "string" ? found : JSON.stringify(found, null, 2);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      link.download = "customer.json";
      link.click();
      URL.revokeObjectURL(link.href);
    },
  });
  const found = look.data;
  const error = look.error ?? out.error ?? erase.error ?? save.error;
  return (
    <>
      <form
        className="inline"
        onSubmit={(event) => {
          event.preventDefault();
          setTicked([]);
          look.mutate();
        }}
      >
        <select
          className="field"
          aria-label={words.who}
          value={kind}
          onChange={(event) => {
            setKind(event.target.value);
            look.reset();
          }}
        >
          {Object.entries(words.kinds).map(([name, says]) => (
            <option key={name} value={name}>
              {says}
            </option>
          ))}
        </select>
        <input
          className="field"
          aria-label={words.idOf}
          placeholder={words.idHint}
          autoComplete="off"
          size={34}
          value={id}
          onChange={(event) => {
            setId(event.target.value);
            look.reset();
          }}
        />
        <button type="submit" className="button first" disabled={id.trim() === "" || look.isPending}>
          {words.look}
        </button>
      </form>
      {error && <p role="alert">{error.message}</p>}
      {found && (
        <div className="one-customer" role="status">
          <p>
            <b>{words.known(found.interactions, found.quotes)}</b>
            {found.is_suppressed && <span className="block">{words.isKeptOut}</span>}
          </p>
          <p>
            {words.alsoKnown}: {found.ids.join(", ")}
          </p>
          {found.names.length > 0 && (
            <fieldset className="choices">
              <legend>{words.alsoNamed}</legend>
              <p className="quiet small">{words.alsoNamedHint}</p>
              {found.names.map((one) => (
                <label key={one.word} className="check">
                  <input
                    type="checkbox"
                    checked={ticked.includes(one.word)}
                    onChange={(event) => {
                      setTicked(
                        event.target.checked
                          ? [...ticked, one.word]
                          : ticked.filter((word) => word !== one.word),
                      );
                    }}
                  />
                  {one.word} <span className="quiet small">{one.trait}</span>
                </label>
              ))}
            </fieldset>
          )}
          <label className="block">
            <span className="small">{words.moreWords}</span>
            <textarea
              className="field narrow block"
              rows={2}
              value={more}
              onChange={(event) => {
                setMore(event.target.value);
              }}
            />
          </label>
          {body.words.length > 0 && (
            <button
              type="button"
              className="button"
              onClick={() => {
                look.mutate();
              }}
            >
              {words.lookAgain}
            </button>
          )}
          <h4>{words.elsewhere}</h4>
          {found.elsewhere.length === 0 && <p className="quiet">{words.nowhereElse}</p>}
          <ul className="plain">
            {found.elsewhere.map((one) => (
              <li key={one.place}>
                <b className="number">{sayCount(one.count)}</b> {one.place}
                {one.examples.map((text) => (
                  <span key={text} className="quiet small block">
                    {text}
                  </span>
                ))}
              </li>
            ))}
          </ul>
          <div className="inline">
            <button
              type="button"
              className="button"
              disabled={save.isPending}
              onClick={() => {
                save.mutate();
              }}
            >
              {words.export}
            </button>
            <button
              type="button"
              className="button"
              disabled={out.isPending}
              onClick={() => {
                out.mutate(found.is_suppressed);
              }}
            >
              {found.is_suppressed ? words.letIn : words.keepOut}
            </button>
            <button
              type="button"
              className="button first"
              onClick={() => {
                setAsking(true);
              }}
            >
              {words.erase}
            </button>
          </div>
        </div>
      )}
      <AlertDialog.Root open={isAsking} onOpenChange={setAsking}>
        <AlertDialog.Portal>
          <AlertDialog.Backdrop className="erase-backdrop" />
          <AlertDialog.Popup className="erase-dialog">
            <AlertDialog.Title>{words.eraseTitle}</AlertDialog.Title>
            <AlertDialog.Description>{words.eraseHint}</AlertDialog.Description>
            <label className="check">
              <input
                type="checkbox"
                checked={suppress}
                onChange={(event) => {
                  setSuppress(event.target.checked);
                }}
              />
              {words.suppress}
            </label>
            <label className="block">
              <span className="small">{words.reason}</span>
              <input
                className="field"
                maxLength={120}
                value={reason}
                onChange={(event) => {
                  setReason(event.target.value);
                }}
              />
            </label>
            <div className="inline apart-small">
              <button
                type="button"
                className="button first"
                disabled={erase.isPending}
                onClick={() => {
                  erase.mutate();
                }}
              >
                {words.really}
              </button>
              <AlertDialog.Close className="button">{words.cancel}</AlertDialog.Close>
            </div>
          </AlertDialog.Popup>
        </AlertDialog.Portal>
      </AlertDialog.Root>
    </>
  );
}
