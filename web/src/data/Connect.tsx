// One tool: what to click over there, what to copy, a light, and what comes in.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { addConnection, changeConnection, removeConnection } from "../api/generated/sdk.gen";
import type { ConnectionOut, ToolOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { mayOn, useMe } from "../app/me";
import { Loading } from "../pages/Loading";
import { dataWords as words } from "../words/data";
import { Ago } from "./Ago";
import { CopyButton, Credentials, ToCopy } from "./Credentials";
import { cellText, sayLight } from "./say";
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
      <p className="quiet small">{words.beginFirst}</p>
      <Steps tool={tool} values={KNOWN_BEFORE} />
    </>
  );
}

/** What can be said before a connection is there: the rest stands in words. */
const KNOWN_BEFORE: Record<string, string> = { server: window.location.origin };

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
        <Light light={one.light} says={sayLight(one)} /> <b>{sayLight(one)}</b>
        {one.last_event_at && (
          <span className="quiet">
            , <Ago at={one.last_event_at} />
          </span>
        )}
        {one.needs !== "both" && (
          <span className="quiet small">
            . {words.tailCounts(one.accepted, one.duplicates, one.rejected)}
          </span>
        )}
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
      {one.needs === "both" ? (
        <p>
          <Link to="/playbooks" search={{ view: "letters" }}>
            {words.whatBecame}
          </Link>
        </p>
      ) : (
        <Tail connection={one.id} />
      )}
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
            {isWhole(snippet, values) && <CopyButton value={inPlace(snippet.trim(), values)} />}
          </p>
          <pre tabIndex={0}>{inPlace(snippet.trim(), values)}</pre>
        </div>
      )}
      {tool.replay !== "" && (
        <p className="quiet small">
          {tool.needs === "both" ? words.sentence(tool.replay) : words.replayOf(tool.replay)}
        </p>
      )}
    </>
  );
}

const PLACE = /\{(server|address|key|secret)\}/;

/** Whether everything that stands in it is known: else it is not to be copied yet. */
function isWhole(text: string, values: Record<string, string>): boolean {
  return text.split(PLACE).every((part, at) => at % 2 === 0 || values[part] !== undefined);
}

/** The text with what is known of the connection, each with a button that copies it. */
function filled(text: string, values: Record<string, string>): ReactNode[] {
  return text.split(PLACE).map((part, at) => {
    if (at % 2 === 0) return part;
    const value = values[part];
    return value === undefined ? (
      <em key={at}>{words.comes[part]}</em>
    ) : (
      <span key={at}>
        <code>{value}</code> <CopyButton value={value} />
      </span>
    );
  });
}

function inPlace(text: string, values: Record<string, string>): string {
  return text.replace(
    new RegExp(PLACE.source, "g"),
    (whole, name: string) => values[name] ?? `‹${words.comes[name] ?? whole}›`,
  );
}
