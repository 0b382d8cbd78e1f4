// Many alerts of one rule in one line: what is wrong, with how many, what they pay together; it opens to them.

import type { ItemOut } from "../api/generated/types.gen";
import { Icon } from "../app/Icon";
import { sayMoney } from "../success/board";
import { todayWords as said } from "../words/today";
import { severityOf } from "./day";

export interface GroupRowProps {
  readonly item: ItemOut;
  readonly currency: string;
  readonly isAt: boolean;
  /** Whether Tab leads into the list here. */
  readonly isTabStop: boolean;
  readonly isOpen: boolean;
  readonly onAt: () => void;
  readonly onOpen: () => void;
  readonly onDone: () => void;
  readonly onPutOff: () => void;
}

export function GroupRow({ item, currency, isAt, isTabStop, isOpen, ...on }: GroupRowProps) {
  const { group } = item;
  if (!group) return null;
  const severity = severityOf(item);
  const all = said.allOf(group.ids.length);
  return (
    <li
      id={`thing-${item.key}`}
      className="thing thing-group"
      data-severity={severity}
      data-open={isOpen ? "" : undefined}
      aria-current={isAt ? "true" : undefined}
      tabIndex={isTabStop ? 0 : -1}
      onFocus={on.onAt}
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest("a, button")) on.onOpen();
      }}
    >
      <span className="thing-sign" title={said.severities[severity]} aria-hidden="true">
        {severity === "urgent" ? "!!" : "!"}
      </span>
      <div className="thing-words">
        <p className="thing-says">
          <button
            type="button"
            className="thing-open thing-account"
            aria-expanded={isOpen}
            tabIndex={-1}
            onClick={on.onOpen}
          >
            {group.says}
          </button>{" "}
          <span className="thing-turn" aria-hidden="true">
            {isOpen ? "▾" : "▸"}
          </span>
        </p>
        <p className="thing-facts small quiet">
          <b className="thing-reason">
            {group.urgent > 0 ? said.urgentOf(group.urgent, group.ids.length) : item.reason}
          </b>
          <span>{said.alerts(group.ids.length)}</span>
          {group.cents !== null && group.cents > 0 && (
            <span>{said.perMonthTogether(sayMoney(group.cents, currency))}</span>
          )}
        </p>
      </div>
      <span className="thing-deeds">
        <button
          type="button"
          className="button"
          tabIndex={-1}
          title={`${said.putOff} (s)`}
          aria-label={`${said.putOff}: ${all}`}
          onClick={on.onPutOff}
        >
          {said.putAllOff}
        </button>
        <button
          type="button"
          className="button thing-done"
          tabIndex={-1}
          title={`${said.done} (e)`}
          aria-label={`${said.done}: ${all}`}
          onClick={on.onDone}
        >
          <Icon name="check" />
          <span>{said.allDone}</span>
        </button>
      </span>
    </li>
  );
}
