// How we know what is claimed: assumption or evidence, how sure, since when, from where; said in words, and changed.

import { useId, useState } from "react";
import { ChoiceInPlace } from "../fields/ChoiceInPlace";
import { TextInPlace } from "../fields/TextInPlace";
import type { Json } from "../map/valueMerge";
import { claimWords as words } from "../words/claims";
import { today } from "../app/clock";
import { saySource } from "./proof";
import { freshnessOf, type Known, type KnownChange, type Source } from "./claim";
import { sayDay } from "../words/figures";

export interface KnownEditorProps {
  readonly known: Known;
  /** How often the map is reviewed: how fast its evidence fades by half. */
  readonly review: { readonly every: string; readonly days: number };
  readonly canEdit: boolean;
  /** The names of sources that are told beside it, with the thing itself. */
  readonly shownElsewhere?: ReadonlySet<string>;
  readonly onChange: (known: KnownChange) => void;
}

export function KnownEditor({ known, review, canEdit, shownElsewhere, onChange: change }: KnownEditorProps) {
  const [isNaming, setNaming] = useState(false);
  const dayId = useId();
  const told = known.sources.filter((one) => one.id === undefined || !shownElsewhere?.has(one.id));
  return (
    <div className="known fields">
      <p className="small known-said">
        {sayKnown(known, review)}{" "}
        {known.isEvidence && freshnessOf(known, today(), review.days).isStale && <b>{words.stale}</b>}
      </p>
      {canEdit && (
        <>
          <span className="segmented" role="group" aria-label={words.how}>
            <button
              type="button"
              aria-pressed={!known.isEvidence}
              onClick={() => {
                if (known.isEvidence) change({ basis: "assumption" });
              }}
            >
              {words.assumption}
            </button>
            <button
              type="button"
              aria-pressed={known.isEvidence}
              onClick={() => {
                if (!known.isEvidence)
                  change({
                    basis: "evidence",
                    ...(known.confirmedOn === null ? { confirmed_on: today() } : {}),
                  });
              }}
            >
              {words.evidence}
            </button>
          </span>
          <Confidence
            value={known.confidence}
            onKeep={(confidence) => {
              change({ confidence: confidence ?? undefined });
            }}
          />
          <div className="two">
            <div className="in-place">
              <label htmlFor={dayId}>{words.confirmed}</label>
              <span className="inline-day">
                <input
                  id={dayId}
                  type="date"
                  className="field"
                  max={today()}
                  value={known.confirmedOn ?? ""}
                  onChange={(event) => {
                    const day = event.target.value;
                    if (day === "" || /^\d{4}-\d\d-\d\d$/.test(day))
                      change({ confirmed_on: day === "" ? undefined : day });
                  }}
                />
              </span>
              {known.confirmedOn !== today() && (
                <button
                  type="button"
                  className="link small"
                  onClick={() => {
                    change({ confirmed_on: today() });
                  }}
                >
                  {words.today}
                </button>
              )}
            </div>
            <TextInPlace
              label={words.by}
              value={known.by}
              canEdit
              onKeep={(by) => {
                change({ by: by === "" ? undefined : by });
              }}
            />
          </div>
        </>
      )}
      {told.length > 0 && (
        <ul className="sources" aria-label={words.sources}>
          {told.map((source, i) => (
            <li key={`${String(i)}${source.id ?? ""}`}>
              <SourceSaid source={source} />
              {canEdit && (
                <button
                  type="button"
                  className="button icon bare"
                  aria-label={words.remove(`${source.kind} ${saySource(source)}`.trim())}
                  onClick={() => {
                    const rest = known.sources.filter((one) => one !== source) as unknown as Json[];
                    change(rest.length > 0 ? { sources: rest } : { sources: undefined, basis: "assumption" });
                  }}
                >
                  ×
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {canEdit &&
        (isNaming ? (
          <NameSource
            onCancel={() => {
              setNaming(false);
            }}
            onKeep={(source) => {
              setNaming(false);
              change({
                basis: "evidence",
                sources: [...known.sources, source] as unknown as Json[],
                ...(known.confirmedOn === null ? { confirmed_on: source.on ?? today() } : {}),
              });
            }}
          />
        ) : (
          <button
            type="button"
            className="link small"
            onClick={() => {
              setNaming(true);
            }}
          >
            {words.addSource}
          </button>
        ))}
    </div>
  );
}

export function sayKnown(known: Known, review: { readonly every: string; readonly days: number }): string {
  const confirmed = known.confirmedOn === null ? "" : words.confirmedOn(sayDay(known.confirmedOn), known.by);
  if (!known.isEvidence) return [words.assumed, confirmed].filter((one) => one !== "").join(" ");
  const { weight, hasDay } = freshnessOf(known, today(), review.days);
  const kinds = [...new Set(known.sources.map((one) => one.kind))].join(", ");
  const from = known.sources.length > 0 ? words.from(known.sources.length, kinds) : words.noSource;
  const sure = known.confidence === null ? words.unsure : words.sure(Math.round(known.confidence * 100));
  return [
    `${words.evidence}: ${from}, ${sure}.`,
    confirmed,
    hasDay ? "" : words.noDay,
    words.counts(Math.round(weight * 100), review.every),
  ]
    .filter((one) => one !== "")
    .join(" ");
}

export function SourceSaid({ source }: { readonly source: Source }) {
  const isPage = source.url !== undefined && /^https?:/.test(source.url);
  return (
    <span className="source">
      <b>{source.kind}</b> {saySource(source)}{" "}
      {isPage && (
        <a href={source.url} target="_blank" rel="noreferrer noopener">
          {words.open}
        </a>
      )}
    </span>
  );
}

interface ConfidenceProps {
  readonly value: number | null;
  readonly onKeep: (value: number | null) => void;
}

function Confidence({ value, onKeep }: ConfidenceProps) {
  const id = useId();
  const [dragged, setDragged] = useState<number | null>(null);
  const shown = dragged ?? (value === null ? null : Math.round(value * 100));
  const finish = () => {
    if (dragged !== null && dragged / 100 !== value) onKeep(dragged / 100);
    setDragged(null);
  };
  return (
    <div className="in-place">
      <label htmlFor={id}>
        {words.confidence}
        {shown === null ? "" : `: ${String(shown)} %`}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={5}
        value={shown ?? 50}
        data-unsaid={shown === null || undefined}
        aria-valuetext={shown === null ? words.unsure : words.sure(shown)}
        onChange={(event) => {
          setDragged(Number(event.target.value));
        }}
        onPointerUp={finish}
        onKeyUp={finish}
        onBlur={finish}
      />
      {value !== null && (
        <button
          type="button"
          className="link small"
          onClick={() => {
            onKeep(null);
          }}
        >
          {words.confidenceOff}
        </button>
      )}
    </div>
  );
}

interface NameSourceProps {
  readonly onKeep: (source: Source) => void;
  readonly onCancel: () => void;
}

function NameSource({ onKeep, onCancel }: NameSourceProps) {
  const [kind, setKind] = useState("survey");
  return (
    <form
      className="fields boxed"
      onSubmit={(event) => {
        event.preventDefault();
        const said = new FormData(event.currentTarget);
        const text = (name: string) => {
          const value = said.get(name);
          return typeof value === "string" ? value.trim() : "";
        };
        const n = Number.parseInt(text("n"), 10);
        const one = (name: "id" | "on" | "url" | "note") => (text(name) === "" ? {} : { [name]: text(name) });
        onKeep({
          kind: kind.trim() === "" ? "survey" : kind.trim(),
          ...one("id"),
          ...(Number.isFinite(n) && n >= 0 ? { n } : {}),
          ...one("on"),
          ...one("url"),
          ...one("note"),
        });
      }}
    >
      <ChoiceInPlace
        label={words.source.kind}
        value={kind}
        canEdit
        groups={[{ value: "", items: words.kinds.map((one) => ({ value: one, label: one, hint: "" })) }]}
        onKeep={setKind}
      />
      {(["note", "id", "n", "on", "url"] as const).map((name) => (
        <label key={name} className="in-place">
          <span className="label field-label">{words.source[name]}</span>
          <input
            className="field"
            name={name}
            maxLength={name === "note" ? 500 : 200}
            type={name === "on" ? "date" : name === "n" ? "number" : name === "url" ? "url" : "text"}
            min={name === "n" ? 0 : undefined}
          />
        </label>
      ))}
      <div className="actions">
        <button type="submit" className="button first">
          {words.keep}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {words.cancel}
        </button>
      </div>
    </form>
  );
}
