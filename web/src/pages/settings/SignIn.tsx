// How one comes in, and where one is signed in.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { endMyOtherSessions, endMySession, mySessions } from "../../api/generated/sdk.gen";
import { answered } from "../../api/http";
import { useMe } from "../../app/me";
import { settingsWords } from "../../words/settings";
import { Loading } from "../Loading";
import { sayWhen } from "../../words/figures";

const { ways, sessions: words } = settingsWords;

export function SignIn() {
  const mine = useMe();
  const isWeak = mine.has_password && mine.passkeys === 0 && !mine.has_app_code;
  return (
    <>
      <section>
        <h2>{ways.title}</h2>
        <dl className="facts">
          <dt>{ways.password}</dt>
          <dd>{mine.has_password ? ways.on : ways.off}</dd>
          <dt>{ways.passkeys(mine.passkeys)}</dt>
          <dd>{mine.passkeys > 0 ? ways.on : ways.off}</dd>
          <dt>{ways.app}</dt>
          <dd>{mine.has_app_code ? ways.on : ways.off}</dd>
        </dl>
        {isWeak && <p className="told-hint">{ways.weak}</p>}
        <p className="inline">
          <a className="button" href="/account/">
            {ways.change}
          </a>
          <a className="button" href="/account/second-factor/">
            {ways.second}
          </a>
        </p>
      </section>
      <Sessions />
    </>
  );
}

function Sessions() {
  const queries = useQueryClient();
  const found = useQuery({ queryKey: ["sessions"], queryFn: () => answered(mySessions()) });
  const again = () => queries.invalidateQueries({ queryKey: ["sessions"] });
  const end = useMutation({
    mutationFn: (id: number) => answered(endMySession({ path: { session_id: id } })),
    onSettled: again,
  });
  const endOthers = useMutation({ mutationFn: () => answered(endMyOtherSessions()), onSettled: again });
  const error = found.error ?? end.error ?? endOthers.error;
  const others = found.data?.filter((one) => !one.is_this_one) ?? [];
  return (
    <section>
      <h2>{words.title}</h2>
      {found.isPending && <Loading />}
      {error && <p role="alert">{error.message}</p>}
      <ul className="rows">
        {found.data?.map((one) => (
          <li key={one.id}>
            <span>
              <b>{one.browser}</b> <span className="quiet">{one.address}</span>
              {one.is_this_one && <span className="tag">{words.thisOne}</span>}
              <span className="quiet small"> {words.since(sayWhen(one.began_at))}</span>
            </span>
            {!one.is_this_one && (
              <button
                type="button"
                className="button"
                onClick={() => {
                  end.mutate(one.id);
                }}
              >
                {words.end}
              </button>
            )}
          </li>
        ))}
      </ul>
      {endOthers.data && <p role="status">{words.ended(endOthers.data.ended)}</p>}
      {others.length > 1 && (
        <button
          type="button"
          className="button"
          onClick={() => {
            endOthers.mutate();
          }}
        >
          {words.endOthers}
        </button>
      )}
    </section>
  );
}
