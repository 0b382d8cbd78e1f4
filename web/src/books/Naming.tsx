// Roles that come to nobody for some accounts, and the traits that name who plays a role, as a CRM says it.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { namingTraits, setNamingTraits } from "../api/generated/sdk.gen";
import type { NamingRule } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { tell } from "../app/told";
import { bookWords as words } from "../words/books";
import { useForgetBooks, useRoles } from "./useBooks";

export function UnownedRoles() {
  const roles = useRoles();
  const open = (roles.data ?? []).filter((one) => one.unowned > 0 && one.steps > 0);
  if (open.length === 0) return null;
  return (
    <section aria-label={words.unownedTitle}>
      <h2 className="apart">{words.unownedTitle}</h2>
      <ul className="rows">
        {open.map((one) => (
          <li key={one.role}>{words.unowned(one.role, one.unowned)}</li>
        ))}
      </ul>
      <p className="quiet">
        <Link to="/today" search={{ view: "nobody" }}>
          {words.unownedNow}
        </Link>
      </p>
    </section>
  );
}

export function Naming() {
  const roles = useRoles();
  const queries = useQueryClient();
  const forget = useForgetBooks();
  const naming = useQuery({ queryKey: ["books", "naming"], queryFn: () => answered(namingTraits()) });
  const save = useMutation({
    mutationFn: (rules: NamingRule[]) => answered(setNamingTraits({ body: { rules } })),
    onSuccess: (answer) => {
      queries.setQueryData(["books", "naming"], answer);
      tell({ says: words.namingSaved });
      return forget();
    },
  });
  const { rules, traits } = naming.data ?? { rules: [], traits: [] };
  if (!naming.data || (roles.data ?? []).length === 0) return null;
  const used = traits.filter((one) => rules.some((rule) => rule.trait === one.trait));
  return (
    <section className="naming" aria-label={words.namingTitle}>
      <h2 className="apart">{words.namingTitle}</h2>
      <p className="quiet">
        {traits.length === 0 && rules.length === 0 ? words.namingNone : words.namingHint}
      </p>
      {(traits.length > 0 || rules.length > 0) && (
        <div className="naming-rules">
          {(roles.data ?? []).map(({ role }) => {
            const chosen = rules.find((one) => one.role === role)?.trait ?? "";
            const isGone = chosen !== "" && !traits.some((one) => one.trait === chosen);
            return (
              <label key={role}>
                <span>{role}</span>
                <select
                  className="field"
                  aria-label={words.namingOf(role)}
                  value={chosen}
                  disabled={save.isPending}
                  onChange={(event) => {
                    const trait = event.target.value;
                    const others = rules.filter((one) => one.role !== role);
                    save.mutate(trait === "" ? others : [...others, { role, trait }]);
                  }}
                >
                  <option value="">{words.byTerritory}</option>
                  {isGone && <option value={chosen}>{words.traitOption(chosen, 0)}</option>}
                  {traits.map((one) => (
                    <option key={one.trait} value={one.trait}>
                      {words.traitOption(one.trait, one.accounts)}
                    </option>
                  ))}
                </select>
              </label>
            );
          })}
        </div>
      )}
      {used.map(
        (one) =>
          one.strangers.length > 0 && (
            <p key={one.trait} className="quiet small">
              {words.strangers(one.strangers)}
            </p>
          ),
      )}
      {save.error && <p role="alert">{save.error.message}</p>}
    </section>
  );
}
