// One's tokens: made, shown once, taken back.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { makeMyToken, myTokens, revokeMyToken } from "../../api/generated/sdk.gen";
import type { Scope } from "../../api/generated/types.gen";
import { answered } from "../../api/http";
import { CopyButton } from "../../app/CopyButton";
import { settingsWords } from "../../words/settings";
import { Loading } from "../Loading";
import { sayDay, sayWhen } from "../../words/figures";

const { token: words } = settingsWords;
const SCOPES: readonly Scope[] = ["read", "write", "admin"];
const DAYS = [30, 90, 365, null] as const;

export function Tokens() {
  const queries = useQueryClient();
  const tokens = useQuery({ queryKey: ["tokens"], queryFn: () => answered(myTokens()) });
  const [now] = useState(Date.now);
  const again = () => queries.invalidateQueries({ queryKey: ["tokens"] });
  const revoke = useMutation({
    mutationFn: (id: number) => answered(revokeMyToken({ path: { token_id: id } })),
    onSettled: again,
  });
  return (
    <section>
      <h2>{words.title}</h2>
      <p className="quiet">{words.hint}</p>
      <NewToken onMade={() => void again()} />
      {tokens.isPending && <Loading />}
      {(tokens.error ?? revoke.error) && <p role="alert">{(tokens.error ?? revoke.error)?.message}</p>}
      {tokens.data?.length === 0 && <p className="quiet">{words.none}</p>}
      <ul className="rows">
        {tokens.data?.map((one) => (
          <li key={one.id}>
            <span>
              <b>{one.name}</b> <span className="tag">{words.scopes[one.scope]}</span>
              <span className="quiet small">
                {" "}
                {one.expires_at === null
                  ? words.forever
                  : Date.parse(one.expires_at) < now
                    ? words.ended
                    : words.until(sayDay(one.expires_at))}
                , {one.last_used_at === null ? words.unused : words.used(sayWhen(one.last_used_at))}
              </span>
            </span>
            <button
              type="button"
              className="button"
              onClick={() => {
                if (window.confirm(words.reallyRevoke(one.name))) revoke.mutate(one.id);
              }}
            >
              {words.revoke}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function NewToken({ onMade }: { readonly onMade: () => void }) {
  const [name, setName] = useState("");
  const [scope, setScope] = useState<Scope>("read");
  const [days, setDays] = useState<number | null>(90);
  const make = useMutation({
    mutationFn: () => answered(makeMyToken({ body: { name: name.trim(), scope, days } })),
    onSuccess: () => {
      setName("");
      onMade();
    },
  });
  return (
    <form
      className="form form-boxed"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <label>
        <span>{words.name}</span>
        <input
          className="field"
          value={name}
          required
          maxLength={120}
          placeholder={words.namePlaceholder}
          onChange={(event) => {
            setName(event.target.value);
          }}
        />
      </label>
      <div className="inline">
        <label>
          <span>{words.scope}</span>
          <select
            className="field"
            value={scope}
            onChange={(event) => {
              setScope(event.target.value as Scope);
            }}
          >
            {SCOPES.map((one) => (
              <option key={one} value={one}>
                {words.scopes[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{words.days}</span>
          <select
            className="field"
            value={days ?? ""}
            onChange={(event) => {
              setDays(event.target.value === "" ? null : Number(event.target.value));
            }}
          >
            {DAYS.map((one) => (
              <option key={one ?? "ever"} value={one ?? ""}>
                {words.forDays(one)}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="button first" disabled={name.trim() === "" || make.isPending}>
          {words.make}
        </button>
      </div>
      {make.error && <p role="alert">{make.error.message}</p>}
      {make.data && (
        <div role="status" className="once">
          <p>{words.made}</p>
          <p className="inline">
            <code>{make.data.secret}</code>
            <CopyButton text={make.data.secret} />
          </p>
        </div>
      )}
    </form>
  );
}
