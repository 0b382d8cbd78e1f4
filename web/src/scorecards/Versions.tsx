// Every version that was in force, what each changed, and the way back to it.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { publishScorecardAgain, scorecardVersion } from "../api/generated/sdk.gen";
import type { CardVersionOut, ScorecardWhole } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Asking } from "../app/Asking";
import { tell } from "../app/told";
import { Until } from "../pages/Until";
import { scorecardWords as said } from "../words/scorecards";
import { hits } from "./say";
import { sayWhen } from "../words/figures";

export interface VersionsProps {
  readonly card: string;
  readonly versions: readonly CardVersionOut[];
  readonly isInForce: boolean;
  readonly onRestore: (text: string, number: number) => void;
  readonly onPublished: (whole: ScorecardWhole) => void;
}

export function Versions({ card, versions, isInForce, onRestore, onPublished }: VersionsProps) {
  const [chosen, setChosen] = useState(versions[0]?.number ?? null);
  return (
    <div className="card-versions">
      <ol>
        {versions.map((one) => (
          <li key={one.number}>
            <button
              type="button"
              aria-current={one.number === chosen ? "true" : undefined}
              onClick={() => {
                setChosen(one.number);
              }}
            >
              <b>{said.version(one.number)}</b>
              <span className="quiet small">
                {said.by(one.by, one.from_folder)}, {sayWhen(one.at)}
              </span>
              {one.note !== "" && <span>{one.note}</span>}
              <span className="small">{sayJudged(one)}</span>
            </button>
          </li>
        ))}
      </ol>
      {chosen !== null && (
        <Difference
          key={chosen}
          card={card}
          number={chosen}
          latest={versions[0]?.number ?? chosen}
          isInForce={isInForce}
          onRestore={onRestore}
          onPublished={onPublished}
        />
      )}
    </div>
  );
}

function sayJudged({ judged }: CardVersionOut): string {
  if (!judged) return "";
  if (judged.asked === "not tested") return said.notTested;
  if (judged.asked === "worse") return said.worseAnyway;
  const value = judged.auc?.value;
  return typeof value === "number" ? said.testedAs(String(hits(value))) : "";
}

interface DifferenceProps {
  readonly card: string;
  readonly number: number;
  readonly latest: number;
  readonly isInForce: boolean;
  readonly onRestore: (text: string, number: number) => void;
  readonly onPublished: (whole: ScorecardWhole) => void;
}

const AROUND = 3;

function Difference({ card, number, latest, isInForce, onRestore, onPublished }: DifferenceProps) {
  const found = useQuery({
    queryKey: ["scorecard-version", card, number],
    queryFn: () => answered(scorecardVersion({ path: { card_id: card, number } })),
    staleTime: Infinity,
  });
  const [isAsking, setAsking] = useState(false);
  if (!found.data) return <Until answer={found} />;
  const { lines, text, against } = found.data;
  const isNear = (i: number) =>
    lines.slice(Math.max(0, i - AROUND), i + AROUND + 1).some((line) => line.mark !== " ");
  const isSame = lines.every((line) => line.mark === " ");
  return (
    <section>
      <p className="inline">
        {(number !== latest || !isInForce) && (
          <button
            type="button"
            className="button first"
            onClick={() => {
              setAsking(true);
            }}
          >
            {said.goBack}
          </button>
        )}
        <button
          type="button"
          className="button"
          onClick={() => {
            onRestore(text, number);
          }}
        >
          {said.restore}
        </button>
        {isSame && against !== null && <span className="quiet">{said.noChange}</span>}
      </p>
      <pre className="card-diff" tabIndex={0}>
        {lines.map(
          (line, i) =>
            (isNear(i) || isSame) && (
              <span key={i} data-mark={line.mark}>
                {line.mark} {line.text}
                {"\n"}
              </span>
            ),
        )}
      </pre>
      {isAsking && (
        <GoingBack
          card={card}
          number={number}
          latest={latest}
          onPublished={onPublished}
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
    </section>
  );
}

interface GoingBackProps {
  readonly card: string;
  readonly number: number;
  readonly latest: number;
  readonly onPublished: (whole: ScorecardWhole) => void;
  readonly onClose: () => void;
}

function GoingBack({ card, number, latest, onPublished, onClose }: GoingBackProps) {
  const queries = useQueryClient();
  const [note, setNote] = useState("");
  const publish = useMutation({
    mutationFn: () =>
      answered(
        publishScorecardAgain({
          path: { card_id: card, number },
          body: { note: note.trim(), since: latest },
        }),
      ),
    onSuccess: (next) => {
      onPublished(next);
      void queries.invalidateQueries({ queryKey: ["scorecards"] });
      tell({ says: said.wentBack(number, next.version?.number ?? number) });
      onClose();
    },
  });
  return (
    <Asking
      title={said.goBackTitle(number)}
      says={said.goBackSays}
      confirm={said.goBack}
      isReady={note.trim() !== "" && !publish.isPending}
      error={publish.error}
      onConfirm={() => {
        publish.mutate();
      }}
      onClose={onClose}
    >
      <label className="form">
        <span>{said.goBackWhy}</span>
        <input
          className="field"
          autoFocus
          maxLength={500}
          value={note}
          onChange={(event) => {
            setNote(event.target.value);
          }}
        />
      </label>
    </Asking>
  );
}
