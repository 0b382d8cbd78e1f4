// Which of the names that measures know a file's own words mean. What is plain is chosen already.

import type { LookOut } from "../api/generated/types.gen";
import { dataWords as words } from "../words/data";
import { columnOf, type Plan } from "./plan";

export interface MeaningsProps {
  readonly look: LookOut;
  readonly plan: Plan;
  readonly onChange: (plan: Plan) => void;
}

export function Meanings({ look, plan, onChange }: MeaningsProps) {
  const column = look.columns.find((one) => one.name === columnOf(plan, "activity"));
  const kept = plan.spellings[column?.name ?? ""] ?? {};
  const open = column?.words.filter((word) => !look.activities.includes(word) && !(word in kept)) ?? [];
  if (!column || open.length === 0) return null;
  const plain = open.filter((word) => word in column.means || word in plan.means);
  const others = open.filter((word) => !plain.includes(word));
  const rows = (some: readonly string[]) => (
    <ul className="plain meanings">
      {some.map((word) => (
        <li key={word}>
          <span className="what">{word}</span>
          <select
            className="field"
            aria-label={words.meaningOf(word)}
            value={plan.means[word] ?? ""}
            onChange={(event) => {
              const { [word]: _, ...rest } = plan.means;
              const chosen = event.target.value;
              onChange({ ...plan, means: chosen === "" ? rest : { ...rest, [word]: chosen } });
            }}
          >
            <option value="">{words.asItStands}</option>
            {look.activities.map((name) => (
              <option key={name} value={name}>
                {look.meanings[name]} ({name})
              </option>
            ))}
          </select>
        </li>
      ))}
    </ul>
  );
  return (
    <section aria-labelledby="meanings-title">
      <h2 id="meanings-title">{words.meansTitle}</h2>
      <p className="quiet small">{words.meansHint}</p>
      {rows(plain)}
      {others.length > 0 && (
        <details>
          <summary>{words.otherWords(others.length)}</summary>
          {rows(others)}
        </details>
      )}
    </section>
  );
}
