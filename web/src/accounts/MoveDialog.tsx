// Moving an account to a step by hand: what was reached, and how one knows.

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { mapNodes, playbooksBeside } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { Asking } from "../app/Asking";
import { makeBoard, textOf } from "../map/board";
import { type MapNodesJson, nodesFromJson, ownId } from "../map/nodes";
import { isListOfTexts, isMapping } from "../map/valueMerge";
import { actingAt } from "../playbooks/say";
import { accountWords as said } from "../words/accounts";
import { useWriting, type Whom } from "./useWriting";

export interface MoveDialogProps {
  readonly whom: Whom;
  /** What it is called. */
  readonly name: string;
  readonly mapId: string;
  readonly steps: readonly { readonly id: string; readonly name: string }[];
  /** Where it stands now; null: before the first step. */
  readonly from: string | null;
  /** The step it was dropped on, where it was. */
  readonly to?: string;
  /** It was written: under which id, where it stands now, what was reached and why. */
  readonly onMoved?: (moved: MovedTo) => void;
  /** What was written under this id was taken back. */
  readonly onBack?: (id: string) => void;
  readonly onClose: () => void;
}

export interface MovedTo {
  readonly id: string;
  readonly step: string;
  readonly name: string;
  readonly reason: string;
}

export function MoveDialog({
  whom,
  name,
  mapId,
  steps,
  from,
  to,
  onMoved,
  onBack,
  onClose,
}: MoveDialogProps) {
  const after = steps[steps.findIndex((one) => one.id === from) + 1] ?? steps[0];
  const [step, setStep] = useState(to ?? after?.id ?? "");
  const [reached, setReached] = useState("");
  const [reason, setReason] = useState("");
  const [id] = useState(() => crypto.randomUUID());
  const { write } = useWriting(undefined, onBack);
  const why = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // The dialog opens after this, and looks for its first field; the reason is what is missing.
    const frame = requestAnimationFrame(() => why.current?.focus());
    return () => {
      cancelAnimationFrame(frame);
    };
  }, []);
  const at = steps.find((one) => one.id === step)?.name ?? "";
  return (
    <Asking
      title={said.moveTitle(name)}
      says={said.moveSays}
      confirm={said.moveDo}
      isReady={step !== "" && reason.trim() !== "" && !write.isPending}
      error={write.error}
      onConfirm={() => {
        const body = { step, name: reached.trim() || at, reason: reason.trim() };
        write.mutate(
          { whom, deed: { what: "milestone", map: mapId, body, says: said.movedSaid(name, at) }, id },
          {
            onSuccess: (written) => {
              onMoved?.({ ...body, id: written.id });
              onClose();
            },
          },
        );
      }}
      onClose={onClose}
    >
      <label className="asked">
        {said.moveTo}
        <select
          className="field"
          value={step}
          onChange={(event) => {
            setStep(event.target.value);
          }}
        >
          {steps.map((one) => (
            <option key={one.id} value={one.id} disabled={one.id === from}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <Begins mapId={mapId} step={step} />
      <label className="asked">
        {said.milestone}
        <input
          className="field"
          maxLength={200}
          placeholder={at}
          value={reached}
          onChange={(event) => {
            setReached(event.target.value);
          }}
        />
      </label>
      <label className="asked">
        {said.reason}
        <textarea
          className="field"
          rows={2}
          ref={why}
          maxLength={5000}
          value={reason}
          onChange={(event) => {
            setReason(event.target.value);
          }}
        />
      </label>
    </Asking>
  );
}

/** What somebody will have to do, and what will act, because it stands at this step. */
function Begins({ mapId, step }: { readonly mapId: string; readonly step: string }) {
  const path = { map_id: mapId };
  const nodes = useQuery({
    queryKey: ["nodes", mapId],
    queryFn: async () =>
      makeBoard(nodesFromJson((await answered(mapNodes({ path }))) as unknown as MapNodesJson), null),
  });
  const beside = useQuery({
    queryKey: ["playbooks-beside", mapId],
    queryFn: () => answered(playbooksBeside({ path })),
  });
  if (!nodes.data || !beside.data) return null;
  const at = nodes.data.steps.find((one) => ownId(one.node.id) === step);
  const handoff = at?.node.properties.handoff;
  const playbooks = actingAt(beside.data, step);
  if (!isMapping(handoff) && playbooks.length === 0)
    return <p className="quiet small">{said.beginsNothing}</p>;
  return (
    <div className="small">
      {said.begins}
      <ul>
        {isMapping(handoff) && (
          <li>
            {said.beginsHandoff(
              textOf(handoff.from),
              textOf(handoff.to),
              isListOfTexts(handoff.carries) ? handoff.carries.join(", ") : "",
            )}
          </li>
        )}
        {playbooks.map((one) => (
          <li key={one.id}>{said.beginsPlaybook(one.name)}</li>
        ))}
      </ul>
    </div>
  );
}
