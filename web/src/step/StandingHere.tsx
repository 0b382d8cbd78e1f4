// Who stands at a step now, the longest first: for those who work on the map.

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { standing } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { whoseQuestion } from "../lived/view";
import { ownId } from "../map/nodes";
import { useMapPage } from "../pages/map/page";
import { livedWords as words } from "../words/lived";
import { sayWhen } from "../words/figures";

const SHOWN = 5;

export function StandingHere({ step }: { readonly step: string }) {
  const { mapId, view, canEdit, state } = useMapPage();
  const question = whoseQuestion(view.whose);
  const query = useQuery({
    queryKey: ["standing", mapId, step, question, state.livedChanges],
    queryFn: () =>
      answered(
        standing({ path: { map_id: mapId }, query: { ...question, step: ownId(step), limit: SHOWN } }),
      ),
    enabled: canEdit,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const found = query.data;
  if (!found) return null;
  return (
    <section>
      <h3>{words.standing}</h3>
      <p className="quiet">{found.total === 0 ? words.nobodyStands : words.standingOf(found.total)}</p>
      <ul className="stands-here">
        {found.items.map((one) => (
          <li key={`${one.subject} ${one.passage}`}>
            <Link to="/customers" search={{ map: mapId, subject: one.subject }}>
              {one.subject}
            </Link>
            <span className="quiet">{words.since(sayWhen(one.since))}</span>
          </li>
        ))}
      </ul>
      {found.total > found.items.length && (
        <Link to="/customers" search={{ map: mapId, step: ownId(step) }}>
          {words.allOfThem}
        </Link>
      )}
    </section>
  );
}
