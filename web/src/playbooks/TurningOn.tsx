// Turning a playbook on: from when on it counts, and how many a day at most.

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { playbookReaches, turnPlaybookOn } from "../api/generated/sdk.gen";
import type { PlaybookWhole } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Asking } from "../app/Asking";
import { playbookWords as said } from "../words/playbooks";

export interface TurningOnProps {
  readonly kept: PlaybookWhole;
  readonly onTurned: (playbook: PlaybookWhole) => void;
  readonly onClose: () => void;
}

export function TurningOn({ kept, onTurned, onClose }: TurningOnProps) {
  const [back, setBack] = useState(0);
  const [most, setMost] = useState("");
  const reached = useQuery({
    queryKey: ["playbooks", kept.id, "reached", kept.latest],
    queryFn: () =>
      answered(playbookReaches({ path: { playbook_id: kept.id }, query: { version: kept.latest } })),
    staleTime: 0,
    retry: false,
  });
  const reach = (days: number) => reached.data?.find((one) => one.days_back === days);
  const asks = reach(back)?.asks ?? null;
  const sayReach = (days: number) => {
    const found = reach(days)?.subjects;
    if (days === 0) return ` (${said.reachesNobody})`;
    return found === undefined ? "" : ` (${found === 0 ? said.reachesNobody : said.reaches(found, kept.of)})`;
  };
  const turn = useMutation({
    mutationFn: () =>
      answered(
        turnPlaybookOn({
          path: { playbook_id: kept.id },
          body: {
            version: kept.latest,
            days_back: back,
            anyway: kept.cannot.length > 0,
            ...(most === "" ? {} : { most_a_day: Number(most) }),
          },
        }),
      ),
    onSuccess: onTurned,
  });
  return (
    <Asking
      title={said.turnOnTitle(kept.name, kept.latest)}
      says={said.turnOnSays}
      confirm={said.turnOn}
      isReady={!turn.isPending && /^[0-9]*$/.test(most)}
      error={turn.error}
      onConfirm={() => {
        turn.mutate();
      }}
      onClose={onClose}
    >
      <label>
        <span>{said.from}</span>
        <select
          className="field"
          value={back}
          onChange={(event) => {
            setBack(Number(event.target.value));
          }}
        >
          {[0, 1, 3].map((one) => (
            <option key={one} value={one}>
              {one === 0 ? said.fromNow : said.fromDays(one)}
              {sayReach(one)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{said.most}</span>
        <input
          className="field"
          inputMode="numeric"
          value={most}
          placeholder={said.mostHint}
          onChange={(event) => {
            setMost(event.target.value.trim());
          }}
        />
      </label>
      {asks !== null && most === "" && <p className="book-asks">{said.reachesAsks(asks)}</p>}
      {kept.cannot.length > 0 && (
        <p className="book-asks">
          {said.cannot(kept.cannot.map((kind) => (said.kinds[kind] ?? kind).toLowerCase()).join(", "))}
        </p>
      )}
    </Asking>
  );
}
