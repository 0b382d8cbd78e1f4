// Every version that was in force, what each changed, and the way back to it.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { scorecardVersion } from "../api/generated/sdk.gen";
import type { CardVersionOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { sayWhen } from "../lived/measured";
import { Until } from "../pages/Until";
import { scorecardWords as said } from "../words/scorecards";
import { hits } from "./say";

export interface VersionsProps {
  readonly card: string;
  readonly versions: readonly CardVersionOut[];
  readonly onRestore: (text: string, number: number) => void;
}

export function Versions({ card, versions, onRestore }: VersionsProps) {
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
      {chosen !== null && <Difference key={chosen} card={card} number={chosen} onRestore={onRestore} />}
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
  readonly onRestore: (text: string, number: number) => void;
}

const AROUND = 3;

function Difference({ card, number, onRestore }: DifferenceProps) {
  const found = useQuery({
    queryKey: ["scorecard-version", card, number],
    queryFn: () => answered(scorecardVersion({ path: { card_id: card, number } })),
    staleTime: Infinity,
  });
  if (!found.data) return <Until answer={found} />;
  const { lines, text, against } = found.data;
  const isNear = (i: number) =>
    lines.slice(Math.max(0, i - AROUND), i + AROUND + 1).some((line) => line.mark !== " ");
  const isSame = lines.every((line) => line.mark === " ");
  return (
    <section>
      <p className="inline">
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
    </section>
  );
}
