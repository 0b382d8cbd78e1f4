// When somebody is away, and who stands in for them.

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { sayAway, sayHere } from "../api/generated/sdk.gen";
import type { PersonOut, SeatOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { today } from "../app/clock";
import { bookWords as words } from "../words/books";
import { daysAfter, sayDay } from "../words/figures";
import { beginOf, endOf, lastDay } from "./days";
import { useForgetBooks } from "./useBooks";

export interface AwayProps {
  readonly person: PersonOut;
  readonly seat: SeatOut;
  readonly people: readonly PersonOut[];
}

export function Away({ person, seat, people }: AwayProps) {
  const forget = useForgetBooks();
  const [since, setSince] = useState(() => daysAfter(today(), 1));
  const [until, setUntil] = useState(() => daysAfter(today(), 7));
  const [substitute, setSubstitute] = useState("");
  const add = useMutation({
    mutationFn: () =>
      answered(
        sayAway({
          body: {
            person: person.id,
            since: beginOf(since),
            until: endOf(until),
            substitute: substitute === "" ? null : Number(substitute),
          },
        }),
      ),
    onSuccess: forget,
  });
  const remove = useMutation({
    mutationFn: (id: number) => answered(sayHere({ path: { absence_id: id } })),
    onSuccess: forget,
  });
  const others = people.filter((one) => one.id !== person.id && one.is_active);
  const error = add.error ?? remove.error;
  return (
    <fieldset className="seat-away">
      <legend>{words.away}</legend>
      {seat.absences.length === 0 && <p className="quiet small">{words.notAway}</p>}
      <ul className="rows">
        {seat.absences.map((one) => (
          <li key={one.id}>
            <span>
              {sayDay(one.since)} – {lastDay(one.until)}{" "}
              <span className="quiet small">
                {one.substitute ? words.standsIn(one.substitute.name) : words.nobodyStandsIn}
              </span>
            </span>
            <button
              type="button"
              className="button"
              aria-label={words.removeAway(sayDay(one.since), lastDay(one.until))}
              onClick={() => {
                remove.mutate(one.id);
              }}
            >
              {words.remove}
            </button>
          </li>
        ))}
      </ul>
      <form
        className="inline"
        aria-label={words.away}
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <label>
          <span className="quiet small">{words.awayFrom}</span>
          <input
            className="field"
            type="date"
            required
            value={since}
            onChange={(event) => {
              setSince(event.target.value);
              if (event.target.value > until) setUntil(event.target.value);
            }}
          />
        </label>
        <label>
          <span className="quiet small">{words.awayTo}</span>
          <input
            className="field"
            type="date"
            required
            min={since}
            value={until}
            onChange={(event) => {
              setUntil(event.target.value);
            }}
          />
        </label>
        <label>
          <span className="quiet small">{words.substitute}</span>
          <select
            className="field"
            value={substitute}
            onChange={(event) => {
              setSubstitute(event.target.value);
            }}
          >
            <option value="">{words.nobody}</option>
            {others.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name || one.email}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="button" disabled={add.isPending}>
          {words.addAway}
        </button>
      </form>
      {error && <p role="alert">{error.message}</p>}
    </fieldset>
  );
}
