// Who was erased: nobody is named, only what was taken out where, when and by whom.

import { useQuery } from "@tanstack/react-query";
import { listErasures } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { privacyWords as words } from "../words/privacy";
import { percent } from "./say";
import { sayMoment } from "../words/figures";

export function Erasures() {
  const found = useQuery({
    queryKey: ["erasures"],
    queryFn: () => answered(listErasures()),
    refetchInterval: (query) =>
      query.state.data?.some((one) => ["waiting", "running"].includes(one.state)) ? 500 : false,
    staleTime: 0,
  });
  if (found.error) return <p role="alert">{found.error.message}</p>;
  if (!found.data) return null;
  if (found.data.length === 0) return <p className="quiet">{words.noErasures}</p>;
  return (
    <ul className="plain erasures" aria-live="polite">
      {found.data.map((one) => (
        <li key={one.id}>
          <b>
            {words.kinds[one.object_type] ?? one.object_type}, {words.mark(one.mark)}
          </b>{" "}
          <span className="quiet">
            {words.states[one.state]}
            {one.state === "running" && `, ${percent(one.share)}: ${one.words}`}
            {one.done_at && `, ${sayMoment(one.done_at)}`}
            {one.who && `, ${one.who.name}`}
            {one.reason !== "" && `, ${one.reason}`}
          </span>{" "}
          {one.done_at && (
            <a className="button" href={`/api/v1/data/erasures/${String(one.id)}/certificate.json`} download>
              {words.certificate}
            </a>
          )}
          {one.state === "failed" &&
            one.problems.map((problem) => (
              <p key={problem.code} role="alert">
                {problem.message}. {problem.fix}
              </p>
            ))}
          <p className="quiet small">
            {one.removed.map((step) => words.removed(step.count, step.place)).join(", ")}
          </p>
        </li>
      ))}
    </ul>
  );
}
