// One signal: its weight, what it takes, how far back, what each value is worth, what a missing one means.

import { scorecardWords as said } from "../words/scorecards";
import {
  type CardData,
  directionOf,
  inSegment,
  lineOf,
  type Missing,
  MISSING,
  type SegmentData,
  type SignalChange,
  type SignalData,
  sumOfWeights,
  TAKES,
  type Takes,
  withoutSignal,
  withSegment,
  withSignal,
} from "./card";
import { NumberField } from "./NumberField";
import type { SignalNow } from "./now";
import { Ranges } from "./Ranges";
import { TextField } from "./TextField";

export interface SignalRowProps {
  readonly card: CardData;
  readonly signal: SignalData;
  readonly segment: SegmentData | null;
  readonly now: SignalNow | null;
  /** How many are in each range here now. */
  readonly counts: readonly number[] | null;
  readonly activities: string;
  readonly onChange: (card: CardData) => void;
  readonly onRemoved: (name: string) => void;
}

const OF_VALUES: readonly Takes[] = ["mean", "latest", "sum", "trait"];
const OF_PLACES: readonly Takes[] = ["position", "pace", "trait"];

export function SignalRow(props: SignalRowProps) {
  const { card, signal, segment, now, counts, activities, onChange, onRemoved } = props;
  const here = inSegment(signal, segment);
  const line = lineOf(here.scores);
  const sum = sumOfWeights(card, segment);
  const set = (change: SignalChange) => {
    onChange(withSignal(card, signal.id, change, segment?.id ?? null));
  };
  return (
    <section className="card-signal" aria-label={signal.name} data-out={here.weight === 0 || undefined}>
      <header>
        {segment ? (
          <h3>{signal.name}</h3>
        ) : (
          <TextField
            label={said.signal}
            className="card-title"
            value={signal.name}
            isNeeded
            onChange={(name) => {
              set({ name });
            }}
          />
        )}
        <label className="card-weight">
          <span>{said.weight}</span>
          <NumberField
            label={`${said.weight}: ${signal.name}`}
            value={here.weight}
            min={0}
            onChange={(weight) => {
              set({ weight });
            }}
          />
        </label>
        {card.combine === undefined || card.combine === "weighted mean" ? (
          <span className="card-share" title={said.share(sum === 0 ? 0 : here.weight / sum)}>
            <span aria-hidden="true">
              <span style={{ inlineSize: `${sum === 0 ? 0 : (here.weight / sum) * 100}%` }} />
            </span>
            <span className="small quiet">
              {here.weight === 0 ? said.countsNothing : said.share(here.weight / sum)}
            </span>
          </span>
        ) : (
          here.weight === 0 && <span className="small quiet">{said.countsNothing}</span>
        )}
        {segment ? (
          here.own && (
            <button
              type="button"
              className="link small"
              onClick={() => {
                onChange(
                  withSegment(card, segment.id, (one) => ({
                    ...one,
                    signals: one.signals.filter((each) => each.id !== signal.id),
                  })),
                );
              }}
            >
              {said.sameAsAll}
            </button>
          )
        ) : (
          <button
            type="button"
            className="button icon"
            aria-label={`${said.remove}: ${signal.name}`}
            title={said.remove}
            disabled={card.signals.length === 1}
            onClick={() => {
              onChange(withoutSignal(card, signal.id));
              onRemoved(signal.name);
            }}
          >
            ×
          </button>
        )}
      </header>
      {segment ? (
        <p className="card-what">
          <MissingChoice
            value={here.own?.when_missing}
            usual={signal.when_missing ?? card.when_missing ?? "ignore"}
            onChange={(when_missing) => {
              set({ when_missing });
            }}
          />
        </p>
      ) : (
        <What signal={signal} activities={activities} card={card} set={set} />
      )}
      <p className="quiet small card-facts">
        {line && said.direction[directionOf(line)]}
        {now && ` · ${said.known(now.known, now.missing)}`}
        {segment && here.own && <> · {said.changedHere}</>}
        {signal.why && !segment && ` · ${signal.why}`}
      </p>
      <Ranges
        card={card}
        scores={here.scores}
        counts={counts}
        onChange={(scores) => {
          set({ scores });
        }}
      />
    </section>
  );
}

interface WhatProps {
  readonly card: CardData;
  readonly signal: SignalData;
  readonly activities: string;
  readonly set: (change: SignalChange) => void;
}

function What({ card, signal, activities, set }: WhatProps) {
  const only = signal.of?.length === 1 ? signal.of[0] : undefined;
  const activity =
    only && Object.keys(only).length === 1 && typeof only.activity === "string" ? only.activity : null;
  return (
    <p className="card-what">
      <select
        className="field"
        aria-label={said.takes}
        value={signal.takes}
        onChange={(event) => {
          set({ takes: event.target.value as Takes });
        }}
      >
        {TAKES.map((one) => (
          <option key={one} value={one}>
            {said.taking[one]}
          </option>
        ))}
      </select>
      {OF_VALUES.includes(signal.takes) && (
        <TextField
          label={said.value}
          placeholder={signal.takes === "trait" ? "traits.plan" : "score"}
          value={signal.value ?? ""}
          onChange={(value) => {
            set({ value: value === "" ? undefined : value });
          }}
        />
      )}
      {!OF_PLACES.includes(signal.takes) && (
        <>
          <span>{said.of}</span>
          {activity !== null || !signal.of ? (
            <TextField
              label={said.activity}
              list={activities}
              value={activity ?? ""}
              isNeeded
              onChange={(name) => {
                set({ of: [{ activity: name }] });
              }}
            />
          ) : (
            <span className="card-rule" title={JSON.stringify(signal.of)}>
              {said.manyRules(signal.of.length)}
            </span>
          )}
          <span>{said.within}</span>
          <TextField
            label={said.window}
            className="card-span"
            placeholder={said.ever}
            value={signal.within ?? ""}
            onChange={(within) => {
              set({ within: within === "" ? undefined : within });
            }}
          />
        </>
      )}
      {signal.per !== undefined && (
        <>
          <span>{said.per}</span>
          <TextField
            label={said.per}
            value={signal.per}
            onChange={(per) => {
              set({ per: per === "" ? undefined : per });
            }}
          />
        </>
      )}
      <MissingChoice
        value={signal.when_missing}
        usual={card.when_missing ?? "ignore"}
        onChange={(when_missing) => {
          set({ when_missing });
        }}
      />
    </p>
  );
}

/** What can be done where a signal has no value, to choose from. */
export function MissingOptions() {
  return MISSING.map((one) => (
    <option key={one} value={one}>
      {said.policies[one]}
    </option>
  ));
}

interface MissingChoiceProps {
  readonly value: Missing | undefined;
  /** What holds where nothing is said here. */
  readonly usual: Missing;
  readonly onChange: (value: Missing | undefined) => void;
}

function MissingChoice({ value, usual, onChange }: MissingChoiceProps) {
  return (
    <label className="card-missing">
      <span>{said.missingOne}</span>
      <select
        className="field"
        value={value ?? ""}
        onChange={(event) => {
          onChange(MISSING.find((one) => one === event.target.value));
        }}
      >
        <option value="">
          {said.policies[usual]} ({said.asCard})
        </option>
        <MissingOptions />
      </select>
    </label>
  );
}
