// Bringing a draft into force: with a note, and a question first where nobody knows whether it tells anything.

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { publishScorecard } from "../api/generated/sdk.gen";
import type { ScorecardWhole } from "../api/generated/types.gen";
import { answered, Refused } from "../api/http";
import { Asking } from "../app/Asking";
import { tell } from "../app/told";
import { scorecardWords as said } from "../words/scorecards";
import { cardOf } from "./card";
import { goneOf } from "./levels";

export interface PublishingProps {
  readonly whole: ScorecardWhole;
  readonly onPublished: (whole: ScorecardWhole) => void;
  readonly onTest: () => void;
  readonly onClose: () => void;
}

const ASKS = ["DP-CRD-001", "DP-CRD-002"];

export function Publishing({ whole, onPublished, onTest, onClose }: PublishingProps) {
  const [note, setNote] = useState("");
  const publish = useMutation({
    mutationFn: (anyway: boolean) =>
      answered(
        publishScorecard({
          path: { card_id: whole.id },
          body: { base: whole.draft?.revision ?? 1, note: note.trim(), anyway },
        }),
      ),
    onSuccess: (next) => {
      onPublished(next);
      tell({ says: said.published(next.version?.number ?? 1) });
      onClose();
    },
  });
  const { error } = publish;
  const card = cardOf(whole.data);
  const gone = card === null ? [] : goneOf(whole.levels_in_force, card);
  const asks = error instanceof Refused && error.problems.some((one) => ASKS.includes(one.code));
  return (
    <Asking
      title={said.publishTitle}
      says={said.publishSays}
      confirm={asks ? said.anyway : said.publish}
      isReady={!publish.isPending}
      error={error}
      onConfirm={() => {
        publish.mutate(asks);
      }}
      onClose={onClose}
    >
      <label className="form">
        <span>{said.note}</span>
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
      {gone.length > 0 && <p>{said.goneLevels(gone)}</p>}
      {asks && (
        <p>
          <button type="button" className="link" onClick={onTest}>
            {said.testFirst}
          </button>
        </p>
      )}
    </Asking>
  );
}
