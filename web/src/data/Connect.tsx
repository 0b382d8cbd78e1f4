// One tool: what to click over there, what to copy, a light, and what comes in.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import {
  addConnection,
  addKey,
  addSecret,
  changeConnection,
  removeConnection,
  revokeKey,
  revokeSecret,
  rotateHookSecret,
  rotateWriteKey,
} from "../api/generated/sdk.gen";
import type { ConnectionOut, ToolOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { mayOn, useMe } from "../app/me";
import { Loading } from "../pages/Loading";
import { dataWords as words } from "../words/data";
import { Ago } from "./Ago";
import { cellText, moment } from "./say";
import { Tail } from "./Tail";
import { Light, useConnections, useTools } from "./Tools";

export interface ConnectProps {
  readonly kind: string;
  readonly connection: number | undefined;
  readonly onOpen: (connection: number | undefined) => void;
  readonly onBack: () => void;
}

export function Connect({ kind, connection, onOpen, onBack }: ConnectProps) {
  const tools = useTools();
  const connections = useConnections();
  const tool = tools.data?.find((one) => one.kind === kind);
  const mine = (connections.data ?? []).filter((one) => one.kind === kind);
  const open = mine.find((one) => one.id === connection) ?? mine[0];
  if (!tool || !connections.data) return <Loading />;
  return (
    <section className="connect" aria-labelledby="tool-title">
      <header>
        <h2 id="tool-title">{tool.title}</h2>
        <button type="button" className="button" onClick={onBack}>
          {words.back}
        </button>
      </header>
      <p>{words.brings(tool.brings)}</p>
      {mine.length > 1 && (
        <p className="inline">
          {mine.map((one) => (
            <button
              key={one.id}
              type="button"
              className="button offered"
              aria-pressed={one.id === open?.id}
              onClick={() => {
                onOpen(one.id);
              }}
            >
              {one.title}
            </button>
          ))}
        </p>
      )}
      {open ? (
        <Connected key={open.id} tool={tool} one={open} onGone={onBack} />
      ) : (
        <Begin tool={tool} taken={connections.data.map((one) => one.name)} onMade={onOpen} />
      )}
    </section>
  );
}

function Begin({
  tool,
  taken,
  onMade,
}: {
  readonly tool: ToolOut;
  readonly taken: readonly string[];
  readonly onMade: (id: number) => void;
}) {
  const queries = useQueryClient();
  const isOwner = mayOn(useMe(), "", "owner");
  const [name, setName] = useState(() => freeName(tool.kind === "segment" ? "product" : tool.kind, taken));
  const begin = useMutation({
    mutationFn: () =>
      answered(addConnection({ body: { name: name.trim(), kind: tool.kind, title: tool.title } })),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ["connections"] });
      onMade(made.id);
    },
  });
  return (
    <>
      <Steps tool={tool} values={{}} />
      {isOwner ? (
        <form
          className="inline"
          onSubmit={(event) => {
            event.preventDefault();
            begin.mutate();
          }}
        >
          <label className="inline">
            <span className="quiet small">
              {words.source}, {words.sourceNameHint}
            </span>
            <input
              className="field"
              value={name}
              maxLength={60}
              onChange={(event) => {
                setName(event.target.value);
              }}
            />
          </label>
          <button type="submit" className="button first" disabled={begin.isPending}>
            {words.begin}
          </button>
        </form>
      ) : (
        <p className="quiet">{words.ownersConnect}</p>
      )}
      {begin.error && <p role="alert">{begin.error.message}</p>}
    </>
  );
}

function freeName(kind: string, taken: readonly string[]): string {
  const base = kind.replaceAll("_", "-");
  let name = base;
  for (let n = 2; taken.includes(name); n += 1) name = `${base}-${String(n)}`;
  return name;
}

interface ConnectedProps {
  readonly tool: ToolOut;
  readonly one: ConnectionOut;
  readonly onGone: () => void;
}

function Connected({ tool, one, onGone }: ConnectedProps) {
  const queries = useQueryClient();
  const isOwner = mayOn(useMe(), "", "owner");
  const [shownKey, setShownKey] = useState("");
  const [shownSecret, setShownSecret] = useState("");
  const fresh = () => queries.invalidateQueries({ queryKey: ["connections"] });
  const pause = useMutation({
    mutationFn: () =>
      answered(changeConnection({ path: { connection_id: one.id }, body: { is_paused: !one.is_paused } })),
    onSettled: fresh,
  });
  const remove = useMutation({
    mutationFn: () => answered(removeConnection({ path: { connection_id: one.id } })),
    onSuccess: async () => {
      await fresh();
      onGone();
    },
  });
  const address = new URL(one.address, window.location.origin).href;
  const values: Record<string, string> = {
    server: window.location.origin,
    address,
    ...(shownKey === "" ? {} : { key: shownKey }),
    ...(shownSecret === "" ? {} : { secret: shownSecret }),
  };
  return (
    <>
      <p className="standing" role="status">
        <Light light={one.light} /> <b>{words.lights[one.light]}</b>
        {one.last_event_at && (
          <span className="quiet">
            , <Ago at={one.last_event_at} />
          </span>
        )}
        <span className="quiet small">. {words.tailCounts(one.accepted, one.duplicates, one.rejected)}</span>
      </p>
      {one.last_problem && one.light === "trouble" && (
        <p role="alert">
          {cellText(one.last_problem.message)}.{" "}
          <span className="quiet">{cellText(one.last_problem.fix)}</span>
        </p>
      )}
      <div className="to-copy">
        {one.needs === "secret" && <ToCopy label={words.addressOf} value={address} />}
        {one.needs !== "secret" && (
          <Credentials isKey tool={tool} one={one} isOwner={isOwner} shown={shownKey} onShown={setShownKey} />
        )}
        {one.needs !== "key" && (
          <Credentials
            isKey={false}
            tool={tool}
            one={one}
            isOwner={isOwner}
            shown={shownSecret}
            onShown={setShownSecret}
          />
        )}
      </div>
      <Steps tool={tool} values={values} />
      {one.kind === "mapped" && isOwner && <MappingOf one={one} />}
      <Tail connection={one.id} />
      {isOwner && (
        <p className="inline">
          <button
            type="button"
            className="button"
            disabled={pause.isPending}
            onClick={() => {
              pause.mutate();
            }}
          >
            {one.is_paused ? words.resume : words.pause}
          </button>
          <button
            type="button"
            className="button"
            disabled={remove.isPending}
            onClick={() => {
              if (window.confirm(words.reallyRemove(one.title))) remove.mutate();
            }}
          >
            {words.remove}
          </button>
        </p>
      )}
    </>
  );
}

interface CredentialsProps {
  /** Whether it is about write keys, or about secrets. */
  readonly isKey: boolean;
  readonly tool: ToolOut;
  readonly one: ConnectionOut;
  readonly isOwner: boolean;
  readonly shown: string;
  readonly onShown: (secret: string) => void;
}

function Credentials({ isKey, tool, one, isOwner, shown, onShown }: CredentialsProps) {
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
  const known = isKey ? one.keys : one.secrets;
  return (
    <>
      {shown !== "" && (isKey || tool.whose_secret === "ours") && (
        <ToCopy label={isKey ? words.keyOf : words.secretOf} value={shown} note={words.shownOnce} />
      )}
      {known.length > 0 && (
        <ul className="plain credentials">
          {known.map((each) => (
            <li key={each.id}>
              <span>{isKey ? words.keyOf : words.secretOf}</span>{" "}
              <code>{words.endsWith(each.ends_with)}</code>{" "}
              {"place" in each && <span className="quiet small">{String(each.place)}</span>}{" "}
              {each.expires_at && (
                <span className="quiet small">{words.validUntil(moment(each.expires_at))}</span>
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
        <div className="inline">
          {one.needs === "key" && (
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
          <button
            type="button"
            className="button"
            onClick={() => {
              act.mutate(key("browser"));
            }}
          >
            {words.makeKeyBrowser}
          </button>
          <input
            className="field"
            aria-label={words.origins}
            placeholder="https://app.example.com"
            title={words.origins}
            value={origins}
            onChange={(event) => {
              setOrigins(event.target.value);
            }}
          />
        </div>
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

function MappingOf({ one }: { readonly one: ConnectionOut }) {
  const queries = useQueryClient();
  const [text, setText] = useState(one.mapping);
  const keep = useMutation({
    mutationFn: () =>
      answered(changeConnection({ path: { connection_id: one.id }, body: { mapping: text } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["connections"] }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        keep.mutate();
      }}
    >
      <h3>{words.mappingOf}</h3>
      <p className="quiet small">{words.mappingHint}</p>
      <textarea
        className="field mono"
        rows={8}
        spellCheck={false}
        aria-label={words.mappingOf}
        placeholder={'[[fact]]\ncustomer = "user.email"\noccurred_at = "at"\nactivity = "event"'}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <button type="submit" className="button" disabled={keep.isPending || text === one.mapping}>
        {words.save}
      </button>
      {keep.error && <p role="alert">{keep.error.message}</p>}
    </form>
  );
}

function Steps({ tool, values }: { readonly tool: ToolOut; readonly values: Record<string, string> }) {
  const snippets = Object.entries(tool.snippets as Record<string, string>);
  const [picked, setPicked] = useState(snippets[0]?.[0] ?? "");
  const snippet = snippets.find(([name]) => name === picked)?.[1];
  return (
    <>
      <h3>{words.overThere}</h3>
      <ol className="steps-over-there">
        {tool.steps.map((step) => (
          <li key={step}>{filled(step, values)}</li>
        ))}
      </ol>
      {snippet !== undefined && (
        <div className="snippet">
          <p className="inline">
            {snippets.map(([name]) => (
              <button
                key={name}
                type="button"
                className="button offered"
                aria-pressed={name === picked}
                onClick={() => {
                  setPicked(name);
                }}
              >
                {name}
              </button>
            ))}
            <CopyButton value={inPlace(snippet.trim(), values)} />
          </p>
          <pre tabIndex={0}>{inPlace(snippet.trim(), values)}</pre>
        </div>
      )}
      {tool.replay !== "" && <p className="quiet small">{words.replayOf(tool.replay)}</p>}
    </>
  );
}

const PLACE = /\{(server|address|key|secret)\}/;

/** The text with what is known of the connection, each with a button that copies it. */
function filled(text: string, values: Record<string, string>): ReactNode[] {
  return text.split(PLACE).map((part, at) => {
    if (at % 2 === 0) return part;
    const value = values[part];
    return value === undefined ? (
      <code key={at}>{`{${part}}`}</code>
    ) : (
      <span key={at}>
        <code>{value}</code> <CopyButton value={value} />
      </span>
    );
  });
}

function inPlace(text: string, values: Record<string, string>): string {
  return text.replace(new RegExp(PLACE.source, "g"), (whole, name: string) => values[name] ?? whole);
}

function ToCopy({
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

function CopyButton({ value }: { readonly value: string }) {
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
