// A job of playbooks in the background: asked for, waited for, cancelled.

import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { cancelJob, oneJob } from "../api/generated/sdk.gen";
import type { SimulatingOut } from "../api/generated/types.gen";
import { answered, sayProblem } from "../api/http";

export interface Running<Asked, Found> {
  readonly run: (asked: Asked) => void;
  readonly cancel: () => void;
  readonly isRunning: boolean;
  /** How far it is, 0 to 1. */
  readonly share: number;
  readonly found: Found | null;
  readonly error: string | null;
}

export function useJob<Asked, Found>(
  name: string,
  begin: (asked: Asked) => Promise<SimulatingOut>,
  onDone?: () => void,
): Running<Asked, Found> {
  const [job, setJob] = useState<number | null>(null);
  const ask = useMutation({
    mutationFn: begin,
    onSuccess: (found) => {
      setJob(found.job);
    },
  });
  const told = useQuery({
    queryKey: ["playbook-jobs", name, job],
    queryFn: () => answered(oneJob({ path: { job_id: job ?? 0 } })),
    enabled: job !== null,
    staleTime: 0,
    refetchInterval: (known) =>
      ["waiting", "running"].includes(known.state.data?.state ?? "waiting") ? 500 : false,
  });
  const stop = useMutation({ mutationFn: (id: number) => answered(cancelJob({ path: { job_id: id } })) });
  const state = told.data?.state;
  // Once, and not while it is asked: what is asked anew then may be all there is.
  const done = state === "done" ? job : null;
  const over = useRef(onDone);
  useEffect(() => {
    over.current = onDone;
  });
  useEffect(() => {
    if (done !== null) over.current?.();
  }, [done]);
  const isOver = state !== undefined && state !== "waiting" && state !== "running";
  return {
    run: (asked) => {
      setJob(null);
      ask.mutate(asked);
    },
    cancel: () => {
      if (job !== null) stop.mutate(job);
    },
    isRunning: ask.isPending || (job !== null && !isOver),
    share: told.data?.share ?? 0,
    found: state === "done" ? (told.data?.result as Found | null) : null,
    error:
      ask.error?.message ??
      (isOver && state === "failed" ? (told.data?.problems.map(sayProblem).join(" ") ?? "") : null),
  };
}
