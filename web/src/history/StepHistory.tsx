// The history of one step, as a section of its panel.

import { useState } from "react";
import { historyWords as words } from "../words/history";
import { firstOf, type Group, sentencesOf } from "./groups";
import { When } from "./Timeline";
import { useHistory } from "./useHistory";

export interface StepHistoryProps {
  readonly mapId: string;
  readonly node: string;
  readonly revision: number;
  /** Look at the map as it was at a revision. */
  readonly onLook: (revision: number) => void;
}

const GROUPS_AT_ONCE = 8;
const MOST_SENTENCES = 3;

export function StepHistory({ mapId, node, revision, onLook }: StepHistoryProps) {
  const { entries, groups } = useHistory(mapId, revision, node);
  const [most, setMost] = useState(GROUPS_AT_ONCE);
  if (entries.error) return null;
  return (
    <section>
      <h3>{words.ofStep}</h3>
      {entries.data && groups.length === 0 && <p className="quiet">{words.nothingOfStep}</p>}
      <ol className="timeline of-step">
        {groups.slice(0, most).map((group) => (
          <Together key={group.entries[0].revision} group={group} onLook={onLook} />
        ))}
      </ol>
      {(groups.length > most || entries.hasNextPage) && (
        <button
          type="button"
          className="link"
          onClick={() => {
            setMost(most + GROUPS_AT_ONCE);
            if (groups.length <= most + GROUPS_AT_ONCE && entries.hasNextPage) void entries.fetchNextPage();
          }}
        >
          {words.earlier}
        </button>
      )}
    </section>
  );
}

/** What one person did within minutes: the first of it, and the rest when asked. */
function Together({ group, onLook }: { readonly group: Group; readonly onLook: (revision: number) => void }) {
  const [isWhole, setWhole] = useState(false);
  const [newest] = group.entries;
  const all = sentencesOf(group);
  const [first, more] = firstOf(all, MOST_SENTENCES);
  return (
    <li>
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
        <span className="entry-words">{(isWhole ? all : first).join("\n")}</span>
      </button>
      {more > 0 && !isWhole && (
        <button
          type="button"
          className="link more-words"
          onClick={() => {
            setWhole(true);
          }}
        >
          {words.andMore(more)}
        </button>
      )}
    </li>
  );
}
