// Who works here, in which role, what they play in the journeys, and who is asked to come.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { changeSomebody, listPeople } from "../api/generated/sdk.gen";
import type { PersonChange, PersonOut, SeatOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Asking } from "../app/Asking";
import { mayOn, useMe } from "../app/me";
import { tell } from "../app/told";
import { Away } from "../books/Away";
import { Naming, UnownedRoles } from "../books/Naming";
import { SeatCell } from "../books/SeatCell";
import { SeatForm } from "../books/SeatForm";
import { useSeats } from "../books/useBooks";
import { Inviting } from "../sharing/Inviting";
import { plain } from "../palette/matching";
import { useCommands } from "../palette/PaletteContext";
import { bookWords } from "../words/books";
import { words as all } from "../words/en";
import { peopleWords as words } from "../words/people";
import { shellWords } from "../words/shell";
import "../styles/books.css";
import { Bar } from "./Bar";
import { Until } from "./Until";

const ROLES = ["viewer", "commenter", "editor", "owner"] as const;
const FEW = 8;

export function PeoplePage() {
  const mine = useMe();
  const isOwner = mayOn(mine, "", "owner");
  const [sought, setSought] = useState("");
  const people = useQuery({
    queryKey: ["people"],
    queryFn: () => answered(listPeople({ query: { limit: 200 } })),
  });
  const found = people.data?.items ?? [];
  const seats = useSeats();
  const seatOf = (person: PersonOut) => seats.data?.find((one) => one.person === person.id);
  const [open, setOpen] = useState<number | null>(null);
  const mayChange = (person: PersonOut) => person.is_active && (isOwner || person.id === mine.id);
  const inviting = useRef<HTMLDivElement>(null);
  useCommands(() => [
    ...(isOwner
      ? [
          {
            name: words.invite,
            hint: words.title,
            run: () => {
              inviting.current?.querySelector("input")?.focus();
            },
          },
        ]
      : []),
    ...found.filter(mayChange).map((person) => ({
      name: person.id === mine.id ? bookWords.mine : bookWords.changeOf(person.name || person.email),
      hint: words.title,
      run: () => {
        setOpen(person.id);
      },
    })),
  ]);
  const shown = found.filter((one) => plain(`${one.name} ${one.email}`).includes(plain(sought.trim())));
  return (
    <>
      <Bar />
      <main className="page">
        <header>
          <h1>{words.title}</h1>
          {found.length > FEW && (
            <input
              type="search"
              className="field narrow"
              placeholder={words.search}
              aria-label={words.search}
              value={sought}
              onChange={(event) => {
                setSought(event.target.value);
              }}
            />
          )}
        </header>
        <Until answer={people} />
        {people.data && shown.length === 0 && <p className="empty quiet">{words.none}</p>}
        {shown.length > 0 && (
          <div className="wide" tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{all.name}</th>
                  <th scope="col">{all.team}</th>
                  <th scope="col">{all.role}</th>
                  <th scope="col">{bookWords.plays}</th>
                  {isOwner && <th scope="col">{words.access}</th>}
                </tr>
              </thead>
              <tbody>
                {shown.map((person) => (
                  <PersonRow
                    key={person.id}
                    person={person}
                    isOwner={isOwner}
                    seat={seatOf(person)}
                    mayChange={mayChange(person)}
                    isOpen={open === person.id}
                    people={found}
                    onOpen={(isOpen) => {
                      setOpen(isOpen ? person.id : null);
                    }}
                  />
                ))}
              </tbody>
            </table>
          </div>
        )}
        {seats.data && isOwner && (
          <>
            <UnownedRoles />
            <Naming />
          </>
        )}
        {isOwner && people.data && (
          <div ref={inviting}>
            <h2 className="apart">{words.invite}</h2>
            <Inviting hint={words.inviteHint} first="editor" />
          </div>
        )}
        <details className="apart">
          <summary>{words.rolesTitle}</summary>
          <dl className="facts">
            {words.roles.map(([role, says]) => (
              <div key={role} className="number-row">
                <dt>{role}</dt>
                <dd>{says}</dd>
              </div>
            ))}
          </dl>
        </details>
      </main>
    </>
  );
}

interface PersonRowProps {
  readonly person: PersonOut;
  readonly isOwner: boolean;
  /** What they play; not there while it is fetched, and for who is shut out. */
  readonly seat: SeatOut | undefined;
  readonly mayChange: boolean;
  readonly isOpen: boolean;
  readonly people: readonly PersonOut[];
  readonly onOpen: (isOpen: boolean) => void;
}

function PersonRow({ person, isOwner, seat, mayChange, isOpen, people, onOpen }: PersonRowProps) {
  const mine = useMe();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const change = useMutation({
    mutationFn: (body: PersonChange) => answered(changeSomebody({ path: { person_id: person.id }, body })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["people"] }),
  });
  const name = person.name || person.email;
  const isMe = person.id === mine.id;
  const sayRole = (role: string) => shellWords.roles[role] ?? role;
  const give = (role: PersonOut["role"]) => {
    const before = person.role;
    change.mutate(
      { role },
      {
        onSuccess: () => {
          tell({
            says: words.changed(name, sayRole(role)),
            action: {
              name: words.undo,
              run: () => {
                change.mutate({ role: before });
              },
            },
          });
        },
      },
    );
  };
  const row = (
    <tr className={person.is_active ? undefined : "quiet"}>
      <th scope="row">
        {name || "–"}
        {isMe && <span className="tag">{words.you}</span>}
        {!person.is_active && <span className="tag">{words.out}</span>}
        {person.name && person.email && <span className="person-email">{person.email}</span>}
      </th>
      <td>{shellWords.functions[person.function] ?? person.function}</td>
      <td>
        {isOwner && person.is_active && !isMe ? (
          <select
            className="field"
            aria-label={words.roleOf(name)}
            value={person.role}
            disabled={change.isPending}
            onChange={(event) => {
              give(event.target.value as PersonOut["role"]);
            }}
          >
            {["none", ...ROLES].map((role) => (
              <option key={role} value={role}>
                {sayRole(role)}
              </option>
            ))}
          </select>
        ) : (
          <span title={isMe && isOwner ? words.ownRole : undefined}>{sayRole(person.role)}</span>
        )}
        {change.error && <p role="alert">{change.error.message}</p>}
      </td>
      <td>
        {seat && <SeatCell seat={seat} />}
        {seat && mayChange && (
          <button
            type="button"
            className="link small"
            aria-expanded={isOpen}
            aria-label={isOpen ? undefined : isOwner ? bookWords.changeOf(name) : bookWords.iAmAway}
            onClick={() => {
              onOpen(!isOpen);
            }}
          >
            {isOpen ? bookWords.close : isOwner ? bookWords.change : bookWords.iAmAway}
          </button>
        )}
      </td>
      {isOwner && (
        <td>
          {!isMe && (
            <button
              type="button"
              className="button"
              onClick={() => {
                if (person.is_active) setAsking(true);
                else change.mutate({ is_active: true });
              }}
            >
              {person.is_active ? words.shutOut : words.letIn}
            </button>
          )}
          {isAsking && (
            <Asking
              title={words.shutOutTitle(name)}
              says={words.shutOutSays}
              confirm={words.shutOut}
              error={change.error}
              onConfirm={() => {
                change.mutate(
                  { is_active: false },
                  {
                    onSuccess: () => {
                      setAsking(false);
                    },
                  },
                );
              }}
              onClose={() => {
                setAsking(false);
              }}
            />
          )}
        </td>
      )}
    </tr>
  );
  return (
    <>
      {row}
      {isOpen && seat && mayChange && (
        <tr className="seat-row">
          <td colSpan={isOwner ? 5 : 4}>
            <div className="seat-parts">
              {isOwner && (
                <SeatForm
                  person={person}
                  seat={seat}
                  onDone={() => {
                    onOpen(false);
                  }}
                />
              )}
              <Away person={person} seat={seat} people={people} />
            </div>
          </td>
        </tr>
      )}
    </>
  );
}
