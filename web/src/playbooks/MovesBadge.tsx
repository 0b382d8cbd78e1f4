// At a step of the board: how many playbooks act here, and whether runs are under way.

import { useContext } from "react";
import { MovesContext } from "./MovesContext";
import { besideWords as said } from "../words/beside";
import { sayCount } from "../words/figures";

export function MovesBadge({ node }: { readonly node: string }) {
  const shown = useContext(MovesContext);
  const mine = shown?.byNode.get(node) ?? [];
  if (!shown || mine.length === 0) return null;
  const running = mine.reduce((sum, one) => sum + one.running, 0);
  const isOn = mine.some((one) => one.how !== "off");
  const says = [said.mark(mine.length), ...(running > 0 ? [said.underWay(running)] : [])].join("\n");
  return (
    <button
      type="button"
      className="moves-badge"
      tabIndex={-1}
      data-on={isOn || undefined}
      data-tip={says}
      aria-label={says}
      onMouseDown={(event) => {
        event.stopPropagation();
        shown.onPick(node);
      }}
    >
      <span aria-hidden="true">↯</span> {running > 0 ? sayCount(running) : mine.length}
    </button>
  );
}
