// From the data: what most of those who travel do, shown as a draft with its reach before it is made.

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { draftFromLog, logInfo } from "../../api/generated/sdk.gen";
import type { DraftOut } from "../../api/generated/types.gen";
import { answered } from "../../api/http";
import { makingWords as words } from "../../words/maps";
import { Until } from "../Until";
import { idOf } from "./ids";
import { useMaking } from "./useMaking";
import { sayCount } from "../../words/figures";

export function FromData() {
  const log = useQuery({ queryKey: ["log"], queryFn: () => answered(logInfo()) });
  const kinds = Object.entries((log.data?.objects ?? {}) as Record<string, number>);
  const [chosen, setChosen] = useState<string | null>(null);
  const kind = chosen ?? kinds.find(([one]) => one === "account")?.[0] ?? kinds[0]?.[0];
  const draft = useQuery({
    queryKey: ["draft", kind],
    queryFn: () => answered<DraftOut>(draftFromLog({ body: { travels: kind ?? "" } })),
    enabled: kind !== undefined,
    staleTime: 60_000,
  });
  if (log.isPending || log.error) return <Until answer={log} />;
  if (kinds.length === 0)
    return (
      <p className="empty">
        {words.noData} <Link to="/data">{words.toData}</Link>
      </p>
    );
  return (
    <section>
      <div className="form">
        <label>
          <span>{words.whose}</span>
          <select
            className="field narrow"
            value={kind}
            onChange={(event) => {
              setChosen(event.target.value);
            }}
          >
            {kinds.map(([one, n]) => (
              <option key={one} value={one}>
                {words.kinds[one] ?? one} ({sayCount(n)})
              </option>
            ))}
          </select>
        </label>
      </div>
      {draft.isFetching && !draft.data && (
        <p className="loading quiet" role="status">
          {words.looking}
        </p>
      )}
      {draft.error && <p role="alert">{draft.error.message}</p>}
      {draft.data && <Draft key={draft.data.travels} draft={draft.data} />}
    </section>
  );
}

function Draft({ draft }: { readonly draft: DraftOut }) {
  const make = useMaking();
  const kind = (words.kinds[draft.travels] ?? draft.travels).toLowerCase();
  const [title, setTitle] = useState(words.draftOf(draft.subjects, kind));
  if (draft.steps.length === 0) return <p className="empty">{words.nothingToDraft}</p>;
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
      {draft.left_out.length > 0 && (
        <details className="left-out">
          <summary>{words.leftOut(draft.left_out.length)}</summary>
          <ul className="plain">
            {draft.left_out.map((one) => (
              <li key={one.activity}>
                <code>{one.activity}</code> <span className="number">({sayCount(one.subjects)})</span>{" "}
                <span className="quiet">{words.why[one.why]}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
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
            {Math.round(share * 100)} %{" "}
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
