// The personas as whom to look at: who in the data is one of them, by a click.

import { useQuery } from "@tanstack/react-query";
import { listPersonas, segment } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { sayCount } from "../words/figures";
import { segmentWords as words } from "../words/segments";

export interface PersonaChoicesProps {
  readonly value: string;
  /** Who travels: personas of maps where others do are not offered. */
  readonly subject: string;
  readonly onChoose: (expression: string) => void;
}

export function PersonaChoices({ value, subject, onChoose }: PersonaChoicesProps) {
  const personas = useQuery({
    queryKey: ["personas"],
    queryFn: () => answered(listPersonas()),
    retry: false,
  });
  const offered = (personas.data ?? []).filter(
    (one) =>
      one.segment !== null &&
      one.segment !== "" &&
      (one.maps.length === 0 || one.maps.some((map) => map.travels === subject)),
  );
  if (offered.length === 0) return null;
  return (
    <div className="segment-personas" role="group" aria-label={words.personas}>
      {offered.map((one) => (
        <button
          key={one.id}
          type="button"
          className="button small"
          aria-pressed={one.segment === value}
          title={one.name}
          onClick={() => {
            onChoose(one.segment ?? "");
          }}
        >
          {one.name.split(",", 1)[0]} <Count expression={one.segment ?? ""} subject={subject} />
        </button>
      ))}
    </div>
  );
}

function Count({ expression, subject }: { readonly expression: string; readonly subject: string }) {
  const found = useQuery({
    queryKey: ["segment", subject, expression],
    queryFn: () => answered(segment({ query: { rule: expression, subject } })),
    retry: false,
  });
  return found.data ? <span className="quiet">{sayCount(found.data.matching)}</span> : null;
}
