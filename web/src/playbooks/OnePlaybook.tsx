// One playbook: its file with what is wrong beside it, the simulation, how it stands, and what it did.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import {
  checkPlaybook,
  createPlaybook,
  drainPlaybook,
  oneJob,
  pausePlaybook,
  resumePlaybook,
  savePlaybook,
  simulatePlaybook,
  stopPlaybook,
  turnPlaybookOn,
} from "../api/generated/sdk.gen";
import type { PlaybookWhole } from "../api/generated/types.gen";
import { answered, sayProblem } from "../api/http";
import { Asking } from "../app/Asking";
import { useCommands } from "../palette/PaletteContext";
import { playbookWords as said } from "../words/playbooks";
import { Outbox } from "./Outbox";
import { Runs } from "./Runs";
import { lineAt, type Simulation } from "./say";
import { Simulated } from "./Simulated";

export interface OnePlaybookProps {
  /** Null: it is new, and not kept yet. */
  readonly kept: PlaybookWhole | null;
  readonly text: string;
  readonly onKept: (playbook: PlaybookWhole) => void;
}

export function OnePlaybook({ kept, text, onKept }: OnePlaybookProps) {
  const [written, setWritten] = useState(text);
  const [asked, setAsked] = useState<"on" | "stop" | null>(null);
  const [days, setDays] = useState(90);
  const area = useRef<HTMLTextAreaElement>(null);
  const queries = useQueryClient();
  const known = (playbook: PlaybookWhole) => {
    onKept(playbook);
    void queries.invalidateQueries({ queryKey: ["playbooks"] });
  };
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const later = setTimeout(() => {
      setSettled(written);
    }, 400);
    return () => {
      clearTimeout(later);
    };
  }, [written]);
  const checked = useQuery({
    queryKey: ["playbooks", "checked", settled],
    queryFn: () => answered(checkPlaybook({ body: { text: settled } })),
    enabled: settled.trim() !== "",
  });
  const problems = checked.data?.problems ?? [];
  const isNew = kept === null || written !== kept.text;
  const save = useMutation({
    mutationFn: () =>
      answered(
        kept === null
          ? createPlaybook({ body: { text: written } })
          : savePlaybook({ path: { playbook_id: kept.id }, body: { text: written } }),
      ),
    onSuccess: known,
  });
  const simulation = useSimulation();
  const path = { playbook_id: kept?.id ?? "" };
  const turn = useMutation({
    mutationFn: (how: "pause" | "resume" | "drain" | "stop") =>
      answered(
        how === "pause"
          ? pausePlaybook({ path })
          : how === "resume"
            ? resumePlaybook({ path })
            : how === "drain"
              ? drainPlaybook({ path })
              : stopPlaybook({ path }),
      ),
    onSuccess: known,
  });
  const isGood = checked.isSuccess && problems.length === 0 && settled === written;
  const deeds = [
    ...(isNew && isGood
      ? [
          [
            said.save,
            () => {
              save.mutate();
            },
          ] as const,
        ]
      : []),
    ...(isGood
      ? [
          [
            said.simulate,
            () => {
              simulation.run(written, days);
            },
          ] as const,
        ]
      : []),
    ...(kept && !isNew && kept.how !== "on"
      ? [
          [
            said.turnOn,
            () => {
              setAsked("on");
            },
          ] as const,
        ]
      : []),
  ];
  useCommands(() => deeds.map(([name, run]) => ({ name, hint: said.title, run })));
  return (
    <>
      <div className="book-both">
        <section aria-label={said.file}>
          <label className="book-file">
            <span className="hidden">{said.file}</span>
            <textarea
              ref={area}
              className="field"
              spellCheck={false}
              value={written}
              aria-describedby="book-problems"
              onChange={(event) => {
                setWritten(event.target.value);
              }}
            />
          </label>
          <div id="book-problems" role="status">
            {problems.length === 0 ? (
              <p className="quiet small">{checked.isSuccess ? said.fine : ""}</p>
            ) : (
              <>
                <p className="small">{said.problems(problems.length)}</p>
                <ul className="book-problems">
                  {problems.map((one) => (
                    <li key={`${one.code} ${one.address} ${one.message}`}>
                      <button
                        type="button"
                        className="link"
                        onClick={() => {
                          const [start, end] = lineAt(written, one.line ?? 1);
                          area.current?.focus();
                          area.current?.setSelectionRange(start, end);
                        }}
                      >
                        {said.line(one.line ?? 1)}
                      </button>{" "}
                      {sayProblem(one)} <span className="quiet small">{one.code}</span>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </div>
          <p className="inline">
            <button
              type="button"
              className="button first"
              disabled={!isNew || !isGood || save.isPending}
              onClick={() => {
                save.mutate();
              }}
            >
              {isNew ? said.save : said.same}
            </button>
          </p>
          {save.error && <p role="alert">{save.error.message}</p>}
        </section>
        <section aria-label={said.simulate} className="book-side">
          {kept && (
            <p className="inline book-switches">
              {kept.how === "on" ? (
                <>
                  <Switching
                    name={said.pause}
                    onClick={() => {
                      turn.mutate("pause");
                    }}
                  />
                  <Switching
                    name={said.drain}
                    title={said.drainHint}
                    onClick={() => {
                      turn.mutate("drain");
                    }}
                  />
                </>
              ) : kept.how === "paused" ? (
                <Switching
                  name={said.resume}
                  onClick={() => {
                    turn.mutate("resume");
                  }}
                />
              ) : null}
              {(kept.how === "off" || kept.asks !== "" || kept.version !== kept.latest) && (
                <button
                  type="button"
                  className="button first"
                  disabled={isNew}
                  onClick={() => {
                    setAsked("on");
                  }}
                >
                  {said.turnOn}
                </button>
              )}
              {kept.how !== "off" && (
                <Switching
                  name={said.stop}
                  onClick={() => {
                    setAsked("stop");
                  }}
                />
              )}
            </p>
          )}
          {turn.error && <p role="alert">{turn.error.message}</p>}
          {kept?.asks && (
            <p role="alert" className="book-asks">
              <strong>{said.asksTitle}</strong>: {kept.asks}
            </p>
          )}
          <p className="inline">
            <button
              type="button"
              className="button"
              disabled={!isGood || simulation.isRunning}
              onClick={() => {
                simulation.run(written, days);
              }}
            >
              {said.simulate}
            </button>
            <span className="segmented" role="group" aria-label={said.simulate}>
              {[30, 90, 365].map((one) => (
                <button
                  key={one}
                  type="button"
                  aria-pressed={days === one}
                  onClick={() => {
                    setDays(one);
                  }}
                >
                  {said.overDays(one)}
                </button>
              ))}
            </span>
          </p>
          <div role="status">
            {simulation.isRunning && <p className="quiet">{said.simulating}</p>}
            {simulation.error && <p>{simulation.error}</p>}
            {!simulation.isRunning && !simulation.found && !simulation.error && (
              <p className="quiet">{said.simulateHint}</p>
            )}
          </div>
          {simulation.found?.playbooks[0] && <Simulated found={simulation.found.playbooks[0]} />}
        </section>
      </div>
      {kept && (
        <>
          <Runs playbook={kept.id} />
          <h2>{said.outbox}</h2>
          <Outbox playbook={kept.id} />
        </>
      )}
      {kept && asked === "on" && (
        <TurningOn
          kept={kept}
          onTurned={(playbook) => {
            setAsked(null);
            known(playbook);
          }}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
      {kept && asked === "stop" && (
        <Asking
          title={said.stopTitle(kept.name)}
          says={said.stopSays}
          confirm={said.stop}
          error={turn.error}
          onConfirm={() => {
            turn.mutate("stop", {
              onSuccess: () => {
                setAsked(null);
              },
            });
          }}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
    </>
  );
}

function Switching({
  name,
  title,
  onClick,
}: {
  readonly name: string;
  readonly title?: string;
  readonly onClick: () => void;
}) {
  return (
    <button type="button" className="button" title={title} onClick={onClick}>
      {name}
    </button>
  );
}

interface TurningOnProps {
  readonly kept: PlaybookWhole;
  readonly onTurned: (playbook: PlaybookWhole) => void;
  readonly onClose: () => void;
}

function TurningOn({ kept, onTurned, onClose }: TurningOnProps) {
  const [back, setBack] = useState(0);
  const [most, setMost] = useState("");
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
      {kept.cannot.length > 0 && (
        <p className="book-asks">
          {said.cannot(kept.cannot.map((kind) => (said.kinds[kind] ?? kind).toLowerCase()).join(", "))}
        </p>
      )}
    </Asking>
  );
}

/** A simulation in the background: asked for, waited for, shown. */
function useSimulation() {
  const [job, setJob] = useState<number | null>(null);
  const ask = useMutation({
    mutationFn: (body: { text: string; days: number }) => answered(simulatePlaybook({ body })),
    onSuccess: (found) => {
      setJob(found.job);
    },
  });
  const told = useQuery({
    queryKey: ["playbooks", "simulation", job],
    queryFn: () => answered(oneJob({ path: { job_id: job ?? 0 } })),
    enabled: job !== null,
    refetchInterval: (known) =>
      ["waiting", "running"].includes(known.state.data?.state ?? "waiting") ? 700 : false,
  });
  const state = told.data?.state;
  const isOver = state !== undefined && state !== "waiting" && state !== "running";
  return {
    run: (text: string, days: number) => {
      setJob(null);
      ask.mutate({ text, days });
    },
    isRunning: ask.isPending || (job !== null && !isOver),
    found: state === "done" ? (told.data?.result as Simulation | null) : null,
    error:
      ask.error?.message ??
      (isOver && state !== "done" ? (told.data?.problems.map(sayProblem).join(" ") ?? "") : null),
  };
}
