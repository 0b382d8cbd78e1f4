// From the data: what most of those who travel do, shown as a draft with its reach before it is made.

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { draftFromLog, logInfo } from "../../api/generated/sdk.gen";
import type { DraftOut } from "../../api/generated/types.gen";
import type { NewMapSearch } from "../../app/App";
import { answered } from "../../api/http";
import { makingWords as words } from "../../words/maps";
import { Until } from "../Until";
import { sayActivity } from "../customers/story";
import { idOf } from "./ids";
import { useMaking } from "./useMaking";
import { countOf, sayCount, sayShare } from "../../words/figures";

const FIRST = "account";

interface Asked {
  readonly travels: string;
  /** What the draft is to rest on; null: what the server finds belongs together. */
  readonly sources: readonly string[] | null;
  /** What is to be a step although the server would leave it out. */
  readonly also: readonly string[];
}

export function FromData() {
  const log = useQuery({ queryKey: ["log"], queryFn: () => answered(logInfo()), staleTime: 0 });
  const counts = (log.data?.objects ?? {}) as Record<string, number>;
  const kinds = Object.keys(counts).sort((one, other) => Number(other === FIRST) - Number(one === FIRST));
  const { source }: NewMapSearch = useSearch({ from: "/new" });
  const [tries, setTries] = useState(0);
  const [chosen, setChosen] = useState<Asked | null>(null);
  const tried = kinds[tries] ?? "";
  const asked = chosen ?? {
    travels: tried,
    sources: source === undefined ? null : [source],
    also: [],
  };
  const draft = useQuery({
    queryKey: ["draft", log.data?.generation, asked.travels, asked.sources, asked.also],
    queryFn: () =>
      answered<DraftOut>(
        draftFromLog({
          body: {
            travels: asked.travels,
            also: [...asked.also],
            ...(asked.sources ? { sources: [...asked.sources] } : {}),
          },
        }),
      ),
    enabled: asked.travels !== "",
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  // A file may say nothing of the accounts that others tell of: then it is whose it is.
  const isOfOthers =
    chosen === null && !draft.isPlaceholderData && draft.data?.sources.some((one) => one.is_in) === false;
  if (isOfOthers && tries + 1 < kinds.length) setTries(tries + 1);
  if (log.isPending || log.error) return <Until answer={log} />;
  if (kinds.length === 0)
    return (
      <p className="empty">
        {words.noData} <Link to="/data">{words.toData}</Link>
      </p>
    );
  const shown = draft.data?.travels === asked.travels ? draft.data : undefined;
  return (
    <section>
      <div className="form">
        <label>
          <span>{words.whose}</span>
          <select
            className="field narrow"
            value={asked.travels}
            onChange={(event) => {
              setChosen({ travels: event.target.value, sources: null, also: [] });
            }}
          >
            {kinds.map((one) => (
              <option key={one} value={one}>
                {words.kinds[one] ?? one} ({sayCount(counts[one] ?? 0)})
              </option>
            ))}
          </select>
        </label>
        {shown && shown.sources.length > 1 && (
          <Sources
            draft={shown}
            asked={asked.sources}
            onChange={(sources) => {
              setChosen({ ...asked, sources });
            }}
          />
        )}
      </div>
      {!shown && draft.isFetching && (
        <p className="loading quiet" role="status">
          {words.looking}
        </p>
      )}
      {draft.error && <p role="alert">{draft.error.message}</p>}
      {shown && (
        <div aria-busy={draft.isPlaceholderData || undefined}>
          <Draft
            key={`${shown.travels} ${String(shown.subjects)}`}
            draft={shown}
            also={asked.also}
            onAlso={(also) => {
              setChosen({ ...asked, also });
            }}
          />
        </div>
      )}
    </section>
  );
}

interface SourcesProps {
  readonly draft: DraftOut;
  readonly asked: readonly string[] | null;
  readonly onChange: (sources: readonly string[]) => void;
}

function Sources({ draft, asked, onChange }: SourcesProps) {
  const ticked = asked ?? draft.sources.filter((one) => one.is_in).map((one) => one.source);
  return (
    <fieldset className="draft-sources">
      <legend>{words.sources}</legend>
      <p className="quiet small">{words.sourcesHint}</p>
      <ul>
        {draft.sources.map(({ source, subjects }) => (
          <li key={source}>
            <label>
              <input
                type="checkbox"
                checked={ticked.includes(source)}
                onChange={(event) => {
                  onChange(
                    event.target.checked ? [...ticked, source] : ticked.filter((one) => one !== source),
                  );
                }}
              />
              <span>{source}</span>
              <span className="quiet small number">{countOf(subjects, draft.travels)}</span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

function kindOf(travels: string): string {
  return (words.kinds[travels] ?? travels).toLowerCase();
}

interface DraftProps {
  readonly draft: DraftOut;
  readonly also: readonly string[];
  readonly onAlso: (also: readonly string[]) => void;
}

function Draft({ draft, also, onAlso }: DraftProps) {
  const make = useMaking();
  const kind = kindOf(draft.travels);
  const [title, setTitle] = useState(words.draftOf(draft.subjects, kind));
  const others = <Others draft={draft} also={also} onAlso={onAlso} />;
  if (draft.steps.length === 0) {
    return (
      <>
        <p className="empty">{whyNothing(draft)}</p>
        {others}
      </>
    );
  }
  return (
    <>
      <h2>{words.draftOf(draft.subjects, kind)}</h2>
      <p className="quiet line">{words.draftHint}</p>
      <div className="wide" tabIndex={0}>
        <table className="draft">
          <thead>
            <tr>
              <th scope="col">{words.step}</th>
              <th scope="col">{words.reachHead}</th>
              <th scope="col">{words.activity}</th>
            </tr>
          </thead>
          <tbody>
            {draft.steps.map((step, i) => (
              <DraftRow key={step.id} step={step} isFirst={step.stage !== draft.steps[i - 1]?.stage} />
            ))}
          </tbody>
        </table>
      </div>
      {others}
      <form
        className="form make"
        onSubmit={(event) => {
          event.preventDefault();
          const body = { text: draft.text, title: title.trim(), id: idOf(title, draft.travels) };
          make.mutate({ body, isFree: true });
        }}
      >
        <label>
          <span>{words.name}</span>
          <input
            className="field"
            value={title}
            maxLength={200}
            onChange={(event) => {
              setTitle(event.target.value);
            }}
          />
        </label>
        <button type="submit" className="button first" disabled={title.trim() === "" || make.isPending}>
          {words.make}
        </button>
        {make.error && <p role="alert">{make.error.message}</p>}
      </form>
    </>
  );
}

/** What is no step of the draft, each to be put in. */
function Others({ draft, also, onAlso }: DraftProps) {
  if (also.length + draft.left_out.length === 0) return null;
  const subjectsOf = (activity: string) =>
    draft.steps.find((step) => step.activity === activity)?.subjects ?? 0;
  const all = [
    ...also.map((activity) => ({ activity, subjects: subjectsOf(activity), why: "asked" })),
    ...draft.left_out.filter((one) => !also.includes(one.activity)),
  ];
  return (
    <details className="left-out" open={draft.steps.length === 0 || undefined}>
      <summary>{words.leftOut(draft.left_out.length)}</summary>
      <p className="quiet small">{words.leftOutHint}</p>
      <ul className="plain">
        {all.map(({ activity, subjects, why }) => (
          <li key={activity}>
            <label>
              <input
                type="checkbox"
                checked={also.includes(activity)}
                onChange={(event) => {
                  onAlso(event.target.checked ? [...also, activity] : also.filter((one) => one !== activity));
                }}
              />{" "}
              {sayActivity(activity)} <span className="number">({countOf(subjects, draft.travels)})</span>{" "}
              <span className="quiet">{words.why[why]}</span>
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}

function whyNothing({ sources, left_out }: DraftOut): string {
  if (!sources.some((one) => one.is_in)) return words.noSource;
  return left_out.some((one) => one.why === "rare") ? words.tooFew : words.nothingToDraft;
}

function DraftRow({
  step,
  isFirst,
}: {
  readonly step: DraftOut["steps"][number];
  readonly isFirst: boolean;
}) {
  const share = step.passages === 0 ? 0 : step.reached / step.passages;
  return (
    <>
      {isFirst && (
        <tr className="draft-stage">
          <th scope="rowgroup" colSpan={3}>
            {step.stage}
          </th>
        </tr>
      )}
      <tr>
        <th scope="row">
          {step.name}
          {step.is_optional && (
            <span className="tag" title={words.optional}>
              {words.optional.split(":")[0]}
            </span>
          )}
        </th>
        <td>
          <span className="reach">
            <meter min={0} max={1} value={share} aria-hidden="true" />
            <span className="reach-share">{sayShare(share)}</span>
            <span className="quiet small">{words.reached(step.reached, step.passages)}</span>
          </span>
        </td>
        <td>
          <code>{step.activity}</code>
        </td>
      </tr>
    </>
  );
}
