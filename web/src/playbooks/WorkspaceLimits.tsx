// What holds for all playbooks together: how often we write to one person, who writes, when it is quiet. Each
// change is a version with a name.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { playbookLimits, setPlaybookLimits } from "../api/generated/sdk.gen";
import type { LimitsWhole } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { mayOn, useMe } from "../app/me";
import { tell } from "../app/told";
import type { Json } from "../map/valueMerge";
import { Until } from "../pages/Until";
import { playbookWords as said } from "../words/playbooks";
import { type Data, listOf, mappingOf, setAt, textOf } from "./book";
import { Days } from "./MoveForm";
import { sayMoment } from "./say";
import { sayQuiet } from "./sentences";

const KEY = ["playbooks", "limits"];

export function WorkspaceLimits() {
  const found = useQuery({ queryKey: KEY, queryFn: () => answered(playbookLimits()), staleTime: 0 });
  return (
    <>
      <Until answer={found} />
      {found.data && <Form key={found.data.number} kept={found.data} />}
    </>
  );
}

function Form({ kept }: { readonly kept: LimitsWhole }) {
  const canEdit = mayOn(useMe(), "", "owner");
  const queries = useQueryClient();
  const [day, setDay] = useState(kept.per_day);
  const [week, setWeek] = useState(kept.per_week);
  const [company, setCompany] = useState(kept.company);
  const [sender, setSender] = useState(kept.sender);
  const [quiet, setQuiet] = useState<Data>(mappingOf(kept.quiet as Json));
  const save = useMutation({
    mutationFn: () =>
      answered(
        setPlaybookLimits({
          body: {
            base: kept.number,
            per_day: day,
            per_week: week,
            company: company.trim(),
            sender: sender.trim(),
            quiet: Object.keys(quiet).length === 0 ? null : (quiet as Record<string, never>),
          },
        }),
      ),
    onSuccess: (next) => {
      queries.setQueryData(KEY, next);
      tell({ says: said.limitsSaved });
    },
  });
  const number = (label: string, value: number, most: number, set: (value: number) => void) => (
    <label className="book-field">
      <span>{label}</span>
      <input
        className="field book-number"
        type="number"
        min={1}
        max={most}
        required
        value={value}
        onChange={(event) => {
          set(Math.round(Number(event.target.value)));
        }}
      />
    </label>
  );
  return (
    <form
      className="book-settings"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {!canEdit && <p className="note">{said.onlyOwners}</p>}
      <fieldset disabled={!canEdit}>
        <legend>{said.messagesToOne}</legend>
        <p className="quiet small">{said.messagesHint}</p>
        <div className="book-row">
          {number(said.perDayLimit, day, 50, setDay)}
          {number(said.perWeekLimit, week, 100, setWeek)}
        </div>
      </fieldset>
      <fieldset disabled={!canEdit}>
        <legend>{said.whoWrites}</legend>
        <div className="book-row">
          <label className="book-field">
            <span>{said.companyName}</span>
            <input
              className="field"
              required
              maxLength={120}
              value={company}
              onChange={(event) => {
                setCompany(event.target.value);
              }}
            />
          </label>
          <label className="book-field">
            <span>{said.senderName}</span>
            <input
              className="field"
              maxLength={120}
              value={sender}
              onChange={(event) => {
                setSender(event.target.value);
              }}
            />
          </label>
        </div>
        <p className="quiet small">{kept.address === "" ? said.keptHint : said.sentFrom(kept.address)}</p>
      </fieldset>
      <fieldset disabled={!canEdit}>
        <legend>{said.usualQuietTitle}</legend>
        <p className="quiet small">{said.usualQuietHint(kept.time_zone)}</p>
        <div className="book-row">
          {(["from", "until"] as const).map((one) => (
            <label key={one} className="book-field">
              <span>{said.fields[one === "from" ? "quietFrom" : "quietUntil"]}</span>
              <input
                className="field book-number"
                type="time"
                value={textOf(quiet[one])}
                onChange={(event) => {
                  setQuiet(setAt(quiet, [one], event.target.value === "" ? undefined : event.target.value));
                }}
              />
            </label>
          ))}
        </div>
        <Days
          days={listOf(quiet.days).map(textOf)}
          onChange={(days) => {
            setQuiet(setAt(quiet, ["days"], days.length === 0 ? undefined : days));
          }}
        />
      </fieldset>
      {canEdit && (
        <button type="submit" className="button first" disabled={save.isPending || company.trim() === ""}>
          {said.saveLimits}
        </button>
      )}
      {save.error && <p role="alert">{save.error.message}</p>}
      {kept.versions.length > 0 && (
        <section>
          <h3>{said.earlier}</h3>
          <ol className="book-story" reversed>
            {kept.versions.map((one) => (
              <li key={one.number}>
                <time>{one.at ? sayMoment(one.at) : ""}</time>{" "}
                {said.limitsSay(one.by ?? said.somebody, one.per_day, one.per_week, one.company)}
                {one.quiet ? `, ${said.quietSays(sayQuiet(one.quiet as Json))}` : ""}
              </li>
            ))}
          </ol>
        </section>
      )}
    </form>
  );
}
