// A simulation: over which days, how far it is, and what it found.

import { useState } from "react";
import { simulatePlaybook } from "../api/generated/sdk.gen";
import type { SimulateIn } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { useCommands } from "../palette/PaletteContext";
import { playbookWords as said } from "../words/playbooks";
import { useJob } from "./jobs";
import type { Simulation } from "./say";
import type { Data } from "./book";
import { headOf } from "./sentences";
import { Simulated } from "./Simulated";

export interface SimulatingProps {
  readonly text: string;
  readonly data: Data | null;
  readonly isGood: boolean;
}

export function Simulating({ text, data, isGood }: SimulatingProps) {
  const [days, setDays] = useState(90);
  const [since, setSince] = useState("");
  const [until, setUntil] = useState("");
  const simulation = useJob<SimulateIn, Simulation>("simulation", (body) =>
    answered(simulatePlaybook({ body })),
  );
  const run = () => {
    simulation.run({
      text,
      days,
      ...(since === "" ? {} : { since }),
      ...(until === "" ? {} : { until }),
    });
  };
  useCommands(() =>
    isGood && !simulation.isRunning ? [{ name: said.simulate, hint: said.title, run }] : [],
  );
  const { found } = simulation;
  const told = found?.playbooks[0];
  const called = (move: string) => (data === null ? null : headOf(data, move)) ?? move.replaceAll("-", " ");
  return (
    <>
      <form
        className="book-tools"
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <span className="segmented" role="group" aria-label={said.howLong}>
          {[30, 90, 365].map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={days === one && since === ""}
              onClick={() => {
                setDays(one);
                setSince("");
              }}
            >
              {said.overDays(one)}
            </button>
          ))}
        </span>
        <label className="inline">
          <span className="quiet">{said.sinceDay}</span>
          <input
            className="field"
            type="date"
            value={since}
            onChange={(event) => {
              setSince(event.target.value);
            }}
          />
        </label>
        <label className="inline">
          <span className="quiet">{said.untilDay}</span>
          <input
            className="field"
            type="date"
            value={until}
            onChange={(event) => {
              setUntil(event.target.value);
            }}
          />
        </label>
        <button type="submit" className="button first" disabled={!isGood || simulation.isRunning}>
          {said.simulate}
        </button>
      </form>
      <div role="status">
        {simulation.isRunning && (
          <p className="inline">
            <progress max={1} value={simulation.share} aria-label={said.simulating} />
            <span className="quiet">{said.simulating}</span>
            <button type="button" className="button" onClick={simulation.cancel}>
              {said.cancel}
            </button>
          </p>
        )}
        {simulation.error && <p>{simulation.error}</p>}
        {!isGood && <p className="quiet">{said.mendToSimulate}</p>}
        {!simulation.isRunning && !simulation.found && !simulation.error && isGood && (
          <p className="empty quiet">{said.simulateHint}</p>
        )}
      </div>
      {found && told && (
        <Simulated found={told} accounts={found.accounts} counts={found.account_counts} called={called} />
      )}
    </>
  );
}
