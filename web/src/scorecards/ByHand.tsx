// Setting a score by hand: to what, why, and until when.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { setHealthByHand } from "../api/generated/sdk.gen";
import type { HealthByCard } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Asking } from "../app/Asking";
import { timeNow } from "../app/clock";
import { tell } from "../app/told";
import { scorecardWords } from "../words/scorecards";
import { daysAfter, isoDay } from "../words/figures";

const said = scorecardWords.health;
const DAYS = 14;

export interface ByHandProps {
  readonly of: string;
  readonly health: HealthByCard;
  readonly onClose: () => void;
}

export function ByHand({ of, health, onClose }: ByHandProps) {
  const queries = useQueryClient();
  const [id] = useState(() => crypto.randomUUID());
  const [score, setScore] = useState(String(Math.round(health.score ?? health.lowest)));
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState(() => {
    // The log may have ended before today; an end in the past would be none.
    return daysAfter(isoDay(Math.max(Date.parse(health.as_of), timeNow())), DAYS);
  });
  const set = useMutation({
    mutationFn: () =>
      answered(
        setHealthByHand({
          body: {
            id,
            of,
            account: health.subject,
            scorecard: health.scorecard,
            score: Number(score),
            reason,
            until,
          },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["account", of, health.subject] });
      tell({ says: said.isSet });
      onClose();
    },
  });
  return (
    <Asking
      title={said.setTitle}
      says={said.setSays}
      confirm={said.setIt}
      isReady={score.trim() !== "" && reason.trim() !== "" && until !== "" && !set.isPending}
      error={set.error}
      onConfirm={() => {
        set.mutate();
      }}
      onClose={onClose}
    >
      <div className="form">
        <label>
          <span>{said.score}</span>
          <input
            className="field narrow"
            type="number"
            autoFocus
            min={health.lowest}
            max={health.highest}
            step="any"
            value={score}
            onChange={(event) => {
              setScore(event.target.value);
            }}
          />
        </label>
        <label>
          <span>{said.reason}</span>
          <textarea
            className="field"
            rows={3}
            maxLength={2000}
            value={reason}
            onChange={(event) => {
              setReason(event.target.value);
            }}
          />
        </label>
        <label>
          <span>{said.until}</span>
          <input
            className="field narrow"
            type="date"
            value={until}
            onChange={(event) => {
              setUntil(event.target.value);
            }}
          />
        </label>
      </div>
    </Asking>
  );
}
