// What one does with a thing of the day, each with its way back.

import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import {
  acceptHandoff,
  changeTask,
  closeAlert,
  closeAlerts,
  doTask,
  giveAlert,
  leaveHandoff,
  makeTask,
  reopenAlert,
  reopenAlerts,
  sendHandoffBack,
  snoozeAlert,
  snoozeAlerts,
  snoozeHandoff,
  snoozeTask,
  takeHandoff,
  tellHandoff,
  undoTask,
  wakeAlert,
  wakeAlerts,
  wakeHandoff,
  wakeTask,
} from "../api/generated/sdk.gen";
import type { HandoffOut, ItemOut, TaskIn, TaskOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { useMe } from "../app/me";
import { tell } from "../app/told";
import { todayWords as said } from "../words/today";
import { sayTurn, sayWhole } from "./day";
import { sayDay } from "../words/figures";

export interface Deeds {
  /** A task is done, an alert seen to. */
  readonly done: (item: ItemOut, because?: string) => Promise<boolean>;
  /** A task is not done after all. */
  readonly undone: (task: TaskOut) => Promise<boolean>;
  readonly putOff: (item: ItemOut, on: string, because: string) => Promise<boolean>;
  readonly give: (item: ItemOut, owner: number) => Promise<boolean>;
  readonly make: (task: TaskIn) => Promise<boolean>;
  readonly tellMore: (handoff: HandoffOut, told: Record<string, string>) => Promise<boolean>;
  readonly accept: (handoff: number, account: string) => Promise<boolean>;
  readonly sendBack: (handoff: number, says: string) => Promise<boolean>;
  /** What nobody has becomes one's own. */
  readonly take: (item: ItemOut) => Promise<boolean>;
  /** Takes the last deed back; what that was, in words, is `last` (null: there is none). */
  readonly undo: () => void;
  readonly last: string | null;
}

type Back = () => Promise<unknown>;

/** A deed that can be taken back, as it was told. */
interface Done {
  readonly says: string;
  readonly back: Back;
}

export function useDeeds(): Deeds {
  const queries = useQueryClient();
  const [done, setDone] = useState<readonly Done[]>([]);
  const latest = useRef(done);
  const me = useMe().id;
  const deeds = useMemo((): Omit<Deeds, "last"> => {
    const keep = (now: readonly Done[]) => {
      latest.current = now;
      setDone(now);
    };
    const again = () => queries.invalidateQueries({ queryKey: ["desk"] });
    const run = async <T>(
      deed: () => Promise<T>,
      words: string | ((done: T) => string),
      undo?: Back,
    ): Promise<boolean> => {
      let says: string;
      try {
        const done = await deed();
        says = typeof words === "string" ? words : words(done);
      } catch (error) {
        tell({ says: error instanceof Error ? error.message : String(error) });
        return false;
      }
      const deedDone = undo && { says, back: undo };
      if (deedDone) keep([...latest.current, deedDone]);
      tell({
        says,
        ...(deedDone ? { action: { name: said.undo, run: () => void takeBack(deedDone) } } : {}),
      });
      await again();
      return true;
    };
    const takeBack = async (one: Done) => {
      keep(latest.current.filter((other) => other !== one));
      try {
        await one.back();
        tell({ says: said.wasTakenBack(one.says) });
      } catch (error) {
        tell({ says: error instanceof Error ? error.message : String(error) });
      }
      await again();
    };
    return {
      done: (item, because = "") => {
        const { group } = item;
        if (group) {
          let ids: number[] = [];
          return run(
            async () => (ids = (await answered(closeAlerts({ body: { ids: group.ids, because } }))).ids),
            (done) => said.wasDone(said.alerts(done.length)),
            () => answered(reopenAlerts({ body: { ids } })),
          );
        }
        const says = said.wasDone(sayWhole(item, 0));
        const { task, alert } = item;
        if (task) {
          const path = { task_id: task.id };
          return run(
            () => answered(doTask({ path })),
            says,
            () => answered(undoTask({ path })),
          );
        }
        if (!alert) return Promise.resolve(false);
        const path = { alert_id: alert.id };
        return run(
          () => answered(closeAlert({ path, body: { because } })),
          says,
          () => answered(reopenAlert({ path })),
        );
      },
      undone: (task) => {
        const path = { task_id: task.id };
        return run(
          () => answered(undoTask({ path })),
          said.wasUndone(task.title),
          () => answered(doTask({ path })),
        );
      },
      putOff: (item, on, because) => {
        const says = said.wasPutOff(sayDay(on));
        const { task, alert } = item;
        const body = { on, because };
        const { group } = item;
        if (group) {
          let ids: number[] = [];
          return run(
            async () => (ids = (await answered(snoozeAlerts({ body: { ids: group.ids, ...body } }))).ids),
            (done) => `${said.alerts(done.length)}: ${says}`,
            () => answered(wakeAlerts({ body: { ids } })),
          );
        }
        if (item.handoff) {
          const path = { handoff_id: item.handoff.id };
          return run(
            () => answered(snoozeHandoff({ path, body })),
            says,
            () => answered(wakeHandoff({ path })),
          );
        }
        if (task) {
          const path = { task_id: task.id };
          return run(
            () => answered(snoozeTask({ path, body })),
            says,
            () => answered(wakeTask({ path })),
          );
        }
        if (!alert) return Promise.resolve(false);
        const path = { alert_id: alert.id };
        return run(
          () => answered(snoozeAlert({ path, body })),
          says,
          () => answered(wakeAlert({ path })),
        );
      },
      give: (item, owner) => {
        const { task, alert } = item;
        if (task)
          return run(
            () => answered(changeTask({ path: { task_id: task.id }, body: { owner } })),
            (now) => sayGiven(now.owner, me),
          );
        if (!alert) return Promise.resolve(false);
        return run(
          () => answered(giveAlert({ path: { alert_id: alert.id }, body: { owner } })),
          (now) => sayGiven(now.owner, me),
        );
      },
      make: (task) => run(() => answered(makeTask({ body: task })), said.wasMade),
      tellMore: (handoff, told) =>
        run(
          () => answered(tellHandoff({ path: { handoff_id: handoff.id }, body: { told } })),
          (now) => said.wasTold(now.missing.length, sayTurn(now, me)),
          // What was sent back waits again once more is told: that cannot be taken back.
          handoff.state === "waiting"
            ? () =>
                answered(
                  tellHandoff({ path: { handoff_id: handoff.id }, body: { told: before(handoff, told) } }),
                )
            : undefined,
        ),
      accept: (handoff, account) =>
        run(() => answered(acceptHandoff({ path: { handoff_id: handoff } })), said.wasAccepted(account)),
      sendBack: (handoff, says) =>
        run(
          () => answered(sendHandoffBack({ path: { handoff_id: handoff }, body: { says } })),
          (now) => said.wasSentBack(sayTurn(now, me)),
        ),
      take: (item) => {
        const { alert, handoff, task } = item;
        if (task)
          return run(
            () => answered(changeTask({ path: { task_id: task.id }, body: { owner: me } })),
            said.wasTaken,
          );
        if (alert)
          return run(
            () => answered(giveAlert({ path: { alert_id: alert.id }, body: { owner: me } })),
            said.wasTaken,
          );
        if (!handoff?.nobodys) return Promise.resolve(false);
        const path = { handoff_id: handoff.id };
        const side = handoff.nobodys === "giver" ? "giver" : "receiver";
        return run(
          () => answered(takeHandoff({ path })),
          said.wasTaken,
          () => answered(leaveHandoff({ path, body: { side } })),
        );
      },
      undo: () => {
        const last = latest.current.at(-1);
        if (last) void takeBack(last);
        else tell({ says: said.cannotUndo });
      },
    };
  }, [queries, me]);
  return { ...deeds, last: done.at(-1)?.says ?? null };
}

function sayGiven(owner: { readonly id: number; readonly name: string } | null, me: number): string {
  return owner && owner.id !== me ? said.wasGiven(owner.name) : said.wasTaken;
}

/** What was told before, of all that is told now. */
function before(handoff: HandoffOut, told: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(told).map((name) => [name, handoff.told[name] ?? ""]));
}
