// How we believe the customer feels at a step, and how we know.

import { useId, useState } from "react";
import { feelingOf } from "../map/board";
import { setFeeling } from "../map/intents";
import type { MapNode } from "../map/nodes";
import { useMapPage } from "../pages/map/page";
import { stepWords as words } from "../words/step";
import { HowKnown } from "./ClaimField";

export function FeelingField({ step }: { readonly step: MapNode }) {
  const { nodes, canEdit, edit } = useMapPage();
  const [dragged, setDragged] = useState<number | null>(null);
  const id = useId();
  const kept = feelingOf(step);
  const shown = dragged ?? kept;
  const says = shown === null ? words.feelingNone : sayFeeling(shown);
  const finish = () => {
    if (dragged !== null) edit(setFeeling(nodes, step, dragged));
    setDragged(null);
  };
  return (
    <div>
      <div className="in-place">
        <label htmlFor={id}>
          {words.feeling}: {says}
        </label>
        {canEdit && (
          <input
            id={id}
            type="range"
            min={-2}
            max={2}
            step={0.5}
            value={shown ?? 0}
            data-unsaid={shown === null || undefined}
            aria-valuetext={says}
            onChange={(event) => {
              setDragged(Number(event.target.value));
            }}
            onPointerUp={finish}
            onKeyUp={finish}
            onBlur={finish}
          />
        )}
        {canEdit && kept !== null && (
          <button
            type="button"
            className="link small"
            onClick={() => {
              edit(setFeeling(nodes, step, null));
            }}
          >
            {words.clear}
          </button>
        )}
      </div>
      {kept !== null && (
        <HowKnown node={step} property="feeling" about={words.feeling.toLowerCase()} step={step.id} />
      )}
    </div>
  );
}

function sayFeeling(value: number): string {
  const sign = value > 0 ? "+" : value < 0 ? "−" : "";
  return `${sign}${String(Math.abs(value))}, ${words.feelings[Math.round(value) + 2] ?? ""}`;
}
