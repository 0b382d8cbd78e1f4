// One's name, what one does in the team, the colours, and when one is told by mail.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeMe } from "../../api/generated/sdk.gen";
import type { Function, Me } from "../../api/generated/types.gen";
import { answered } from "../../api/http";
import { ThemeChoice } from "../../app/AccountMenu";
import { isGuest, useMe } from "../../app/me";
import { settingsWords as words } from "../../words/settings";
import { shellWords } from "../../words/shell";
import { MailChoice } from "../NotificationsPage";
import { zoneHere, zoneTold } from "../../words/figures";

export function AboutMe() {
  const mine = useMe();
  const queries = useQueryClient();
  const [name, setName] = useState(mine.name);
  const [team, setTeam] = useState<Function>(mine.function);
  const [begins, setBegins] = useState<Me["begins_at"]>(mine.begins_at);
  const save = useMutation({
    mutationFn: () => answered(changeMe({ body: { name: name.trim(), function: team, begins_at: begins } })),
    onSuccess: (me) => {
      queries.setQueryData(["me"], me);
    },
  });
  const isChanged = name.trim() !== mine.name || team !== mine.function || begins !== mine.begins_at;
  return (
    <>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <label>
          <span>{words.name}</span>
          <input
            className="field"
            value={name}
            required
            maxLength={120}
            autoComplete="name"
            onChange={(event) => {
              setName(event.target.value);
            }}
          />
        </label>
        <label>
          <span>{words.function}</span>
          <select
            className="field"
            value={team}
            onChange={(event) => {
              setTeam(event.target.value as Function);
            }}
          >
            {Object.entries(shellWords.functions).map(([id, says]) => (
              <option key={id} value={id}>
                {says}
              </option>
            ))}
          </select>
        </label>
        {!isGuest(mine) && (
          <label>
            <span>{words.begins}</span>
            <select
              className="field"
              value={begins}
              onChange={(event) => {
                setBegins(event.target.value as Me["begins_at"]);
              }}
            >
              {Object.entries(words.beginnings).map(([id, says]) => (
                <option key={id} value={id}>
                  {says}
                </option>
              ))}
            </select>
            {begins === "" && <span className="quiet small">{words.beginsHint}</span>}
          </label>
        )}
        <dl className="facts">
          <dt>{words.email}</dt>
          <dd>{mine.email}</dd>
          <dt>{words.role}</dt>
          <dd>
            {shellWords.roles[mine.role] ?? mine.role}
            {isGuest(mine) && <span className="quiet small"> {shellWords.guestHint}</span>}
          </dd>
        </dl>
        <div className="inline">
          <button
            type="submit"
            className="button first"
            disabled={!isChanged || name.trim() === "" || save.isPending}
          >
            {words.save}
          </button>
          {save.isSuccess && !isChanged && (
            <span role="status" className="quiet">
              {words.saved}
            </span>
          )}
        </div>
        {save.error && <p role="alert">{save.error.message}</p>}
      </form>
      <ThemeChoice />
      <p className="quiet small">{sayZone()}</p>
      <MailChoice />
    </>
  );
}

function sayZone(): string {
  const [there, here] = [zoneTold(), zoneHere()];
  return there === here ? words.zone(there) : words.zoneThere(there, here);
}
