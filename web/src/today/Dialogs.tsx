// The two questions of the day: until when something is put off, and what a new task is.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { listPeople } from "../api/generated/sdk.gen";
import type { ItemOut, TaskIn } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Asking } from "../app/Asking";
import { useMe } from "../app/me";
import { todayWords as said } from "../words/today";
import { saysOf, sayWhole, thingOf } from "./day";
import { daysAfter, sayDay } from "../words/figures";

export function usePeople() {
  const people = useQuery({
    queryKey: ["people", "who-may-do"],
    queryFn: () => answered(listPeople({ query: { limit: 200 } })),
  });
  return (people.data?.items ?? []).filter((one) => one.is_active && ["editor", "owner"].includes(one.role));
}

export interface PutOffProps {
  readonly item: ItemOut;
  /** The workspace's day. */
  readonly today: string;
  readonly onPutOff: (on: string, because: string) => void;
  readonly onClose: () => void;
}

export function PutOff({ item, today, onPutOff, onClose }: PutOffProps) {
  const mine = useMe();
  const [on, setOn] = useState(daysAfter(today, 1));
  const [because, setBecause] = useState("");
  const choices = [
    [daysAfter(today, 1), said.tomorrow],
    [daysAfter(today, 3), said.inDays(3)],
    [daysAfter(today, 7), said.nextWeek],
  ] as const;
  return (
    <Asking
      title={said.putOff}
      says={sayWhole(item, mine.id)}
      confirm={said.putOff}
      isReady={on > today}
      onConfirm={() => {
        onPutOff(on, because.trim());
      }}
      onClose={onClose}
    >
      <div className="desk-form">
        <label>
          <span>
            {said.why} <span className="quiet small">{said.whyHint}</span>
          </span>
          <input
            className="field"
            maxLength={300}
            value={because}
            onChange={(event) => {
              setBecause(event.target.value);
            }}
          />
        </label>
        <div className="segmented" role="group" aria-label={said.until}>
          {choices.map(([day, name]) => (
            <button
              key={day}
              type="button"
              aria-pressed={on === day}
              title={sayDay(day)}
              onClick={() => {
                setOn(day);
              }}
            >
              {name}
            </button>
          ))}
        </div>
        <label>
          <span>{said.until}</span>
          <input
            className="field"
            type="date"
            value={on}
            min={daysAfter(today, 1)}
            required
            onChange={(event) => {
              setOn(event.target.value);
            }}
          />
        </label>
      </div>
      <p className="quiet small">{said.putOffSays}</p>
    </Asking>
  );
}

export interface AllDoneProps {
  readonly item: ItemOut;
  readonly onDone: (because: string) => void;
  readonly onClose: () => void;
}

/** Many at once are done after a question, with one reason for all of them. */
export function AllDone({ item, onDone, onClose }: AllDoneProps) {
  const mine = useMe();
  const [because, setBecause] = useState("");
  return (
    <Asking
      title={said.allDoneOf(item.group?.ids.length ?? 0)}
      says={saysOf(item, mine.id)}
      confirm={said.done}
      isReady
      onConfirm={() => {
        onDone(because.trim());
      }}
      onClose={onClose}
    >
      <div className="desk-form">
        <label>
          <span>{said.whatWasDone}</span>
          <input
            className="field"
            autoFocus
            maxLength={300}
            value={because}
            onChange={(event) => {
              setBecause(event.target.value);
            }}
          />
        </label>
      </div>
      <p className="quiet small">{said.allStayQuiet}</p>
    </Asking>
  );
}

export interface NewTaskProps {
  /** From which thing it comes, if any. */
  readonly from: ItemOut | null;
  readonly today: string;
  readonly onMake: (task: TaskIn) => void;
  readonly onClose: () => void;
}

export function NewTask({ from, today, onMake, onClose }: NewTaskProps) {
  const mine = useMe();
  const people = usePeople();
  const [title, setTitle] = useState("");
  const [about, setAbout] = useState(from ? (thingOf(from).account ?? "") : "");
  const [due, setDue] = useState(daysAfter(today, 1));
  const [owner, setOwner] = useState(mine.id);
  const [isUrgent, setUrgent] = useState(false);
  const [more, setMore] = useState("");
  const account = about.trim();
  return (
    <Asking
      title={said.newTask}
      confirm={said.make}
      isReady={title.trim() !== ""}
      onConfirm={() => {
        onMake({
          title: title.trim(),
          owner,
          words: more.trim(),
          due_on: due === "" ? null : due,
          severity: isUrgent ? "urgent" : "act",
          ...(account === "" ? {} : { of: (from && thingOf(from).of) ?? "account", account }),
          ...(from?.alert ? { alert: from.alert.id } : {}),
          ...(from?.handoff ? { handoff: from.handoff.id } : {}),
        });
      }}
      onClose={onClose}
    >
      <div className="desk-form">
        <label>
          <span>{said.what}</span>
          <input
            className="field"
            autoFocus
            required
            maxLength={300}
            value={title}
            onChange={(event) => {
              setTitle(event.target.value);
            }}
          />
        </label>
        <div className="two">
          <label>
            <span>{said.about}</span>
            <input
              className="field"
              maxLength={500}
              placeholder={said.aboutHint}
              value={about}
              onChange={(event) => {
                setAbout(event.target.value);
              }}
            />
          </label>
          <label>
            <span>{said.due}</span>
            <input
              className="field"
              type="date"
              value={due}
              onChange={(event) => {
                setDue(event.target.value);
              }}
            />
          </label>
        </div>
        <label>
          <span>{said.who}</span>
          <select
            className="field"
            value={owner}
            onChange={(event) => {
              setOwner(Number(event.target.value));
            }}
          >
            {people.every((one) => one.id !== mine.id) && <option value={mine.id}>{mine.name}</option>}
            {people.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name || one.email}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{said.words}</span>
          <textarea
            className="field"
            rows={3}
            maxLength={10_000}
            value={more}
            onChange={(event) => {
              setMore(event.target.value);
            }}
          />
        </label>
        <label className="desk-tick">
          <input
            type="checkbox"
            checked={isUrgent}
            onChange={(event) => {
              setUrgent(event.target.checked);
            }}
          />
          <span>{said.isUrgent}</span>
        </label>
      </div>
    </Asking>
  );
}
