// The table as it stands in the file, and above each column what it is.

import type { ColumnOut, LookOut } from "../api/generated/types.gen";
import { dataWords as words } from "../words/data";
import {
  asOneWord,
  asSpelled,
  isKnown,
  KNOWN_AS,
  OBJECTS,
  ROLES,
  timesOf,
  toldApart,
  whoseTraits,
  withRole,
  type Plan,
} from "./plan";

export interface ColumnsProps {
  readonly look: LookOut;
  readonly plan: Plan;
  readonly onChange: (plan: Plan) => void;
}

const MOST_SPELLED = 3;
const MAIN = ["occurred_at", "clock", "customer", "account", "activity"];

export function Columns({ look, plan, onChange }: ColumnsProps) {
  const used = Object.values(plan.roles).filter((role) => role !== "property" && role !== "ignored").length;
  const whose = plan.is_traits ? whoseTraits(plan) : null;
  return (
    <section aria-labelledby="columns-title">
      <h2 id="columns-title">{words.columnsTitle}</h2>
      <p className="quiet small">{words.columnsHint(used, look.header.length)}</p>
      <label className="each-row">
        {words.eachRow}{" "}
        <select
          className="field narrow"
          value={plan.is_traits ? "known" : "happened"}
          onChange={(event) => {
            onChange({ ...plan, is_traits: event.target.value === "known" });
          }}
        >
          <option value="happened">{words.happened}</option>
          <option value="known">{words.known}</option>
        </select>
      </label>
      {whose && (
        <p className="whose-traits">{words.whoseTraits(whose.of, whose.isAccount, whose.belongsTo)}</p>
      )}
      <div className="wide column-table" tabIndex={0} role="group" aria-label={words.columnsTitle}>
        <table>
          <thead>
            <tr>
              {look.columns.map((column) => {
                const role = plan.roles[column.name] ?? "property";
                const times = role === "occurred_at" ? timesOf(look, column.name) : null;
                return (
                  <th key={column.name} scope="col" data-role={role}>
                    <span className="column-name">{column.name}</span>
                    <select
                      className="field"
                      aria-label={words.roleOf(column.name)}
                      value={role}
                      onChange={(event) => {
                        onChange(withRole(plan, column.name, event.target.value, look.columns));
                      }}
                    >
                      <Roles label={words.roleGroups.main} roles={MAIN} />
                      <Roles
                        label={words.roleGroups.more}
                        roles={ROLES.filter((one) => ![...MAIN, ...KNOWN_AS].includes(one))}
                      />
                      <Roles
                        label={words.roleGroups.known}
                        roles={plan.is_traits ? KNOWN_AS : [...KNOWN_AS, "trait"]}
                        isAccount={whoseTraits(plan)?.isAccount === true}
                      />
                      <Roles label={words.roleGroups.rest} roles={["property", "ignored"]} />
                      <Roles label={words.roleGroups.ids} roles={OBJECTS} />
                    </select>
                    {column.signs.length > 0 && isKnown(plan, column.name) && (
                      <label className="check small">
                        <input
                          type="checkbox"
                          checked={plan.numbers.includes(column.name)}
                          onChange={(event) => {
                            const others = plan.numbers.filter((one) => one !== column.name);
                            const numbers = event.target.checked ? [...others, column.name] : others;
                            onChange({ ...plan, numbers });
                          }}
                        />
                        {words.asNumber}
                      </label>
                    )}
                    <Spelled column={column} plan={plan} onChange={onChange} />
                    <span className="quiet small">
                      {words.filledOf(column.filled, look.looked_at)}, {words.differentOnes(column.different)}
                      {times && times.proofs > 0 && <>. {words.orderKnown(times.proof, times.proofs)}</>}
                    </span>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {look.rows.slice(0, 5).map((row, at) => (
              <tr key={at}>
                {look.columns.map((column, place) => (
                  <td key={column.name} data-role={plan.roles[column.name]}>
                    {row[place]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface SpelledProps {
  readonly column: ColumnOut;
  readonly plan: Plan;
  readonly onChange: (plan: Plan) => void;
}

/** Words in two spellings: how they count, and one click to have it otherwise. */
function Spelled({ column, plan, onChange }: SpelledProps) {
  const { apart, asOne } = toldApart(plan, column);
  return (
    <>
      {apart.length > 0 && (
        <div className="small spelled">
          {apart.slice(0, MOST_SPELLED).map((some) => (
            <p key={some.join()}>{words.spelled(some)}</p>
          ))}
          {apart.length > MOST_SPELLED && <p>{words.moreSpelled(apart.length - MOST_SPELLED)}</p>}
          <button
            type="button"
            className="button small"
            onClick={() => {
              onChange(asOneWord(plan, column.name, apart));
            }}
          >
            {words.asOneWord(apart.length)}
          </button>
        </div>
      )}
      {asOne.length > 0 && (
        <div className="small spelled">
          {asOne.slice(0, MOST_SPELLED).map((some) => (
            <p key={some.join()}>{words.spelledAsOne(some)}</p>
          ))}
          {asOne.length > MOST_SPELLED && <p>{words.moreSpelled(asOne.length - MOST_SPELLED)}</p>}
          <button
            type="button"
            className="button small"
            onClick={() => {
              onChange(asSpelled(plan, column.name));
            }}
          >
            {words.asSpelled}
          </button>
        </div>
      )}
    </>
  );
}

interface RolesProps {
  readonly label: string;
  readonly roles: readonly string[];
  readonly isAccount?: boolean;
}

function Roles({ label, roles, isAccount = false }: RolesProps) {
  return (
    <optgroup label={label}>
      {roles.map((one) => (
        <option key={one} value={one}>
          {(isAccount ? words.rolesOfAccount[one] : undefined) ?? words.roles[one] ?? one}
        </option>
      ))}
    </optgroup>
  );
}
