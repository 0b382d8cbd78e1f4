// The list of where the log contradicts the map, what matters most first; what to do about each; and how the other
// beliefs stand.

import { useEffect, useRef, useState } from "react";
import { livedWords as words } from "../words/lived";
import { type Belief, type Difference, keyOf, ofVerdict, type Verdict } from "./beliefs";
import { SIGNS } from "./BeliefBadge";

export interface DifferencePanelProps {
  readonly difference: Difference | null;
  readonly isStale: boolean;
  /** Those who travel, as a word for many. */
  readonly who: string;
  readonly canEdit: boolean;
  readonly canComment: boolean;
  /** The belief that is looked at, by its key. */
  readonly at: string | null;
  readonly onShow: (belief: Belief) => void;
  readonly onMend: (belief: Belief) => boolean;
  readonly onComment: (belief: Belief) => void;
  readonly onClose: () => void;
}

const REST: readonly Exclude<Verdict, "contradicted">[] = ["not_enough", "not_known", "holds"];

export function DifferencePanel(props: DifferencePanelProps) {
  const { difference, isStale, at, onClose } = props;
  const contradicted = difference ? ofVerdict(difference, "contradicted") : [];
  const tested = difference?.beliefs.filter((one) => one.adjusted_p !== null).length ?? 0;
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    if (at === null) return;
    const element = [...(list.current?.querySelectorAll("[data-belief]") ?? [])].find(
      (one) => one.getAttribute("data-belief") === at,
    );
    element?.closest("details")?.setAttribute("open", "");
    element?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <aside
      className="panel difference-panel"
      aria-label={words.difference}
      ref={list}
      data-stale={isStale || undefined}
    >
      <header>
        <h2>{words.difference}</h2>
        <button type="button" className="button icon" aria-label={words.close} onClick={onClose}>
          ×
        </button>
      </header>
      {!difference && <p className="quiet">{isStale ? words.measuringDifference : words.notCompared}</p>}
      {difference && (
        <>
          <p>
            <b>
              {contradicted.length === 0
                ? words.nothingContradicted
                : words.differenceOf(contradicted.length)}
            </b>
          </p>
          <p className="quiet">
            {words.sums(
              difference.beliefs.length,
              contradicted.length,
              ofVerdict(difference, "holds").length,
              ofVerdict(difference, "not_enough").length,
              ofVerdict(difference, "not_known").length,
            )}{" "}
            {contradicted.length > 0 && words.ordered}
          </p>
          {contradicted.length > 0 && <p className="quiet small">{words.corrected(tested)}</p>}
          <ol className="beliefs">
            {contradicted.map((belief) => (
              <Item key={keyOf(belief)} belief={belief} {...props} />
            ))}
          </ol>
          {REST.map((verdict) => {
            const beliefs = ofVerdict(difference, verdict);
            if (beliefs.length === 0) return null;
            return (
              <details key={verdict}>
                <summary>
                  <span aria-hidden="true">{SIGNS[verdict]}</span> {words.groups[verdict](beliefs.length)}
                </summary>
                <ul className="beliefs">
                  {beliefs.map((belief) => (
                    <Item key={keyOf(belief)} belief={belief} {...props} />
                  ))}
                </ul>
              </details>
            );
          })}
        </>
      )}
    </aside>
  );
}

function Item(props: DifferencePanelProps & { readonly belief: Belief }) {
  const { belief, who, canEdit, canComment, at, isStale, onShow, onMend, onComment } = props;
  const [isMended, setMended] = useState<boolean | null>(null);
  const key = keyOf(belief);
  const change = belief.change;
  return (
    <li data-belief={key} data-verdict={belief.verdict} data-current={at === key || undefined}>
      <button
        type="button"
        className="says"
        onClick={() => {
          onShow(belief);
        }}
      >
        <span className="kind">
          <span aria-hidden="true">{SIGNS[belief.verdict]}</span> {words.kinds[belief.kind] ?? belief.kind}
          {belief.verdict === "contradicted" && (
            <span className="quiet"> · {words.touches(belief.touched, who)}</span>
          )}
        </span>
        <span>{belief.says}</span>
      </button>
      {belief.verdict === "contradicted" && (
        <span className="actions">
          {canEdit && change && (
            <button
              type="button"
              className="button small"
              disabled={isStale || isMended === true}
              title={words.mends[change.property]}
              onClick={() => {
                setMended(onMend(belief));
              }}
            >
              {words.mend}
            </button>
          )}
          {canComment && belief.step !== null && (
            <button
              type="button"
              className="button small"
              onClick={() => {
                onComment(belief);
              }}
            >
              {words.comment}
            </button>
          )}
          {isMended !== null && (
            <span role="status" className="quiet">
              {isMended ? words.mended : words.stepGone}
            </span>
          )}
        </span>
      )}
    </li>
  );
}
