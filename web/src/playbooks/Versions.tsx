// Every version that was saved: who saved it when, what it says, and the way back to it.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { checkPlaybook, playbookVersion } from "../api/generated/sdk.gen";
import type { PlaybookWhole, PlaybookWords } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Until } from "../pages/Until";
import { sayDeeds } from "../rules/sentence";
import { saySegment } from "../segments/sentence";
import { playbookWords as said } from "../words/playbooks";
import { type Data, getAt, kindOf, listOf, movesOf, textOf } from "./book";
import { sayMoment } from "./say";
import { sayMove, saySpan, sayTrigger, sayWhom } from "./sentences";

export interface VersionsProps {
  readonly kept: PlaybookWhole;
  readonly words: PlaybookWords | undefined;
  readonly onRestore: (number: number, text: string) => void;
}

export function Versions({ kept, words, onRestore }: VersionsProps) {
  const [chosen, setChosen] = useState(kept.latest);
  return (
    <div className="card-versions">
      <ol>
        {kept.versions.map((one) => (
          <li key={one.number}>
            <button
              type="button"
              aria-current={one.number === chosen ? "true" : undefined}
              onClick={() => {
                setChosen(one.number);
              }}
            >
              <b>{said.isShown(one.number)}</b>
              <span className="quiet small">{said.savedBy(one.by ?? said.somebody, sayMoment(one.at))}</span>
              <span className="small">
                {[
                  ...(one.number === kept.version ? [said.hows[kept.how] ?? said.isOnNow] : []),
                  ...(one.number === kept.latest ? [said.isLatest] : []),
                ].join(", ")}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <Version key={chosen} kept={kept} number={chosen} words={words} onRestore={onRestore} />
    </div>
  );
}

function Version({ kept, number, words, onRestore }: VersionsProps & { readonly number: number }) {
  const found = useQuery({
    queryKey: ["playbooks", kept.id, "version", number],
    queryFn: async () => {
      const { text } = await answered(playbookVersion({ path: { playbook_id: kept.id, number } }));
      const { data } = await answered(checkPlaybook({ body: { text, id: kept.id } }));
      return { text, data: data as Data | null };
    },
    staleTime: Infinity,
  });
  if (!found.data) return <Until answer={found} />;
  const { text, data } = found.data;
  return (
    <section aria-label={said.isShown(number)}>
      {number !== kept.latest && (
        <p>
          <button
            type="button"
            className="button"
            onClick={() => {
              onRestore(number, text);
            }}
          >
            {said.restore}
          </button>
        </p>
      )}
      {data && <Read data={data} words={words} />}
      <details open={data === null}>
        <summary>{said.inFile}</summary>
        <pre className="card-diff" tabIndex={0}>
          {text}
        </pre>
      </details>
    </section>
  );
}

/** A playbook as one reads it: when, only if, then, until. */
function Read({ data, words }: { readonly data: Data; readonly words: PlaybookWords | undefined }) {
  const of = textOf(data.of) || "account";
  const goal = sayDeeds(data.goal, of).join(` ${said.orWord} `);
  return (
    <div className="book-read">
      <h3>{textOf(data.name)}</h3>
      <h4>{said.when}</h4>
      <ul>
        {movesOf(data.when).map((one, i) => (
          <li key={i}>
            {said.an(of)} {sayTrigger(one, data, words)}
          </li>
        ))}
        {textOf(data.if) !== "" && <li>{said.onlyIf(saySegment(textOf(data.if)))}</li>}
      </ul>
      <h4>{said.then}</h4>
      <ReadMoves data={data} moves={movesOf(data.moves)} />
      {goal !== "" && (
        <p className="quiet">{said.goalSays(goal, saySpan(textOf(data.goal_within) || "30d"))}</p>
      )}
    </div>
  );
}

function ReadMoves({ data, moves }: { readonly data: Data; readonly moves: readonly Data[] }) {
  return (
    <ol>
      {moves.map((move, i) => {
        const kind = kindOf(move);
        return (
          <li key={i}>
            {kind === null ? said.doesNothing : said.kinds[kind]}: {sayMove(move, data)}{" "}
            <span className="quiet small">{sayWhom(move, data)}</span>
            {kind === "branch" &&
              (["then", "otherwise"] as const).map(
                (way) =>
                  listOf(getAt(move, ["branch", way])).length > 0 && (
                    <div key={way}>
                      <span className="quiet">{said.ways[way]}</span>
                      <ReadMoves data={data} moves={movesOf(getAt(move, ["branch", way]))} />
                    </div>
                  ),
              )}
          </li>
        );
      })}
    </ol>
  );
}
