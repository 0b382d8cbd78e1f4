// What somebody plays, to be changed: roles, territory, how many accounts, whether they see their own book only.

import { useMutation } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { setSeat } from "../api/generated/sdk.gen";
import type { PersonOut, SeatOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { tell } from "../app/told";
import { bookWords as words } from "../words/books";
import { useForgetBooks, useRoles } from "./useBooks";

const SegmentBuilder = lazy(() =>
  import("../segments/SegmentBuilder").then((it) => ({ default: it.SegmentBuilder })),
);

export interface SeatFormProps {
  readonly person: PersonOut;
  readonly seat: SeatOut;
  readonly onDone: () => void;
}

export function SeatForm({ person, seat, onDone }: SeatFormProps) {
  const offered = useRoles();
  const forget = useForgetBooks();
  const [roles, setRoles] = useState<readonly string[]>(seat.roles);
  const [other, setOther] = useState("");
  const [territory, setTerritory] = useState(seat.territory);
  const [capacity, setCapacity] = useState(seat.capacity);
  const [isLimited, setLimited] = useState(seat.own_book_only);
  const name = person.name || person.email;
  const save = useMutation({
    mutationFn: () =>
      answered(
        setSeat({
          path: { person_id: person.id },
          body: { roles: [...roles], territory, capacity, own_book_only: isLimited },
        }),
      ),
    onSuccess: () => {
      tell({ says: words.saved(name) });
      onDone();
      return forget();
    },
  });
  const known = offered.data ?? [];
  const shown = [
    ...known.map((one) => one.role),
    ...roles.filter((role) => !known.some((it) => it.role === role)),
  ];
  const steps = new Map(known.map((one) => [one.role, one.steps]));
  const addOther = () => {
    const role = other.trim();
    if (role !== "" && !roles.includes(role)) setRoles([...roles, role]);
    setOther("");
  };
  return (
    <form
      className="seat-form"
      aria-label={words.changeOf(name)}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <fieldset>
        <legend>{words.roles}</legend>
        <p className="quiet small">{shown.length > 0 ? words.rolesHint : words.noRoles}</p>
        <div className="seat-roles">
          {shown.map((role) => (
            <label key={role}>
              <input
                type="checkbox"
                checked={roles.includes(role)}
                onChange={(event) => {
                  setRoles(event.target.checked ? [...roles, role] : roles.filter((one) => one !== role));
                }}
              />
              <span>{role}</span>
              <span className="quiet small">{words.steps(steps.get(role) ?? 0)}</span>
            </label>
          ))}
        </div>
        <div className="inline">
          <input
            className="field"
            aria-label={words.otherRole}
            placeholder={words.otherRole}
            value={other}
            maxLength={200}
            onChange={(event) => {
              setOther(event.target.value);
            }}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || other.trim() === "") return;
              event.preventDefault();
              addOther();
            }}
          />
          <button type="button" className="button" disabled={other.trim() === ""} onClick={addOther}>
            {words.add}
          </button>
        </div>
      </fieldset>
      <fieldset>
        <legend>{words.territory}</legend>
        <p className="quiet small">{words.territoryHint}</p>
        <Suspense fallback={null}>
          <SegmentBuilder value={territory} subject="account" onChange={setTerritory} />
        </Suspense>
      </fieldset>
      <fieldset>
        <legend>{words.capacity}</legend>
        <label className="inline">
          <input
            className="field seat-capacity"
            type="number"
            required
            min={1}
            max={1_000_000}
            aria-label={words.capacity}
            value={Number.isNaN(capacity) ? "" : capacity}
            onChange={(event) => {
              setCapacity(event.target.valueAsNumber);
            }}
          />
          <span>{words.capacityUnit}</span>
        </label>
        <p className="quiet small">{words.capacityHint}</p>
        <label className="seat-own">
          <input
            type="checkbox"
            checked={isLimited}
            onChange={(event) => {
              setLimited(event.target.checked);
            }}
          />
          <span>{words.ownOnly}</span>
        </label>
        <p className="quiet small">{person.role === "owner" ? words.ownOnlyOwner : words.ownOnlyHint}</p>
      </fieldset>
      {save.error && <p role="alert">{save.error.message}</p>}
      <p className="inline end">
        <button type="submit" className="button first" disabled={save.isPending}>
          {words.save}
        </button>
      </p>
    </form>
  );
}
