// Who works here, and who is asked to.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  changeSomebody,
  listInvitations,
  listPeople,
  makeInvitation,
  takeBackInvitation,
} from "../api/generated/sdk.gen";
import type { PersonChange } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { mayOn, useMe } from "../app/me";
import { words } from "../words/en";
import { Bar } from "./Bar";
import { Loading } from "./Loading";

const ROLES = ["viewer", "commenter", "editor", "owner"] as const;

export function PeoplePage() {
  const mine = useMe();
  const isOwner = mayOn(mine, "", "owner");
  const queries = useQueryClient();
  const people = useQuery({
    queryKey: ["people"],
    queryFn: () => answered(listPeople({ query: { limit: 200 } })),
  });
  const asked = useQuery({
    queryKey: ["invitations"],
    queryFn: () => answered(listInvitations()),
    enabled: isOwner,
  });
  const change = useMutation({
    mutationFn: ({ id, body }: { id: number; body: PersonChange }) =>
      answered(changeSomebody({ path: { person_id: id }, body })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["people"] }),
  });
  const takeBack = useMutation({
    mutationFn: (id: number) => answered(takeBackInvitation({ path: { invitation_id: id } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["invitations"] }),
  });
  const error = people.error ?? asked.error ?? change.error ?? takeBack.error;
  return (
    <>
      <Bar />
      <main className="page">
        <header>
          <h1>{words.people}</h1>
        </header>
        {people.isPending && <Loading />}
        {error && <p role="alert">{error.message}</p>}
        <div className="wide">
          <table>
            <thead>
              <tr>
                <th scope="col">{words.name}</th>
                <th scope="col">{words.email}</th>
                <th scope="col">{words.team}</th>
                <th scope="col">{words.role}</th>
                {isOwner && <th scope="col">{words.account}</th>}
              </tr>
            </thead>
            <tbody>
              {people.data?.items.map((person) => (
                <tr key={person.id} className={person.is_active ? undefined : "quiet"}>
                  <th scope="row">{person.name || "–"}</th>
                  <td>{person.email}</td>
                  <td>{person.function.replaceAll("_", " ")}</td>
                  <td>
                    {isOwner && person.is_active ? (
                      <select
                        className="field"
                        aria-label={`${words.role}: ${person.email}`}
                        value={person.role}
                        onChange={(event) => {
                          change.mutate({
                            id: person.id,
                            body: { role: event.target.value } as PersonChange,
                          });
                        }}
                      >
                        {["none", ...ROLES].map((role) => (
                          <option key={role}>{role}</option>
                        ))}
                      </select>
                    ) : (
                      person.role
                    )}
                  </td>
                  {isOwner && (
                    <td>
                      <button
                        type="button"
                        className="button"
                        disabled={person.id === mine.id}
                        onClick={() => {
                          const mayGo = !person.is_active || window.confirm(words.reallyClose(person.email));
                          if (mayGo) change.mutate({ id: person.id, body: { is_active: !person.is_active } });
                        }}
                      >
                        {person.is_active ? words.close : words.open}
                      </button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {isOwner && (
          <>
            <h2 className="apart">{words.invite}</h2>
            <Invite />
            {asked.data && asked.data.items.length > 0 && (
              <ul className="plain">
                {asked.data.items.map((one) => (
                  <li key={one.id}>
                    {one.email || words.anybodyWithLink}, {one.role}
                    {one.map ? ` (${one.map})` : ""}{" "}
                    <span className="quiet">
                      {words.until(
                        new Date(one.expires_at).toLocaleDateString("en", { dateStyle: "medium" }),
                      )}
                    </span>{" "}
                    <button
                      type="button"
                      className="button"
                      onClick={() => {
                        takeBack.mutate(one.id);
                      }}
                    >
                      {words.takeBackInvitation}
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </main>
    </>
  );
}

function Invite() {
  const queries = useQueryClient();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<(typeof ROLES)[number]>("editor");
  const made = useMutation({
    mutationFn: () => answered(makeInvitation({ body: { email: email.trim(), role } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["invitations"] }),
  });
  return (
    <>
      <form
        className="inline"
        onSubmit={(event) => {
          event.preventDefault();
          made.mutate();
        }}
      >
        <input
          className="field"
          type="email"
          aria-label={words.email}
          placeholder={words.email}
          value={email}
          onChange={(event) => {
            setEmail(event.target.value);
          }}
        />
        <select
          className="field"
          aria-label={words.role}
          value={role}
          onChange={(event) => {
            setRole(event.target.value as (typeof ROLES)[number]);
          }}
        >
          {ROLES.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <button type="submit" className="button first" disabled={made.isPending}>
          {words.makeLink}
        </button>
      </form>
      {made.error && <p role="alert">{made.error.message}</p>}
      {made.data && (
        <p role="status">
          {words.linkOnce}
          <br />
          <code>{new URL(made.data.url, window.location.origin).href}</code>
        </p>
      )}
    </>
  );
}
