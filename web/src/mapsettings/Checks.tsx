// What a careful reader says about the map: each kind of thing once, with the places it is at.

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { checks } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { useMapPage } from "../pages/map/page";
import { useLogWords } from "../rules/known";
import { settingsWords as words } from "../words/mapsettings";
import { fixOf, isInData, nameOf, placeOf, type Problem, sayFix } from "./places";

const MOST_PLACES = 12;
const MISSPELT = "DP-MAP-114";
const UNMEASURED = "DP-MAP-115";

export function Checks() {
  const { mapId, nodes, board } = useMapPage();
  const found = useQuery({
    queryKey: ["checks", mapId, nodes.revision],
    queryFn: () => answered(checks({ path: { map_id: mapId } })),
    placeholderData: keepPreviousData,
  });
  const known = useLogWords((found.data ?? []).some((one) => one.code === MISSPELT));
  const activities = known && new Set(known.activities.map((one) => one.name));
  const groups = new Map<string, Problem[]>();
  for (const one of found.data ?? []) {
    if (one.code === MISSPELT && isInData(one, board, activities) === true) continue;
    groups.set(one.code, [...(groups.get(one.code) ?? []), one]);
  }
  return (
    <section>
      <h3>{words.checks}</h3>
      {found.error && <p role="alert">{found.error.message}</p>}
      {found.data && groups.size === 0 && <p className="quiet small">{words.fine}</p>}
      <ul className="checks">
        {[...groups].map(([code, problems]) => (
          <Said key={code} problems={problems} activities={activities} />
        ))}
      </ul>
    </section>
  );
}

interface SaidProps {
  readonly problems: readonly Problem[];
  /** The activities that the data hold; undefined: not known here. */
  readonly activities: ReadonlySet<string> | undefined;
}

function Said({ problems, activities }: SaidProps) {
  const { board, nodes, canEdit, edit, openPanel, goTo } = useMapPage();
  const [first] = problems;
  if (!first) return null;
  const isAlone = problems.length === 1;
  return (
    <li data-severity={first.severity}>
      <p>
        <b>{first.severity === "error" ? words.error : words.warning}</b>{" "}
        {isAlone ? first.message : `${first.message}, ${words.places(problems.length)}`}
      </p>
      {sayFix(first) !== "" && <p className="quiet small">{sayFix(first)}</p>}
      <ul>
        {problems.slice(0, MOST_PLACES).map((problem) => {
          const place = placeOf(problem.address, board);
          const isSure = problem.code !== MISSPELT || isInData(problem, board, activities) === false;
          const fix = canEdit && isSure ? fixOf(problem, board, nodes) : null;
          const target = place.node.kind === "card" || place.node.kind === "step" ? place.node.id : null;
          return (
            <li key={`${problem.address}${problem.message}`}>
              {target === null ? (
                <span className="quiet small">{nameOf(place)}</span>
              ) : (
                <button
                  type="button"
                  className="link small"
                  onClick={() => {
                    openPanel(target);
                    if (place.step) goTo({ step: place.step.node.id, lane: "", card: null });
                  }}
                >
                  {nameOf(place)}
                </button>
              )}
              {canEdit && problem.code === UNMEASURED && target !== null && (
                <button
                  type="button"
                  className="button small"
                  onClick={() => {
                    openPanel(target);
                  }}
                >
                  {words.chooseRule}
                </button>
              )}
              {fix && fix.changes.length > 0 && (
                <button
                  type="button"
                  className="button small"
                  onClick={() => {
                    edit(fix.changes);
                  }}
                >
                  {fix.says}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </li>
  );
}
