// That something is being measured: how far it is, what is being done, and how to stop it.

import { useMutation } from "@tanstack/react-query";
import { cancelJob } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { livedWords as words } from "../words/lived";
import type { Progress } from "./useLived";

export interface ProgressLineProps {
  readonly progress: Progress;
  /** It is to be stopped, and not asked for again. */
  readonly onStop: () => void;
}

export function ProgressLine({ progress, onStop }: ProgressLineProps) {
  const cancel = useMutation({ mutationFn: (job: number) => answered(cancelJob({ path: { job_id: job } })) });
  const { share, job } = progress;
  return (
    <span className="progress-line" role="status">
      <progress value={share} aria-label={words.measuring} />
      <span>
        {words.underWay(progress.words)} {words.percent(share)}
      </span>
      {job !== null && (
        <button
          type="button"
          className="button small"
          disabled={cancel.isPending}
          onClick={() => {
            cancel.mutate(job);
            onStop();
          }}
        >
          {words.cancel}
        </button>
      )}
    </span>
  );
}
