// What begins a run: one sentence a trigger, each changed where it stands; steps are chosen by their names.

import type { PlaybookWords } from "../api/generated/types.gen";
import { SpanInPlace } from "../fields/SpanInPlace";
import type { Json } from "../map/valueMerge";
import { RuleField } from "../rules/RuleField";
import { playbookWords as said } from "../words/playbooks";
import {
  addressOf,
  type Data,
  listOf,
  movesOf,
  OF_STEPS,
  setAt,
  textOf,
  type TriggerKind,
  triggerOf,
  TRIGGERS,
} from "./book";
import type { Desk } from "./desk";
import { Part } from "./Part";
import { sayTrigger, stepsOf } from "./sentences";

export interface TriggersProps {
  readonly desk: Desk;
  readonly words: PlaybookWords | undefined;
}

export function Triggers({ desk, words }: TriggersProps) {
  const { data } = desk;
  const triggers = movesOf(data.when);
  const of = textOf(data.of) || "account";
  const setAll = (next: readonly Json[]) => {
    desk.change(setAt(data, ["when"], next));
  };
  return (
    <>
      {triggers.map((trigger, at) => {
        const address = addressOf(["when", at]);
        return (
          <Part
            key={address}
            title={at === 0 ? said.an(of) : `${said.orWord} ${said.an(of).toLowerCase()}`}
            says={sayTrigger(trigger, data, words)}
            problems={desk.problemsAt(["when", at])}
            isOpen={desk.opened === address}
            onOpen={(isOpen) => {
              desk.open(isOpen ? address : null);
            }}
          >
            {() => (
              <>
                <TriggerForm
                  desk={desk}
                  words={words}
                  at={at}
                  trigger={trigger}
                  onChange={(next) => {
                    setAll(triggers.with(at, next));
                  }}
                />
                {triggers.length > 1 && (
                  <p>
                    <button
                      type="button"
                      className="link"
                      onClick={() => {
                        setAll(triggers.toSpliced(at, 1));
                        desk.open(null);
                      }}
                    >
                      {said.removeTrigger}
                    </button>
                  </p>
                )}
              </>
            )}
          </Part>
        );
      })}
      <p className="book-more">
        <button
          type="button"
          className="link"
          onClick={() => {
            setAll([...triggers, begin(triggerOf(triggers.at(-1) ?? {}) ?? "enters", desk, words)]);
            desk.open(addressOf(["when", triggers.length]));
          }}
        >
          + {said.addTrigger}
        </button>
      </p>
    </>
  );
}

/** A trigger of a kind, to be filled in. */
function begin(kind: TriggerKind, desk: Desk, words: PlaybookWords | undefined, before: Data = {}): Data {
  const steps = stepsOf(desk.data, words);
  const was = OF_STEPS.map((one) => textOf(before[one])).find((one) => one !== "");
  if (OF_STEPS.includes(kind)) {
    const more: Data =
      kind === "misses" ? { within: "30d" } : kind === "stalls_at" ? { longer_than: "14d" } : {};
    return { [kind]: was ?? steps[0]?.id ?? "", ...more };
  }
  const card = words?.cards.find((one) => one.id === desk.data.scorecard) ?? words?.cards[0];
  const bodies: Readonly<Record<string, Json>> = {
    poor_experience: ["NPS", "CSAT", "CES"],
    health_falls_to: card?.levels[0] ?? "",
    renewal_in: "90d",
    does: [],
  };
  return { [kind]: bodies[kind] ?? "" };
}

interface TriggerFormProps extends TriggersProps {
  readonly at: number;
  readonly trigger: Data;
  readonly onChange: (trigger: Data) => void;
}

function TriggerForm({ desk, words, at, trigger, onChange }: TriggerFormProps) {
  const kind = triggerOf(trigger);
  const { data } = desk;
  const of = textOf(data.of) || "account";
  const steps = stepsOf(data, words);
  const levels = words?.cards.find((one) => one.id === data.scorecard)?.levels ?? [];
  const set = (name: string, value: Json | undefined) => {
    onChange(setAt(trigger, [name], value));
  };
  const span = (name: string, label: string, isNeeded: boolean, placeholder = "–") => (
    <SpanInPlace
      label={label}
      value={textOf(trigger[name])}
      placeholder={placeholder}
      canEdit
      onKeep={(value) => {
        if (value !== "" || !isNeeded) set(name, value === "" ? undefined : value);
      }}
    />
  );
  return (
    <div className="book-row">
      <label className="book-field">
        <span>{said.fields.what}</span>
        <select
          className="field"
          value={kind ?? ""}
          onChange={(event) => {
            onChange(begin(event.target.value as TriggerKind, desk, words, trigger));
          }}
        >
          {TRIGGERS.map((one) => (
            <option key={one} value={one}>
              {said.triggers[one]}
            </option>
          ))}
        </select>
      </label>
      {kind !== null && OF_STEPS.includes(kind) && (
        <label className="book-field">
          <span>{said.fields.step}</span>
          <select
            className="field"
            value={textOf(trigger[kind])}
            onChange={(event) => {
              set(kind, event.target.value);
            }}
          >
            {!steps.some((one) => one.id === trigger[kind]) && (
              <option value={textOf(trigger[kind])}>{textOf(trigger[kind]) || said.choose}</option>
            )}
            {[...new Set(steps.map((one) => one.stage))].map((stage) => (
              <optgroup key={stage} label={stage}>
                {steps
                  .filter((one) => one.stage === stage)
                  .map((one) => (
                    <option key={one.id} value={one.id}>
                      {one.name}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </label>
      )}
      {kind === "stalls_at" && span("longer_than", said.fields.longerThan, false, said.usual)}
      {kind === "misses" && span("within", said.fields.within, true)}
      {kind === "renewal_in" && span("renewal_in", said.fields.renewalIn, true)}
      {kind === "health_falls_to" && (
        <label className="book-field">
          <span>{said.fields.level}</span>
          <select
            className="field"
            value={textOf(trigger.health_falls_to)}
            onChange={(event) => {
              set("health_falls_to", event.target.value);
            }}
          >
            {[...new Set([textOf(trigger.health_falls_to), ...levels.slice(0, -1)])].map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      )}
      {kind === "poor_experience" && (
        <span className="book-days" role="group" aria-label={said.fields.measure}>
          {["NPS", "CSAT", "CES"].map((one) => (
            <label key={one}>
              <input
                type="checkbox"
                checked={listOf(trigger.poor_experience).includes(one)}
                onChange={(event) => {
                  const asked = ["NPS", "CSAT", "CES"].filter((each) =>
                    each === one ? event.target.checked : listOf(trigger.poor_experience).includes(each),
                  );
                  if (asked.length > 0) set("poor_experience", asked);
                }}
              />
              {one}
            </label>
          ))}
        </span>
      )}
      {kind === "does" && (
        <RuleField
          label={said.triggers.does}
          none={said.nothingNamed}
          rules={listOf(trigger.does)}
          subject={of}
          place={`${desk.place}when.${String(at)}`}
          canEdit
          onSave={(rules) => {
            set("does", rules ?? []);
          }}
        />
      )}
    </div>
  );
}
