// An import under way, and what became of it.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { cancelJob, importAgain, oneImport, takeImportBack } from "../api/generated/sdk.gen";
import type { ImportOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { dataWords as words } from "../words/data";
import { percent, seconds } from "./say";
import { Until } from "../pages/Until";

const UNDER_WAY = ["waiting", "running"];

export interface ImportingProps {
  readonly id: number;
  readonly onMend: (id: number) => void;
  readonly children?: React.ReactNode;
}

export function Importing({ id, onMend, children }: ImportingProps) {
  const queries = useQueryClient();
  const found = useQuery({
    queryKey: ["data-import", id],
    queryFn: () => answered(oneImport({ path: { import_id: id } })),
    refetchInterval: (query) => (UNDER_WAY.includes(query.state.data?.state ?? "waiting") ? 400 : false),
    staleTime: 0,
  });
  const fresh = () => {
    void queries.invalidateQueries({ queryKey: ["data-import", id] });
    void queries.invalidateQueries({ queryKey: ["data-imports"] });
    void queries.invalidateQueries({ queryKey: ["log"] });
  };
  const cancel = useMutation({
    mutationFn: (job: number) => answered(cancelJob({ path: { job_id: job } })),
    onSettled: fresh,
  });
  const again = useMutation({
    mutationFn: () => answered(importAgain({ path: { import_id: id } })),
    onSettled: fresh,
  });
  const one = found.data;
  if (!one) return <Until answer={found} />;
  if (UNDER_WAY.includes(one.state))
    return (
      <section className="import-run" aria-live="polite">
        <h2>{words.importing(one.name)}</h2>
        <progress
          max={1}
          value={one.state === "waiting" ? 0 : one.share}
          aria-label={words.importing(one.name)}
        />
        <p className="number">
          {one.is_stopping
            ? words.stopping
            : one.state === "waiting"
              ? words.waitsForTurn
              : `${percent(one.share)}${one.words === "" ? "" : `: ${one.words}`}`}
        </p>
        <p className="quiet small">{words.wholeOrNot}</p>
        {one.job !== null && (
          <button
            type="button"
            className="button"
            disabled={one.is_stopping || cancel.isPending}
            onClick={() => {
              if (one.job !== null) cancel.mutate(one.job);
            }}
          >
            {words.cancel}
          </button>
        )}
      </section>
    );
  return (
    <section className="import-run" aria-live="polite" data-state={one.state}>
      <Outcome one={one} />
      {again.error && <p role="alert">{again.error.message}</p>}
      <div className="inline">
        {one.has_rejects && (
          <>
            <button
              type="button"
              className="button first"
              onClick={() => {
                onMend(one.id);
              }}
            >
              {words.lookAtThem}
            </button>
            <a className="button" href={`/api/v1/data/imports/${String(one.id)}/rejects.csv`} download>
              {words.download}
            </a>
          </>
        )}
        {one.can_start_again && (
          <button
            type="button"
            className="button first"
            disabled={again.isPending}
            onClick={() => {
              again.mutate();
            }}
          >
            {words.startAgain}
          </button>
        )}
        {one.counts !== null && one.counts.added > 0 && !one.taken_back_at && (
          <Link className="button" to="/new" search={{ from: "data", source: one.counts.source }}>
            {words.makeMap}
          </Link>
        )}
        {one.can_take_back && <TakeBack one={one} onDone={fresh} />}
        {children}
      </div>
    </section>
  );
}

function Outcome({ one }: { readonly one: ImportOut }) {
  const { counts } = one;
  if (one.state === "cancelled") return <h2>{words.wasCancelled}</h2>;
  if (one.state === "failed" || !counts)
    return (
      <>
        <h2>{words.didNotWork}</h2>
        <ul className="plain" role="alert">
          {one.problems.map((problem) => (
            <li key={problem.code + problem.message}>
              {problem.message}. <span className="quiet">{problem.fix}</span>
            </li>
          ))}
        </ul>
      </>
    );
  return (
    <>
      <h2>{one.taken_back_at ? words.wasTakenBack(counts.removed ?? 0) : words.isIn(counts.added)}</h2>
      <ul className="plain">
        <li className="quiet">{words.ofRows(counts.rows, seconds(counts.seconds))}</li>
        {counts.duplicates > 0 && <li>{words.knownAlready(counts.duplicates)}</li>}
        {counts.suppressed > 0 && <li>{words.leftOut(counts.suppressed)}</li>}
        {counts.expired > 0 && <li>{words.tooOld(counts.expired)}</li>}
        {counts.rejected > 0 && <li className="refused">{words.setAside(counts.rejected)}</li>}
        {(counts.warnings ?? []).map((warning) => (
          <li key={warning.code + warning.message} className="quiet small">
            {warning.message}. {warning.fix}
          </li>
        ))}
      </ul>
    </>
  );
}

export function TakeBack({ one, onDone }: { readonly one: ImportOut; readonly onDone: () => void }) {
  const back = useMutation({
    mutationFn: () => answered(takeImportBack({ path: { import_id: one.id } })),
    onSuccess: () => {
      // The job takes a moment; whoever looks sees it when it is done.
      setTimeout(onDone, 600);
      setTimeout(onDone, 2500);
    },
  });
  return (
    <>
      <button
        type="button"
        className="button"
        disabled={back.isPending || back.isSuccess}
        onClick={() => {
          if (window.confirm(words.reallyTakeBack(one.name, one.counts?.added ?? 0))) back.mutate();
        }}
      >
        {words.takeBack}
      </button>
      {back.error && <span role="alert">{back.error.message}</span>}
    </>
  );
}
