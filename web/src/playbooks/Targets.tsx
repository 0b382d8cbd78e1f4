// Where webhooks and chats are called: added, tried, given a new secret, switched off.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  addTarget,
  alterTarget,
  callTargetForATest,
  deleteTarget,
  listTargets,
  rotateTargetSecret,
  targetCalls,
} from "../api/generated/sdk.gen";
import type { TargetOut, TargetTested } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Asking } from "../app/Asking";
import { CopyButton } from "../app/CopyButton";
import { Until } from "../pages/Until";
import { targetWords as said } from "../words/targets";
import { sayMoment } from "./say";
import "../styles/playbooks.css";

type Kind = TargetOut["kind"];
const KINDS: readonly Kind[] = ["webhook", "chat"];
const KEY = ["targets"];

export function Targets() {
  const targets = useQuery({ queryKey: KEY, queryFn: () => answered(listTargets()), staleTime: 0 });
  return (
    <section>
      <h2>{said.title}</h2>
      <p className="quiet">{said.hint}</p>
      <NewTarget />
      <Until answer={targets} />
      {targets.data?.length === 0 && <p className="quiet">{said.none}</p>}
      <ul className="rows">
        {targets.data?.map((one) => (
          <li key={one.id}>
            <div className="target">
              <OneTarget one={one} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function NewTarget() {
  const queries = useQueryClient();
  const [kind, setKind] = useState<Kind>("webhook");
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const add = useMutation({
    mutationFn: () => answered(addTarget({ body: { kind, name: name.trim(), url: inLetters(url) } })),
    onSuccess: () => {
      setName("");
      setUrl("");
      void queries.invalidateQueries({ queryKey: KEY });
    },
  });
  return (
    <form
      className="form form-boxed"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <div className="inline">
        <label>
          <span>{said.kind}</span>
          <select
            className="field"
            value={kind}
            onChange={(event) => {
              setKind(event.target.value as Kind);
            }}
          >
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {said.kinds[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{said.name}</span>
          <input
            className="field"
            value={name}
            required
            maxLength={100}
            placeholder={said.namePlaceholder[kind]}
            onChange={(event) => {
              setName(event.target.value);
            }}
          />
        </label>
      </div>
      <label>
        <span>{said.url}</span>
        <input
          className="field"
          type="url"
          value={url}
          required
          maxLength={2000}
          placeholder="https://"
          autoComplete="off"
          aria-invalid={add.error ? true : undefined}
          onChange={(event) => {
            setUrl(event.target.value);
          }}
        />
        {add.error ? (
          <span role="alert" className="target-wrong">
            {add.error.message}
          </span>
        ) : (
          <span className="quiet small">{said.urlHint[kind]}</span>
        )}
      </label>
      <button type="submit" className="button first" disabled={add.isPending}>
        {said.add}
      </button>
      {add.data &&
        (add.data.secret ? (
          <Once secret={add.data.secret} />
        ) : (
          <p role="status">{said.added(add.data.name)}</p>
        ))}
    </form>
  );
}

/** The address with its host as machines write it. */
function inLetters(url: string): string {
  try {
    return new URL(url.trim()).href;
  } catch {
    return url.trim();
  }
}

function Once({ secret }: { readonly secret: string }) {
  return (
    <div role="status" className="once">
      <p>{said.made}</p>
      <p className="inline">
        <code>{secret}</code>
        <CopyButton text={secret} />
      </p>
    </div>
  );
}

function OneTarget({ one }: { readonly one: TargetOut }) {
  const queries = useQueryClient();
  const [asks, setAsks] = useState<"rotate" | "remove" | null>(null);
  const [url, setUrl] = useState<string | null>(null);
  const path = { target_id: one.id };
  const onSettled = () => queries.invalidateQueries({ queryKey: KEY });
  const change = useMutation({
    mutationFn: (body: { is_on?: boolean; url?: string }) => answered(alterTarget({ path, body })),
    onSuccess: () => {
      setUrl(null);
    },
    onSettled,
  });
  const rotate = useMutation({
    mutationFn: () => answered(rotateTargetSecret({ path, body: {} })),
    onSuccess: () => {
      setAsks(null);
    },
    onSettled,
  });
  const remove = useMutation({ mutationFn: () => answered(deleteTarget({ path })), onSettled });
  const test = useMutation({ mutationFn: () => answered(callTargetForATest({ path })), onSettled });
  const [newest, ...older] = one.secrets;
  return (
    <>
      <p className="inline target-head">
        <b>{one.name}</b> <span className="tag">{said.kinds[one.kind]}</span>
        {!one.is_on && <span className="tag">{said.off}</span>}
      </p>
      <p className="small target-where">
        <code>{one.address}</code>
        {newest && <span className="quiet"> · {said.secretEnds(newest.ends_with)}</span>}
        {older.map((it) => (
          <span key={it.id} className="quiet">
            {" "}
            · {said.alsoUntil(it.ends_with, sayMoment(it.expires_at ?? it.made_at))}
          </span>
        ))}
      </p>
      {!one.is_on && one.off_because !== "" && <p role="alert">{said.isOff(one.off_because)}</p>}
      {one.rests_until && <p className="quiet small">{said.rests(sayMoment(one.rests_until))}</p>}
      <p className="inline">
        <button
          type="button"
          className="button"
          disabled={test.isPending}
          onClick={() => {
            test.mutate();
          }}
        >
          {test.isPending ? said.testing : said.test}
        </button>
        {one.kind === "webhook" && (
          <button
            type="button"
            className="button"
            onClick={() => {
              setAsks("rotate");
            }}
          >
            {said.rotate}
          </button>
        )}
        <button
          type="button"
          className="button"
          onClick={() => {
            setUrl(url === null ? "" : null);
          }}
        >
          {said.change}
        </button>
        <button
          type="button"
          className="button"
          disabled={change.isPending}
          onClick={() => {
            change.mutate({ is_on: !one.is_on });
          }}
        >
          {one.is_on ? said.switchOff : said.switchOn}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => {
            setAsks("remove");
          }}
        >
          {said.remove}
        </button>
      </p>
      {url !== null && (
        <form
          className="inline"
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate({ url: inLetters(url) });
          }}
        >
          <input
            className="field target-url"
            type="url"
            aria-label={said.url}
            value={url}
            required
            maxLength={2000}
            placeholder="https://"
            autoComplete="off"
            onChange={(event) => {
              setUrl(event.target.value);
            }}
          />
          <button type="submit" className="button first" disabled={change.isPending}>
            {said.save}
          </button>
        </form>
      )}
      {test.data && <p role="status">{sayTested(test.data)}</p>}
      {(change.error ?? test.error) && <p role="alert">{(change.error ?? test.error)?.message}</p>}
      {rotate.data?.secret && <Once secret={rotate.data.secret} />}
      <Calls id={one.id} />
      {asks === "rotate" && (
        <Asking
          title={said.rotateTitle(one.name)}
          says={said.rotateSays}
          confirm={said.rotate}
          error={rotate.error}
          onConfirm={() => {
            rotate.mutate();
          }}
          onClose={() => {
            setAsks(null);
          }}
        />
      )}
      {asks === "remove" && (
        <Asking
          title={said.removeTitle(one.name)}
          says={said.removeSays}
          confirm={said.remove}
          error={remove.error}
          onConfirm={() => {
            remove.mutate();
          }}
          onClose={() => {
            setAsks(null);
          }}
        />
      )}
    </>
  );
}

export function sayTested(
  tested: Pick<TargetTested, "is_taken" | "status" | "milliseconds" | "says">,
): string {
  if (tested.status === null) return said.nobody(tested.says);
  return tested.is_taken
    ? said.taken(tested.status, tested.milliseconds)
    : said.notTaken(tested.status, tested.says);
}

function Calls({ id }: { readonly id: number }) {
  const [isOpen, setOpen] = useState(false);
  const calls = useQuery({
    queryKey: [...KEY, id, "calls"],
    queryFn: () => answered(targetCalls({ path: { target_id: id } })),
    enabled: isOpen,
    staleTime: 0,
  });
  return (
    <details
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary className="quiet small">{said.calls}</summary>
      {isOpen && <Until answer={calls} />}
      {calls.data?.length === 0 && <p className="quiet small">{said.noCalls}</p>}
      {calls.data && calls.data.length > 0 && (
        <div className="target-calls">
          <table className="small">
            <thead>
              <tr>
                <th scope="col">{said.call.at}</th>
                <th scope="col">{said.call.event}</th>
                <th scope="col">{said.call.status}</th>
                <th scope="col">{said.call.took}</th>
                <th scope="col">{said.call.says}</th>
              </tr>
            </thead>
            <tbody>
              {calls.data.map((call) => (
                <tr key={call.id}>
                  <td>{sayMoment(call.at)}</td>
                  <td>{call.event}</td>
                  <td>{call.status ?? said.call.nothing}</td>
                  <td>{said.call.ms(call.milliseconds)}</td>
                  <td>{call.says}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
