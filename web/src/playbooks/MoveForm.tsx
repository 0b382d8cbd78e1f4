// What one move is changed with, by its kind.

import type { PlaybookWords } from "../api/generated/types.gen";
import { SpanInPlace } from "../fields/SpanInPlace";
import type { Json, Value } from "../map/valueMerge";
import { RuleField } from "../rules/RuleField";
import { SegmentBuilder } from "../segments/SegmentBuilder";
import { playbookWords as said } from "../words/playbooks";
import {
  addressOf,
  type Data,
  getAt,
  kindOf,
  listOf,
  mappingOf,
  type Path,
  shownNames,
  textOf,
} from "./book";
import { sayReceivers } from "./sentences";
import { WordsField } from "./WordsField";

/** What has the focus where a move is opened: the words one came for, not whom it is to. */
const FIRST = ["subject", "title"];

export interface MoveFormProps {
  readonly data: Data;
  /** Where the move stands. */
  readonly path: Path;
  /** What drafts of rules are kept under. */
  readonly place: string;
  readonly words: PlaybookWords | undefined;
  /** Say something else at a place inside the move; undefined: not at all. */
  readonly set: (path: Path, value: Value) => void;
}

export function MoveForm({ data, path, place, words, set }: MoveFormProps) {
  const move = mappingOf(getAt(data, path));
  const kind = kindOf(move);
  if (kind === null) return <p className="quiet">{said.mendInFile}</p>;
  const body = mappingOf(move[kind]);
  const isToPeople = kind === "email" || kind === "ask" || kind === "in_app";
  const names = shownNames(data, isToPeople);
  const text = (name: string, label: string, rows = 1, isShown = true) => (
    <WordsField
      key={name}
      label={label}
      isFirst={FIRST.includes(name)}
      rows={rows}
      names={isShown ? names : []}
      value={textOf(body[name])}
      onChange={(value) => {
        set([kind, name], value);
      }}
    />
  );
  const of = textOf(data.of) || "account";
  switch (kind) {
    case "task":
      return (
        <>
          {text("title", said.fields.title)}
          <div className="book-row">
            <label className="book-field">
              <span>{said.fields.role}</span>
              <select
                className="field"
                value={textOf(body.role) || said.usualRole}
                onChange={(event) => {
                  set([kind, "role"], event.target.value);
                }}
              >
                {[...new Set([textOf(body.role) || said.usualRole, ...(words?.roles ?? [])])].map((role) => (
                  <option key={role}>{role}</option>
                ))}
              </select>
            </label>
            <SpanInPlace
              label={said.fields.due}
              value={textOf(body.due)}
              placeholder="1"
              canEdit
              onKeep={(value) => {
                set([kind, "due"], value === "" ? undefined : value);
              }}
            />
          </div>
          {text("note", said.fields.note, 4)}
        </>
      );
    case "email":
    case "ask":
    case "in_app":
      return (
        <>
          {of !== "customer" && (
            <fieldset>
              <legend>
                {said.fields.to}:{" "}
                {sayReceivers(textOf(body.to), typeof body.most_people === "number" ? body.most_people : 1)}
              </legend>
              <SegmentBuilder
                value={textOf(body.to)}
                subject="customer"
                onChange={(value) => {
                  set([kind, "to"], value === "" ? undefined : value);
                }}
              />
              <label className="book-field">
                <span>{said.fields.mostPeople}</span>
                <input
                  className="field book-number"
                  type="number"
                  min={1}
                  max={20}
                  value={typeof body.most_people === "number" ? body.most_people : 1}
                  onChange={(event) => {
                    const most = Math.round(Number(event.target.value));
                    set([kind, "most_people"], most > 1 ? most : undefined);
                  }}
                />
              </label>
            </fieldset>
          )}
          {kind === "in_app" ? text("title", said.fields.firstLine) : text("subject", said.fields.subject)}
          {text(
            "text",
            kind === "in_app" ? said.fields.says : said.fields.letter,
            kind === "in_app" ? 4 : 12,
          )}
          {kind === "ask" && (
            <>
              {text("question", said.fields.question)}
              <div className="book-row">
                <label className="book-field">
                  <span>{said.fields.measure}</span>
                  <select
                    className="field"
                    value={textOf(body.measure)}
                    onChange={(event) => {
                      set([kind, "measure"], event.target.value);
                    }}
                  >
                    {["NPS", "CSAT", "CES"].map((one) => (
                      <option key={one} value={one}>
                        {said.measures[one]}
                      </option>
                    ))}
                  </select>
                </label>
                {text("survey", said.fields.survey, 1, false)}
              </div>
            </>
          )}
        </>
      );
    case "chat":
      return (
        <>
          {text("channel", said.fields.channel, 1, false)}
          {text("text", said.fields.says, 4)}
        </>
      );
    case "webhook":
      return (
        <>
          {text("to", said.fields.target, 1, false)}
          {text("event", said.fields.event, 1, false)}
          {body.data !== undefined && <p className="quiet small">{said.dataInFile}</p>}
        </>
      );
    case "set_trait":
      return (
        <div className="book-row">
          {text("name", said.fields.trait, 1, false)}
          {text("value", said.fields.value)}
        </div>
      );
    case "start":
    case "stop":
      return (
        <label className="book-field">
          <span>{said.fields.playbook}</span>
          <select
            className="field"
            value={textOf(move[kind])}
            onChange={(event) => {
              set([kind], event.target.value);
            }}
          >
            <option value="" disabled>
              {said.choose}
            </option>
            {words?.playbooks
              .filter((one) => one !== data.id)
              .map((one) => (
                <option key={one}>{one}</option>
              ))}
          </select>
        </label>
      );
    case "wait":
      return (
        <SpanInPlace
          label={said.fields.wait}
          value={textOf(move.wait)}
          canEdit
          onKeep={(value) => {
            if (value !== "") set([kind], value);
          }}
        />
      );
    case "wait_until":
      return <WaitUntil body={body} of={of} place={`${place}${addressOf(path)}`} set={set} />;
    case "branch":
      return (
        <>
          <fieldset>
            <legend>{said.fields.ifTraits}</legend>
            <SegmentBuilder
              value={textOf(body.if)}
              subject={of}
              onChange={(value) => {
                set([kind, "if"], value === "" ? undefined : value);
              }}
            />
          </fieldset>
          <fieldset>
            <legend>{said.fields.ifDone}</legend>
            <RuleField
              label={said.fields.ifDone}
              none={said.noMatter}
              rules={listOf(body.did)}
              subject={of}
              place={`${place}${addressOf(path)}.did`}
              canEdit
              onSave={(rules) => {
                set([kind, "did"], rules ?? undefined);
              }}
            />
          </fieldset>
        </>
      );
  }
}

const MOMENTS = ["time", "does", "before_renewal"] as const;

interface WaitUntilProps {
  readonly body: Data;
  readonly of: string;
  readonly place: string;
  readonly set: (path: Path, value: Value) => void;
}

function WaitUntil({ body, of, place, set }: WaitUntilProps) {
  const moment =
    body.does !== undefined ? "does" : body.before_renewal !== undefined ? "before_renewal" : "time";
  const begins: Readonly<Record<(typeof MOMENTS)[number], Json>> = {
    time: { time: "09:00" },
    does: { does: [], at_most: "7d" },
    before_renewal: { before_renewal: "60d" },
  };
  return (
    <>
      <label className="book-field">
        <span>{said.fields.until}</span>
        <select
          className="field"
          value={moment}
          onChange={(event) => {
            set(["wait_until"], begins[event.target.value as (typeof MOMENTS)[number]]);
          }}
        >
          {MOMENTS.map((one) => (
            <option key={one} value={one}>
              {said.moments[one]}
            </option>
          ))}
        </select>
      </label>
      {moment === "time" && (
        <>
          <label className="book-field">
            <span>{said.fields.time}</span>
            <input
              className="field book-number"
              type="time"
              value={textOf(body.time)}
              onChange={(event) => {
                set(["wait_until", "time"], event.target.value === "" ? undefined : event.target.value);
              }}
            />
          </label>
          <Days
            days={listOf(body.days).map(textOf)}
            onChange={(days) => {
              set(["wait_until", "days"], days.length === 0 ? undefined : days);
            }}
          />
        </>
      )}
      {moment === "does" && (
        <>
          <RuleField
            label={said.moments.does}
            none={said.nothingNamed}
            rules={listOf(body.does)}
            subject={of}
            place={`${place}.does`}
            canEdit
            onSave={(rules) => {
              set(["wait_until", "does"], rules ?? []);
            }}
          />
          <SpanInPlace
            label={said.fields.atMost}
            value={textOf(body.at_most)}
            canEdit
            onKeep={(value) => {
              if (value !== "") set(["wait_until", "at_most"], value);
            }}
          />
        </>
      )}
      {moment === "before_renewal" && (
        <SpanInPlace
          label={said.moments.before_renewal}
          value={textOf(body.before_renewal)}
          canEdit
          onKeep={(value) => {
            if (value !== "") set(["wait_until", "before_renewal"], value);
          }}
        />
      )}
    </>
  );
}

interface DaysProps {
  readonly days: readonly string[];
  readonly onChange: (days: readonly string[]) => void;
}

/** Days of the week, each on or off. */
export function Days({ days, onChange }: DaysProps) {
  return (
    <div className="book-days" role="group" aria-label={said.fields.days}>
      {Object.entries(said.weekdays).map(([day, name]) => (
        <label key={day}>
          <input
            type="checkbox"
            checked={days.includes(day)}
            onChange={(event) => {
              const all = Object.keys(said.weekdays);
              onChange(all.filter((one) => (one === day ? event.target.checked : days.includes(one))));
            }}
          />
          {name}
        </label>
      ))}
    </div>
  );
}
