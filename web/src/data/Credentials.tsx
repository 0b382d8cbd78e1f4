// What proves who sends, or who asks: keys and secrets, and what is copied over there.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  addKey,
  addSecret,
  revokeKey,
  revokeSecret,
  rotateHookSecret,
  rotateWriteKey,
} from "../api/generated/sdk.gen";
import type { ConnectionOut, KeyOut, SecretOut, ToolOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { dataWords as words } from "../words/data";
import { sayMoment } from "../words/figures";

interface CredentialsProps {
  /** Whether it is about write keys, or about secrets. */
  readonly isKey: boolean;
  readonly tool: ToolOut;
  readonly one: ConnectionOut;
  readonly isOwner: boolean;
  readonly shown: string;
  readonly onShown: (secret: string) => void;
}

/** The keys or the secrets of a connection: made, shown once, made anew, taken back. */
export function Credentials({ isKey, tool, one, isOwner, shown, onShown }: CredentialsProps) {
  const queries = useQueryClient();
  const [theirs, setTheirs] = useState("");
  const [origins, setOrigins] = useState("");
  const path = { connection_id: one.id };
  const act = useMutation({
    mutationFn: (work: () => Promise<string>) => work(),
    onSuccess: (secret) => {
      onShown(secret);
      setTheirs("");
      void queries.invalidateQueries({ queryKey: ["connections"] });
    },
  });
  const key = (place: "browser" | "server") => async () => {
    const from = place === "browser" ? origins.split(/[\s,]+/).filter(Boolean) : [];
    return (await answered(addKey({ path, body: { place, origins: from } }))).key;
  };
  const known: readonly (KeyOut | SecretOut)[] = isKey ? one.keys : one.secrets;
  // A product's pages ask with a key that names them; what sends events may send from any.
  const asks = one.needs === "both";
  const name = isKey ? (asks ? words.keyOfPages : words.keyOf) : words.secretOf;
  return (
    <>
      {shown !== "" && (isKey || tool.whose_secret === "ours") && (
        <ToCopy label={name} value={shown} note={words.shownOnce} />
      )}
      {known.length > 0 && (
        <ul className="plain credentials">
          {known.map((each) => (
            <li key={each.id}>
              <span>{name}</span> <code>{words.endsWith(each.ends_with)}</code>{" "}
              {"place" in each && (
                <span className="quiet small">
                  {each.origins.length > 0 ? words.usedOn(each.origins) : words.places[each.place]}
                </span>
              )}{" "}
              {each.expires_at && (
                <span className="quiet small">{words.validUntil(sayMoment(each.expires_at))}</span>
              )}
              {isOwner && (
                <>
                  {(isKey || tool.whose_secret === "ours") && !each.expires_at && (
                    <button
                      type="button"
                      className="button"
                      title={words.rotateHint}
                      onClick={() => {
                        act.mutate(async () =>
                          isKey
                            ? (
                                await answered(
                                  rotateWriteKey({ path: { ...path, key_id: each.id }, body: {} }),
                                )
                              ).key
                            : (
                                await answered(
                                  rotateHookSecret({ path: { ...path, secret_id: each.id }, body: {} }),
                                )
                              ).secret,
                        );
                      }}
                    >
                      {words.rotate}
                    </button>
                  )}
                  <button
                    type="button"
                    className="button"
                    onClick={() => {
                      if (!window.confirm(words.reallyRevoke)) return;
                      act.mutate(async () => {
                        await (isKey
                          ? answered(revokeKey({ path: { ...path, key_id: each.id } }))
                          : answered(revokeSecret({ path: { ...path, secret_id: each.id } })));
                        return "";
                      });
                    }}
                  >
                    {words.revoke}
                  </button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {isOwner && isKey && (
        <form
          className="inline"
          onSubmit={(event) => {
            event.preventDefault();
            act.mutate(key("browser"));
          }}
        >
          {!asks && (
            <button
              type="button"
              className="button first"
              onClick={() => {
                act.mutate(key("server"));
              }}
            >
              {words.makeKeyServer}
            </button>
          )}
          <input
            className="field"
            aria-label={asks ? words.pagesThatShow : words.origins}
            placeholder="https://app.example.com"
            title={asks ? words.pagesThatShow : words.origins}
            required={asks}
            value={origins}
            onChange={(event) => {
              setOrigins(event.target.value);
            }}
          />
          <button
            type="submit"
            className={asks && one.keys.length === 0 ? "button first" : "button"}
            disabled={act.isPending}
          >
            {words.makeKeyBrowser}
          </button>
        </form>
      )}
      {isOwner && !isKey && tool.whose_secret === "ours" && one.secrets.length === 0 && (
        <button
          type="button"
          className="button first"
          onClick={() => {
            act.mutate(async () => (await answered(addSecret({ path, body: {} }))).secret);
          }}
        >
          {words.makeSecret}
        </button>
      )}
      {isOwner && !isKey && tool.whose_secret === "theirs" && (
        <form
          className="inline"
          onSubmit={(event) => {
            event.preventDefault();
            act.mutate(async () => {
              await answered(addSecret({ path, body: { secret: theirs.trim() } }));
              return "";
            });
          }}
        >
          <input
            className="field"
            type="password"
            autoComplete="off"
            aria-label={words.pasteSecret}
            placeholder={words.pasteSecret}
            title={tool.secret_is}
            value={theirs}
            onChange={(event) => {
              setTheirs(event.target.value);
            }}
          />
          <button type="submit" className="button" disabled={theirs.trim() === "" || act.isPending}>
            {words.keepSecret}
          </button>
          <span className="quiet small">{tool.secret_is}</span>
        </form>
      )}
      {act.error && <p role="alert">{act.error.message}</p>}
    </>
  );
}

export function ToCopy({
  label,
  value,
  note,
}: {
  readonly label: string;
  readonly value: string;
  readonly note?: string;
}) {
  return (
    <p className="one-to-copy">
      <span className="quiet small">{label}</span>
      <code>{value}</code>
      <CopyButton value={value} />
      {note !== undefined && <b className="small">{note}</b>}
    </p>
  );
}

export function CopyButton({ value }: { readonly value: string }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <button
      type="button"
      className="button copy"
      onClick={() => {
        void navigator.clipboard.writeText(value).then(() => {
          setCopied(true);
          setTimeout(() => {
            setCopied(false);
          }, 1500);
        });
      }}
    >
      {isCopied ? words.copied : words.copy}
    </button>
  );
}
