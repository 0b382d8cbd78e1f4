// What stands beside the list: all about the one thing that is open.

import { useState } from "react";
import type { ItemOut, TaskOut } from "../api/generated/types.gen";
import { useMe } from "../app/me";
import { AccountLink } from "../app/Named";
import { sayMoney } from "../success/board";
import { todayWords as said } from "../words/today";
import { saysOf, thingOf } from "./day";
import { usePeople } from "./Dialogs";
import { HandoffView } from "./HandoffView";
import type { Deeds } from "./useDeeds";
import { sayDay, sayWhen } from "../words/figures";

export interface BesideProps {
  readonly item: ItemOut;
  readonly currency: string;
  readonly deeds: Deeds;
  readonly onDone: (because: string) => void;
  readonly onPutOff: () => void;
  readonly onTake: () => void;
  readonly onTask: () => void;
  readonly onClose: () => void;
}

export function Beside({ item, currency, deeds, ...on }: BesideProps) {
  const mine = useMe();
  const thing = thingOf(item);
  const { account, of, place, cents } = thing;
  return (
    <aside className="desk-beside" aria-label={said.beside}>
      <header>
        <p className="quiet small">
          {said.kinds[item.kind as keyof typeof said.kinds]} · <b className="thing-reason">{item.reason}</b>
        </p>
        <button type="button" className="button bare icon" aria-label={said.close} onClick={on.onClose}>
          ×
        </button>
      </header>
      <h2>{saysOf(item, mine.id)}</h2>
      <p>
        {account && of && <AccountLink of={of} account={account} name={thing.account_name} />}
        {place?.step_name && (
          <span className="quiet">
            {" "}
            · {said.atStep(place.step_name)}
            {place.map_title && ` (${place.map_title})`}
          </span>
        )}
        {cents !== null && cents > 0 && (
          <span className="quiet"> · {said.perMonth(sayMoney(cents, currency))}</span>
        )}
      </p>
      <p className="quiet small">
        {thing.owner
          ? thing.given_by
            ? `${thing.owner.name}: ${said.givenBy(thing.given_by.name)}`
            : thing.owned_because !== "" && said.isYoursBecause(thing.owner.name, thing.owned_because)
          : said.nobodyBecause(thing.owned_because)}
      </p>
      {item.task && (
        <>
          {item.task.words !== "" && <p className="told">{item.task.words}</p>}
          <p className="quiet small">
            {[
              item.task.due_on && said.dueAt(sayDay(item.task.due_on)),
              item.task.made_by && said.madeBy(item.task.made_by.name),
              said.from[item.task.came as keyof typeof said.from],
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
        </>
      )}
      {item.alert && (
        <p className="quiet small">
          {said.since(sayDay(item.alert.since))} · {said.opened(sayWhen(item.alert.opened_at))}
          {item.alert.woken_at && ` · ${said.woken(sayWhen(item.alert.woken_at))}`}
        </p>
      )}
      {item.handoff ? (
        <HandoffView
          key={item.key}
          handoff={item.handoff}
          deeds={deeds}
          onPutOff={on.onPutOff}
          onTake={on.onTake}
        />
      ) : item.task?.done_at ? (
        <DoneAlready task={item.task} deeds={deeds} />
      ) : (
        <Deciding key={item.key} item={item} deeds={deeds} {...on} />
      )}
      <p>
        <button type="button" className="link" onClick={on.onTask}>
          {said.makeTask}
        </button>
      </p>
    </aside>
  );
}

function DoneAlready({ task, deeds }: { readonly task: TaskOut; readonly deeds: Deeds }) {
  return (
    <>
      {task.done_by && <p>{said.doneBy(task.done_by.name)}</p>}
      <p>
        <button type="button" className="button" onClick={() => void deeds.undone(task)}>
          {said.notDone}
        </button>
      </p>
    </>
  );
}

interface DecidingProps {
  readonly item: ItemOut;
  readonly deeds: Deeds;
  readonly onDone: (because: string) => void;
  readonly onPutOff: () => void;
}

function Deciding({ item, deeds, onDone, onPutOff }: DecidingProps) {
  const people = usePeople();
  const [because, setBecause] = useState("");
  const owner = thingOf(item).owner;
  return (
    <form
      className="desk-form"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(because.trim());
      }}
    >
      {item.alert && (
        <label>
          <span>{said.whatWasDone}</span>
          <input
            className="field"
            maxLength={300}
            value={because}
            onChange={(event) => {
              setBecause(event.target.value);
            }}
          />
          <span className="quiet small">{said.staysQuiet}</span>
        </label>
      )}
      <p className="inline">
        <button type="submit" className="button first">
          {said.done}
        </button>
        <button type="button" className="button" onClick={onPutOff}>
          {said.putOff}
        </button>
      </p>
      <label>
        <span>{said.giveTo}</span>
        <select
          className="field"
          value={owner?.id ?? ""}
          onChange={(event) => {
            void deeds.give(item, Number(event.target.value));
          }}
        >
          {(!owner || people.every((one) => one.id !== owner.id)) && (
            <option value={owner?.id ?? ""} disabled>
              {owner?.name ?? "–"}
            </option>
          )}
          {people.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name || one.email}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}
