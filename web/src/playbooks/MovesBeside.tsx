// The playbooks that act at a step, beside the board: how each stands, how many of its runs are under way here, and
// its moves, to be changed.

import { useContext } from "react";
import { mayOn, useMe } from "../app/me";
import { textOf } from "../map/board";
import { useMapPage } from "../pages/map/page";
import type { PanelProps } from "../pages/map/panels";
import { besideWords as said } from "../words/beside";
import { words } from "../words/en";
import { Halted } from "./Halt";
import { MovesAtStep } from "./MovesAtStep";
import { MovesContext } from "./MovesContext";

export function MovesBeside({ id, onClose }: PanelProps) {
  const { board } = useMapPage();
  const mine = useMe();
  const node = id.slice("moves:".length);
  const column = board.steps.find((one) => one.node.id === node);
  const playbooks = useContext(MovesContext)?.byNode.get(node) ?? [];
  return (
    <aside className="panel" aria-label={said.title}>
      <header>
        <h2>{said.title}</h2>
        <button type="button" className="button icon" aria-label={words.close} onClick={onClose}>
          ×
        </button>
      </header>
      {column && <p className="quiet">{textOf(column.node.properties.name)}</p>}
      {playbooks.length > 0 && mayOn(mine, "", "editor") && <Halted />}
      <p>{playbooks.length === 0 ? said.none : said.says}</p>
      <ul className="moves-list">
        {playbooks.map((one) => (
          <li key={one.id}>
            <details open={playbooks.length === 1}>
              <summary>
                <b>{one.name}</b>{" "}
                <span className="quiet">
                  {said.hows[one.how]} · {one.running > 0 ? said.underWay(one.running) : said.noneUnderWay}
                </span>
              </summary>
              {mayOn(mine, "", "editor") && <MovesAtStep id={one.id} />}
            </details>
          </li>
        ))}
      </ul>
    </aside>
  );
}
