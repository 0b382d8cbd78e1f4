// One thing of the day: what it is, of whom, why it stands here, and what one can do about it at once.

import type { ItemOut } from "../api/generated/types.gen";
import { Icon } from "../app/Icon";
import { useMe } from "../app/me";
import { AccountLink } from "../app/Named";
import { sayMoney } from "../success/board";
import { todayWords as said } from "../words/today";
import { saysOf, severityOf, thingOf } from "./day";

export interface RowProps {
  readonly item: ItemOut;
  readonly currency: string;
  readonly isAt: boolean;
  /** Whether Tab leads into the list here. */
  readonly isTabStop: boolean;
  readonly isOpen: boolean;
  readonly isNobodys: boolean;
  /** Whether it stands in the group above it. */
  readonly isMember: boolean;
  readonly onAt: () => void;
  readonly onOpen: () => void;
  readonly onDone: () => void;
  readonly onPutOff: () => void;
  readonly onTake: () => void;
}

export function Row({ item, currency, isAt, isTabStop, isOpen, isNobodys, isMember, ...on }: RowProps) {
  const mine = useMe();
  const thing = thingOf(item);
  const severity = severityOf(item);
  const says = saysOf(item, mine.id);
  const { account, of, place, cents } = thing;
  const isHandoff = item.handoff !== null && item.handoff !== undefined;
  return (
    <li
      id={`thing-${item.key}`}
      className={isMember ? "thing thing-member" : "thing"}
      data-severity={severity}
      data-late={item.is_late ? "" : undefined}
      data-open={isOpen ? "" : undefined}
      aria-current={isAt ? "true" : undefined}
      tabIndex={isTabStop ? 0 : -1}
      onFocus={on.onAt}
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest("a, button")) on.onOpen();
      }}
    >
      <span className="thing-sign" title={said.severities[severity]} aria-hidden="true">
        {severity === "urgent" ? "!!" : item.kind === "handoff" ? "⇄" : item.kind === "task" ? "○" : "!"}
      </span>
      <div className="thing-words">
        <p className="thing-says">
          {account && of && (
            <AccountLink
              of={of}
              account={account}
              name={thing.account_name}
              className="thing-account"
              isBrief
            />
          )}{" "}
          <button type="button" className="thing-open" onClick={on.onOpen} tabIndex={-1}>
            {says}
          </button>
        </p>
        <p className="thing-facts small quiet">
          <b className="thing-reason">{item.reason}</b>
          <span>{said.kinds[item.kind as keyof typeof said.kinds]}</span>
          {isHandoff && item.handoff && (
            <span>
              {item.handoff.missing.length > 0
                ? said.stillMissing(item.handoff.missing.length)
                : said.complete}
            </span>
          )}
          {place?.step_name && !says.includes(place.step_name) && <span>{said.atStep(place.step_name)}</span>}
          {cents !== null && cents > 0 && <span>{said.perMonth(sayMoney(cents, currency))}</span>}
          {isNobodys && <span>{thing.owned_because}</span>}
        </p>
      </div>
      <span className="thing-deeds">
        {isNobodys && (!isHandoff || item.handoff?.nobodys) && (
          <button type="button" className="button" tabIndex={-1} onClick={on.onTake}>
            {said.take}
          </button>
        )}
        <button
          type="button"
          className="button"
          tabIndex={-1}
          title={`${said.putOff} (s)`}
          onClick={on.onPutOff}
        >
          {said.putOff}
        </button>
        {isHandoff ? (
          <button type="button" className="button" tabIndex={-1} onClick={on.onOpen}>
            {said.open}
          </button>
        ) : (
          <button
            type="button"
            className="button thing-done"
            tabIndex={-1}
            title={`${said.done} (e)`}
            onClick={on.onDone}
          >
            <Icon name="check" />
            <span>{said.done}</span>
          </button>
        )}
      </span>
    </li>
  );
}
