// Above the board when the lived journey is looked at: of whom it is, how it ended, and the detours.

import { useState } from "react";
import { type Board, textOf } from "../map/board";
import { ownId } from "../map/nodes";
import { words } from "../words/en";
import { say, sayEstimate } from "./measured";
import type { Lived } from "./useLived";

export interface LivedNoteProps {
  readonly lived: Lived;
  readonly board: Board;
  readonly onSegment: (segment: string) => void;
}

const MOST_DETOURS = 8;

export function LivedNote({ lived, board, onSegment }: LivedNoteProps) {
  const { measured, share, error } = lived;
  const [typed, setTyped] = useState("");
  const nameOf = new Map(board.steps.map((step) => [ownId(step.node.id), textOf(step.node.properties.name)]));
  return (
    <div className="lived-note">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSegment(typed.trim());
        }}
      >
        <input
          className="field"
          value={typed}
          placeholder={words.everybody}
          aria-label={words.segmentHint}
          title={words.segmentHint}
          onChange={(event) => {
            setTyped(event.target.value);
          }}
          onBlur={() => {
            onSegment(typed.trim());
          }}
        />
      </form>
      {share !== null && (
        <span>
          {words.measuring} <progress value={share} aria-label={words.measuring} />
        </span>
      )}
      {error && <span role="alert">{error}</span>}
      {measured && (
        <>
          <span>
            {measured.passages.started.toLocaleString("en")} {words.setOut}:{" "}
            {measured.passages.succeeded.toLocaleString("en")} {words.arrived},{" "}
            {measured.passages.failed.toLocaleString("en")} {words.failed},{" "}
            {measured.passages.expired > 0 &&
              `${measured.passages.expired.toLocaleString("en")} ${words.ranOut}, `}
            {measured.passages.open.toLocaleString("en")} {words.underWay}
          </span>
          {measured.overall.success_rate?.value != null && (
            <span title={sayEstimate(measured.overall.success_rate)}>
              {words.successRate} {say(measured.overall.success_rate.value, "share")}
            </span>
          )}
          <span>
            {words.asOf(
              new Date(measured.as_of).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" }),
            )}
          </span>
          {measured.detours.length > 0 && (
            <details>
              <summary>
                {words.detours} ({measured.detours.length})
              </summary>
              <ol>
                {measured.detours.slice(0, MOST_DETOURS).map((one) => (
                  <li key={`${one.kind}${one.from}${one.to}`} title={sayEstimate(one.share)}>
                    {words.detour(
                      one.n,
                      one.share.value === null ? "" : say(one.share.value, "share"),
                      nameOf.get(one.from) ?? one.from,
                      nameOf.get(one.to) ?? one.to,
                      one.kind,
                    )}
                  </li>
                ))}
              </ol>
            </details>
          )}
          {measured.notes.map((note) => (
            <span key={note}>{note}</span>
          ))}
        </>
      )}
    </div>
  );
}
