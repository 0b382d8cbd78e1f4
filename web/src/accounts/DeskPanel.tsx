// What is open for this account on anybody's desk, and what was promised.

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { accountPromises, listAlerts, listHandoffs, listTasks } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { accountWords as said, sayDay } from "../words/accounts";
import { Panel } from "./Panel";
import type { Whom } from "./useWriting";

export function DeskPanels({ whom }: { readonly whom: Whom }) {
  const { of, account } = whom;
  const query = { of, account };
  const tasks = useQuery({
    queryKey: ["account", of, account, "tasks"],
    queryFn: () => answered(listTasks({ query })),
  });
  const alerts = useQuery({
    queryKey: ["account", of, account, "alerts"],
    queryFn: () => answered(listAlerts({ query })),
  });
  const handoffs = useQuery({
    queryKey: ["account", of, account, "handoffs"],
    queryFn: () => answered(listHandoffs({ query })),
  });
  const promises = useQuery({
    queryKey: ["account", of, account, "promises"],
    queryFn: () => answered(accountPromises({ path: whom })),
  });
  const openTasks = tasks.data?.items.filter((one) => one.done_at === null) ?? [];
  // That a handoff is late is said by the handoff, which stands here itself.
  const openAlerts = alerts.data?.items.filter((one) => one.state === "open" && one.rule !== "handoff") ?? [];
  const openHandoffs =
    handoffs.data?.items.filter((one) => one.state === "waiting" || one.state === "sent back") ?? [];
  const told = (handoffs.data?.items ?? []).flatMap((one) =>
    Object.entries(one.told)
      .filter(([, text]) => text !== "")
      .map(([what, text]) => ({
        id: `${String(one.id)} ${what}`,
        what,
        text,
        step: one.place?.step_name ?? "",
      })),
  );
  const failed = [tasks, alerts, handoffs].find((one) => one.error) ?? tasks;
  const nothing = openTasks.length + openAlerts.length + openHandoffs.length === 0;
  return (
    <>
      <Panel title={said.desk} answer={failed} comes={said.comes.desk} height={7}>
        {tasks.data && alerts.data && handoffs.data && nothing && (
          <p className="quiet">{said.nothingOnDesk}</p>
        )}
        <ul className="account-lines">
          {openAlerts.map((one) => (
            <li key={`a${String(one.id)}`} data-severity={one.severity}>
              <span>
                <span className="quiet small">{said.deskKinds.alert}</span> {one.says}
              </span>
              <span className="quiet small">{one.owner?.name ?? said.noOwner}</span>
            </li>
          ))}
          {openTasks.map((one) => (
            <li key={`t${String(one.id)}`} data-severity={one.severity}>
              <span>
                <span className="quiet small">{said.deskKinds.task}</span>{" "}
                <Link to="/today" search={{ task: one.id }}>
                  {one.title}
                </Link>
                {one.due_on && <span className="quiet small"> {said.dueOn(sayDay(one.due_on))}</span>}
              </span>
              <span className="quiet small">{one.owner?.name ?? said.noOwner}</span>
            </li>
          ))}
          {openHandoffs.map((one) => (
            <li key={`h${String(one.id)}`} data-severity={one.troubles.length > 0 ? "urgent" : undefined}>
              <span>
                {said.handoff(one.giver ?? "–", one.receiver ?? "–")}
                {one.due_at !== null && (
                  <span className="quiet small"> {said.dueOn(sayDay(one.due_at))}</span>
                )}
                {one.missing.length > 0 && (
                  <span className="quiet small"> {said.missing(one.missing.join(", "))}</span>
                )}
              </span>
              <span className="quiet small">{one.owner?.name ?? said.noOwner}</span>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={said.promises} answer={promises}>
        {promises.data?.length === 0 && <p className="quiet">{said.noPromises}</p>}
        <ul className="account-lines">
          {promises.data?.map((one) => (
            <li key={one.id}>
              <span>
                {one.text} <span className="quiet small">{said.byHand(one.by)}</span>
              </span>
              <span className="quiet small">{one.due_on && said.dueOn(sayDay(one.due_on))}</span>
            </li>
          ))}
        </ul>
      </Panel>
      {told.length > 0 && (
        <Panel title={said.told}>
          <ul className="account-lines">
            {told.map((one) => (
              <li key={one.id}>
                <span>
                  <span className="quiet small">{one.what}:</span> {one.text}{" "}
                  <span className="quiet small">{said.toldInHandoff(one.step)}</span>
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}
