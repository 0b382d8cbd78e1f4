// Under a step's name, when the lived journey is looked at: how many came here, how long they stayed.

import { memo } from "react";
import { estimateOf, type MeasuredStep, say, sayEstimate } from "../lived/measured";
import { words } from "../words/en";

export const LivedHead = memo(function LivedHead({ step }: { readonly step: MeasuredStep | undefined }) {
  const reach = estimateOf(step, "reach");
  const conversion = estimateOf(step, "conversion");
  const dwell = estimateOf(step, "dwell");
  if (reach?.value == null) {
    return (
      <div className="lived-head" title={reach?.reason ?? words.notMeasured}>
        <span className="quiet">{reach?.reason ?? "not measured"}</span>
      </div>
    );
  }
  const low = reach.low ?? reach.value;
  const high = reach.high ?? reach.value;
  return (
    <div className="lived-head">
      <svg
        className="reach"
        viewBox="0 0 100 8"
        preserveAspectRatio="none"
        role="img"
        aria-label={sayEstimate(reach)}
      >
        <title>{`reach: ${sayEstimate(reach)}`}</title>
        <rect className="track" width="100" height="8" />
        <rect className="reached" width={reach.value * 100} height="8" />
        <rect className="band" x={low * 100} width={Math.max(0.6, (high - low) * 100)} height="8" />
      </svg>
      <span className="lived-facts">
        <b title={`reach: ${sayEstimate(reach)}`}>{say(reach.value, "share")}</b>
        {conversion?.value != null && (
          <span title={`conversion: ${sayEstimate(conversion)}`}>
            {words.ofBefore(say(conversion.value, "share"))}
          </span>
        )}
        {dwell?.value != null && (
          <span title={`stay: ${sayEstimate(dwell)}`}>{say(dwell.value, "seconds")}</span>
        )}
      </span>
    </div>
  );
});
