// A list of claims about a persona: each changed in place, with how it is known behind it.

import { useRef, useState } from "react";
import { knownOf, USUAL, withKnown } from "../claims/claim";
import { KnownEditor } from "../claims/KnownEditor";
import { TextInPlace } from "../fields/TextInPlace";
import { textOf } from "../map/board";
import { isMapping, type Json, type Value } from "../map/valueMerge";
import { claimWords } from "../words/claims";
import { personaWords as words } from "../words/personas";

export interface ClaimListProps {
  readonly label: string;
  readonly hint: string;
  readonly value: Value;
  readonly canEdit: boolean;
  /** Beside its words a quote says where it was said. */
  readonly hasSource?: boolean;
  readonly onKeep: (value: Json | undefined) => void;
}

export function ClaimList({ label, hint, value, canEdit, hasSource, onKeep }: ClaimListProps) {
  const items: readonly Json[] = Array.isArray(value) ? (value as readonly Json[]) : [];
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);
  if (!canEdit && items.length === 0) return null;
  const put = (next: readonly Json[]) => {
    onKeep(next.length > 0 ? next : undefined);
  };
  const add = () => {
    if (typed.trim() !== "") put([...items, typed.trim()]);
    setTyped("");
  };
  const change = (at: number, next: Json) => {
    put(items.map((one, i) => (i === at ? next : one)));
  };
  return (
    <section className="claims">
      <h2>{label}</h2>
      <ul>
        {items.map((item, i) => {
          const text = textOf(item);
          return (
            <li key={`${String(i)}${text}`} data-quote={hasSource || undefined}>
              <TextInPlace
                label={`${label} ${String(i + 1)}`}
                isUnlabelled
                isNeeded
                value={text}
                canEdit={canEdit}
                onKeep={(said) => {
                  change(i, isMapping(item) ? { ...item, text: said } : said);
                }}
              />
              {canEdit && (
                <button
                  type="button"
                  className="button icon bare"
                  aria-label={words.remove(text)}
                  onClick={() => {
                    put(items.filter((_, j) => j !== i));
                    field.current?.focus();
                  }}
                >
                  ×
                </button>
              )}
              {hasSource && (
                <TextInPlace
                  label={words.quoteSource}
                  isUnlabelled
                  placeholder={words.quoteSource}
                  value={isMapping(item) ? textOf(item.source) : ""}
                  canEdit={canEdit}
                  onKeep={(source) => {
                    const { source: _, ...rest }: Record<string, Json> = isMapping(item) ? item : { text };
                    change(i, source === "" ? rest : { ...rest, source });
                  }}
                />
              )}
              <Known
                item={item}
                canEdit={canEdit}
                onKeep={(next) => {
                  change(i, next);
                }}
              />
            </li>
          );
        })}
      </ul>
      {canEdit && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <input
            ref={field}
            className="field adds"
            aria-label={words.add(label)}
            placeholder={hint}
            maxLength={10000}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
            }}
            onBlur={add}
          />
        </form>
      )}
    </section>
  );
}

interface KnownProps {
  readonly item: Json;
  readonly canEdit: boolean;
  readonly onKeep: (item: Json) => void;
}

function Known({ item, canEdit, onKeep }: KnownProps) {
  const known = knownOf(item);
  return (
    <details className="how-known">
      <summary>
        <span className="basis" data-basis={known.isEvidence ? "evidence" : "assumption"}>
          {known.isEvidence ? claimWords.evidence : claimWords.assumption}
        </span>
      </summary>
      <KnownEditor
        known={known}
        review={USUAL}
        canEdit={canEdit}
        onChange={(fields) => {
          onKeep(withKnown(item, "text", fields));
        }}
      />
    </details>
  );
}
