// A playbook as people say it: when this happens, only if, then; until its goal; within these limits.

import { useState } from "react";
import type { PlaybookWords } from "../api/generated/types.gen";
import { SpanInPlace } from "../fields/SpanInPlace";
import type { Value } from "../map/valueMerge";
import { RuleField } from "../rules/RuleField";
import { sayDeeds } from "../rules/sentence";
import { saySegment } from "../segments/sentence";
import { SegmentBuilder } from "../segments/SegmentBuilder";
import { playbookWords as said } from "../words/playbooks";
import { listOf, mappingOf, type Path, setAt, textOf, withAll } from "./book";
import { deskOf, type Desk, problemsElsewhere } from "./desk";
import { Moves } from "./Moves";
import { Days } from "./MoveForm";
import { Part, Wrong } from "./Part";
import { sayQuiet, saySpan } from "./sentences";
import { Triggers } from "./Triggers";
import type { Book } from "./useBook";
import { WordsField } from "./WordsField";

/** The places that show what is wrong with them. */
const SHOWN = [
  ...[
    "name",
    "description",
    "map",
    "scorecard",
    "of",
    "when",
    "if",
    "holds_for",
    "consent",
    "again",
    "cooldown",
  ],
  ...["goal", "goal_within", "hold_out", "most_a_day", "quiet", "purpose", "variables", "moves"],
];

export interface BookViewProps {
  readonly book: Book;
  readonly words: PlaybookWords | undefined;
  readonly place: string;
}

export function BookView({ book, words, place }: BookViewProps) {
  const [opened, open] = useState<string | null>(null);
  if (book.data === null) {
    return book.isChecking ? null : <p className="quiet">{said.mendFirst}</p>;
  }
  const desk = deskOf(book, book.data, place, opened, open);
  return (
    <div className="book-view">
      <Wrong problems={problemsElsewhere(book.problems, SHOWN)} />
      <h2>{said.when}</h2>
      <Triggers desk={desk} words={words} />
      <OnlyIf desk={desk} />
      <h2>{said.then}</h2>
      <Moves desk={desk} words={words} list={["moves"]} />
      <h2>{said.untilTitle}</h2>
      <Goal desk={desk} />
      <h2>{said.limitsTitle}</h2>
      <Limits desk={desk} />
      <About desk={desk} words={words} />
    </div>
  );
}

/** The fields of a part: each says something else at a place of the file. */
function useSet(desk: Desk) {
  return (path: Path, value: Value) => {
    desk.change(setAt(desk.data, path, value));
  };
}

function opening(desk: Desk, name: string) {
  return {
    isOpen: desk.opened === name,
    onOpen: (isOpen: boolean) => {
      desk.open(isOpen ? name : null);
    },
  };
}

function OnlyIf({ desk }: { readonly desk: Desk }) {
  const { data } = desk;
  const set = useSet(desk);
  const of = textOf(data.of) || "account";
  const condition = textOf(data.if);
  const holds = textOf(data.holds_for);
  const consent = textOf(data.consent);
  const cooldown = textOf(data.cooldown);
  const again = data.again !== true ? said.once : cooldown ? said.againAfter(saySpan(cooldown)) : said.again;
  const says = [
    ...(condition === "" ? [] : [said.onlyIf(saySegment(condition))]),
    ...(holds === "" ? [] : [said.holdsFor(saySpan(holds))]),
    ...(consent === "" ? [] : [said.onlyWith(saySegment(consent))]),
    again,
  ];
  return (
    <Part
      title={said.onlyIfTitle}
      says={says.join(" · ")}
      problems={["if", "holds_for", "consent", "again", "cooldown"].flatMap((one) => desk.problemsAt([one]))}
      {...opening(desk, "if")}
    >
      {() => (
        <>
          <fieldset>
            <legend>{said.fields.onlyWhom}</legend>
            <SegmentBuilder
              value={condition}
              subject={of}
              onChange={(value) => {
                set(["if"], value === "" ? undefined : value);
              }}
            />
          </fieldset>
          <div className="book-row">
            <SpanInPlace
              label={said.fields.holdsFor}
              value={holds}
              canEdit
              onKeep={(value) => {
                set(["holds_for"], value === "" ? undefined : value);
              }}
            />
            <label className="book-check">
              <input
                type="checkbox"
                checked={data.again === true}
                onChange={(event) => {
                  desk.change(
                    withAll(data, [
                      [["again"], event.target.checked ? true : undefined],
                      [["cooldown"], event.target.checked ? data.cooldown : undefined],
                    ]),
                  );
                }}
              />
              {said.fields.again}
            </label>
            {data.again === true && (
              <SpanInPlace
                label={said.fields.cooldown}
                value={cooldown}
                canEdit
                onKeep={(value) => {
                  set(["cooldown"], value === "" ? undefined : value);
                }}
              />
            )}
          </div>
          <fieldset>
            <legend>{said.fields.consent}</legend>
            <SegmentBuilder
              value={consent}
              subject="customer"
              onChange={(value) => {
                set(["consent"], value === "" ? undefined : value);
              }}
            />
          </fieldset>
        </>
      )}
    </Part>
  );
}

function Goal({ desk }: { readonly desk: Desk }) {
  const { data } = desk;
  const set = useSet(desk);
  const of = textOf(data.of) || "account";
  const goal = sayDeeds(data.goal, of);
  const within = textOf(data.goal_within) || "30d";
  return (
    <Part
      title={said.goal}
      says={goal.length === 0 ? said.noGoal : said.goalSays(goal.join(` ${said.orWord} `), saySpan(within))}
      problems={["goal", "goal_within"].flatMap((one) => desk.problemsAt([one]))}
      {...opening(desk, "goal")}
    >
      {() => (
        <>
          <RuleField
            label={said.goal}
            none={said.noGoal}
            rules={listOf(data.goal)}
            subject={of}
            place={`${desk.place}goal`}
            canEdit
            onSave={(rules) => {
              set(["goal"], rules ?? undefined);
            }}
          />
          <SpanInPlace
            label={said.fields.goalWithin}
            value={within}
            canEdit
            onKeep={(value) => {
              set(["goal_within"], value === "" ? undefined : value);
            }}
          />
        </>
      )}
    </Part>
  );
}

function Limits({ desk }: { readonly desk: Desk }) {
  const { data } = desk;
  const set = useSet(desk);
  const quiet = mappingOf(data.quiet);
  const held = typeof data.hold_out === "number" ? data.hold_out : 0;
  const most = typeof data.most_a_day === "number" ? data.most_a_day : null;
  const isService = data.purpose === "service";
  const parts = [
    isService ? said.service : said.marketing,
    held > 0 ? said.holdsOut(Math.round(held * 100)) : said.holdsNobody,
    sayQuiet(data.quiet) !== ""
      ? said.quietSays(
          quiet.zone === undefined ? said.byOurClock(sayQuiet(data.quiet)) : sayQuiet(data.quiet),
        )
      : isService
        ? ""
        : said.usualQuiet,
    most === null ? said.usualMost : said.mostSays(most),
  ];
  const setQuiet = (name: string, value: Value) => {
    const next = setAt(quiet, [name], value);
    set(["quiet"], Object.keys(next).length === 0 ? undefined : next);
  };
  return (
    <Part
      title={said.limits}
      says={parts.filter((one) => one !== "").join(" · ")}
      problems={["hold_out", "most_a_day", "quiet", "purpose"].flatMap((one) => desk.problemsAt([one]))}
      {...opening(desk, "limits")}
    >
      {() => (
        <>
          <label className="book-field">
            <span>{said.fields.purpose}</span>
            <select
              className="field"
              value={isService ? "service" : "marketing"}
              onChange={(event) => {
                set(["purpose"], event.target.value);
              }}
            >
              <option value="marketing">{said.marketing}</option>
              <option value="service">{said.service}</option>
            </select>
          </label>
          <div className="book-row">
            <label className="book-field">
              <span>{said.fields.holdOut}</span>
              <input
                className="field book-number"
                type="number"
                min={0}
                max={90}
                value={Math.round(held * 100)}
                onChange={(event) => {
                  const share = Math.min(90, Math.max(0, Number(event.target.value))) / 100;
                  set(["hold_out"], share === 0 ? undefined : share);
                }}
              />
            </label>
            <label className="book-field">
              <span>{said.fields.mostADay}</span>
              <input
                className="field book-number"
                type="number"
                min={1}
                placeholder={said.usual}
                value={most ?? ""}
                onChange={(event) => {
                  const many = Math.round(Number(event.target.value));
                  set(["most_a_day"], many > 0 ? many : undefined);
                }}
              />
            </label>
          </div>
          <fieldset>
            <legend>{said.fields.quiet}</legend>
            <div className="book-row">
              {(["from", "until"] as const).map((one) => (
                <label key={one} className="book-field">
                  <span>{said.fields[one === "from" ? "quietFrom" : "quietUntil"]}</span>
                  <input
                    className="field book-number"
                    type="time"
                    value={textOf(quiet[one])}
                    onChange={(event) => {
                      setQuiet(one, event.target.value === "" ? undefined : event.target.value);
                    }}
                  />
                </label>
              ))}
            </div>
            <Days
              days={listOf(quiet.days).map(textOf)}
              onChange={(days) => {
                setQuiet("days", days.length === 0 ? undefined : days);
              }}
            />
          </fieldset>
        </>
      )}
    </Part>
  );
}

function About({ desk, words }: { readonly desk: Desk; readonly words: PlaybookWords | undefined }) {
  const { data } = desk;
  const set = useSet(desk);
  const of = textOf(data.of) || "account";
  const values = Object.entries(mappingOf(data.variables));
  const map = words?.maps.find((one) => one.id === data.map)?.title ?? textOf(data.map);
  const says = [
    said.aboutEach(of),
    ...(map === "" ? [] : [said.onMap(map)]),
    ...(values.length === 0
      ? []
      : [said.showsValues(values.map(([name]) => name.replaceAll("_", " ")).join(", "))]),
  ];
  return (
    <Part
      title={said.about}
      says={says.join(" · ")}
      problems={["name", "description", "of", "map", "scorecard", "variables"].flatMap((one) =>
        desk.problemsAt([one]),
      )}
      {...opening(desk, "about")}
    >
      {() => (
        <>
          <WordsField
            label={said.fields.name}
            value={textOf(data.name)}
            onChange={(value) => {
              set(["name"], value);
            }}
          />
          <WordsField
            label={said.fields.description}
            value={textOf(data.description)}
            rows={2}
            onChange={(value) => {
              set(["description"], value === "" ? undefined : value);
            }}
          />
          <div className="book-row">
            <label className="book-field">
              <span>{said.fields.map}</span>
              <select
                className="field"
                value={textOf(data.map)}
                onChange={(event) => {
                  set(["map"], event.target.value === "" ? undefined : event.target.value);
                }}
              >
                <option value="">{said.noMap}</option>
                {words?.maps
                  .filter((one) => one.travels === of)
                  .map((one) => (
                    <option key={one.id} value={one.id}>
                      {one.title}
                    </option>
                  ))}
              </select>
            </label>
            <label className="book-field">
              <span>{said.fields.scorecard}</span>
              <select
                className="field"
                value={textOf(data.scorecard)}
                onChange={(event) => {
                  set(["scorecard"], event.target.value === "" ? undefined : event.target.value);
                }}
              >
                <option value="">{said.noCard}</option>
                {words?.cards.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </select>
            </label>
          </div>
          <Values desk={desk} />
        </>
      )}
    </Part>
  );
}

/** The values that messages may show: where each is from, and what stands there otherwise. */
function Values({ desk }: { readonly desk: Desk }) {
  const { data } = desk;
  const set = useSet(desk);
  const [added, setAdded] = useState("");
  const values = Object.entries(mappingOf(data.variables));
  const name = added
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const add = () => {
    if (name === "" || values.some(([one]) => one === name)) return;
    set(["variables"], {
      ...mappingOf(data.variables),
      [name]: { of: `person.${name}`, otherwise: "" },
    });
    setAdded("");
  };
  return (
    <fieldset>
      <legend>{said.fields.values}</legend>
      <table className="book-values">
        {values.length > 0 && (
          <thead>
            <tr>
              <th scope="col">{said.fields.valueName}</th>
              <th scope="col">{said.fields.valueOf}</th>
              <th scope="col">{said.fields.otherwise}</th>
              <th scope="col">
                <span className="hidden">{said.remove}</span>
              </th>
            </tr>
          </thead>
        )}
        <tbody>
          {values.map(([one, value]) => {
            const { of, otherwise } = mappingOf(value);
            return (
              <tr key={one}>
                <td>{one.replaceAll("_", " ")}</td>
                <td>
                  <input
                    className="field"
                    aria-label={`${said.fields.valueOf}: ${one}`}
                    value={textOf(of)}
                    onChange={(event) => {
                      set(["variables", one, "of"], event.target.value);
                    }}
                  />
                </td>
                <td>
                  <input
                    className="field"
                    aria-label={`${said.fields.otherwise}: ${one}`}
                    placeholder={said.notSent}
                    value={textOf(otherwise)}
                    onChange={(event) => {
                      set(
                        ["variables", one, "otherwise"],
                        event.target.value === "" ? undefined : event.target.value,
                      );
                    }}
                  />
                </td>
                <td>
                  <button
                    type="button"
                    className="button icon"
                    aria-label={`${said.remove}: ${one}`}
                    onClick={() => {
                      const left = setAt(mappingOf(data.variables), [one], undefined);
                      set(["variables"], Object.keys(left).length === 0 ? undefined : left);
                    }}
                  >
                    ×
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="inline">
        <input
          className="field"
          aria-label={said.newValue}
          placeholder={said.newValue}
          value={added}
          maxLength={60}
          onChange={(event) => {
            setAdded(event.target.value);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") add();
          }}
        />
        <button type="button" className="button" disabled={name === ""} onClick={add}>
          {said.addValue}
        </button>
      </p>
    </fieldset>
  );
}
