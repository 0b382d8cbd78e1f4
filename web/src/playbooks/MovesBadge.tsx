// At a step of the board: how many playbooks act here, and whether runs are under way.

import { useContext } from "react";
import { MovesContext } from "./MovesContext";
import { besideWords as said } from "../words/beside";

export function MovesBadge({ node }: { readonly node: string }) {
  const shown = useContext(MovesContext);
  const mine = shown?.byNode.get(node) ?? [];
  if (!shown || mine.length === 0) return null;
  const running = mine.reduce((sum, one) => sum + one.running, 0);
  const isOn = mine.some((one) => one.how !== "off");
  const marks = said.chip(mine.length);
  const says = [said.mark(mine.length), ...(running > 0 ? [said.underWay(running)] : [])].join(", ");
  return (
    <button
      type="button"
      className="moves-badge"
      tabIndex={-1}
      data-on={isOn || undefined}
      title={said.openThem(says)}
      aria-label={says}
      onMouseDown={(event) => {
        event.stopPropagation();
        shown.onPick(node);
      }}
    >
      <span aria-hidden="true">↯</span> {running > 0 ? `${marks} · ${said.running(running)}` : marks}
    </button>
  );
}
