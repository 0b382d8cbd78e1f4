// How the journeys stand, large: how many set out, arrived, left, and are still under way.

import { type Estimate, type Passages, say } from "../lived/measured";
import { sayCount } from "../words/figures";
import { presentWords as words } from "../words/present";

export interface HeadNumbersProps {
  readonly passages: Passages;
  readonly success: Estimate | undefined;
}

export function HeadNumbers({ passages, success }: HeadNumbersProps) {
  const { started, succeeded, failed, expired, open } = passages;
  const share = (count: number) => (started > 0 ? say(count / started, "share") : "");
  const canArrive = success?.value != null;
  const all = [
    { name: words.setOutHead, count: started, says: sayCount(started), beside: "" },
    {
      name: words.arrivedHead(open),
      count: 1,
      says: canArrive ? sayCount(succeeded) : "–",
      beside: canArrive ? share(succeeded) : words.noArriving,
    },
    { name: words.leftHead(open), count: failed, says: sayCount(failed), beside: share(failed) },
    { name: words.ranOutHead, count: expired, says: sayCount(expired), beside: share(expired) },
    { name: words.underWayHead, count: open, says: sayCount(open), beside: share(open) },
  ];
  return (
    <dl className="head-numbers">
      {all
        .filter(({ count }, i) => i === 0 || count > 0)
        .map(({ name, says, beside }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <b>{says}</b> <span className="quiet">{beside}</span>
            </dd>
          </div>
        ))}
    </dl>
  );
}
