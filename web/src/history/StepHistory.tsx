// The history of one step, as a section of its panel.

import { historyWords as words } from "../words/history";
import { sentencesOf } from "./groups";
import { When } from "./Timeline";
import { useHistory } from "./useHistory";

export interface StepHistoryProps {
  readonly mapId: string;
  readonly node: string;
  readonly revision: number;
  /** Look at the map as it was at a revision. */
  readonly onLook: (revision: number) => void;
}

const MOST_GROUPS = 8;
const MOST_SENTENCES = 3;

export function StepHistory({ mapId, node, revision, onLook }: StepHistoryProps) {
  const { entries, groups } = useHistory(mapId, revision, node);
  if (entries.error) return null;
  return (
    <section>
      <h3>{words.ofStep}</h3>
      {entries.data && groups.length === 0 && <p className="quiet">{words.nothingOfStep}</p>}
      <ol className="timeline of-step">
        {groups.slice(0, MOST_GROUPS).map((group) => {
          const [newest] = group.entries;
          return (
            <li key={newest.revision}>
              <button
                type="button"
                className="version-entry"
                title={words.look}
                onClick={() => {
                  onLook(newest.revision);
                }}
              >
                <span>
                  <b>{newest.who?.name ?? words.somebody}</b> <When at={newest.at} />
                </span>
                <span className="entry-words">{sentencesOf(group).slice(0, MOST_SENTENCES).join("; ")}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
