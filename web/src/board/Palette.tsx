// Ctrl-K: everything on the map and every command, by name.

import { useEffect, useMemo, useRef, useState } from "react";
import type { Board } from "../map/board";
import { textOf } from "../map/board";
import { words } from "../words/en";

export interface Command {
  readonly name: string;
  readonly hint: string;
  readonly run: () => void;
}

export interface PaletteProps {
  readonly board: Board;
  readonly commands: readonly Command[];
  readonly onStep: (step: string) => void;
  readonly onClose: () => void;
}

const MOST_SHOWN = 12;

export function Palette({ board, commands, onStep, onClose }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [sought, setSought] = useState("");
  const [at, setAt] = useState(0);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const everything = useMemo(() => {
    const steps = board.steps.flatMap((step): Command[] => {
      const name = textOf(step.node.properties.name);
      const run = () => {
        onStep(step.node.id);
      };
      const cards = [...step.cards.values()].flat().map((card): Command => {
        return { name: textOf(card.properties.text), hint: name, run };
      });
      return [{ name, hint: textOf(step.stage.properties.name), run }, ...cards];
    });
    return [...commands, ...steps];
  }, [board, commands, onStep]);
  const parts = sought
    .toLowerCase()
    .split(/\s+/)
    .filter((part) => part !== "");
  const found = everything
    .filter((one) => {
      const text = `${one.name} ${one.hint}`.toLowerCase();
      return parts.every((part) => text.includes(part));
    })
    .slice(0, MOST_SHOWN);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  return (
    <dialog ref={dialog} className="palette" aria-label={words.commandPalette} onClose={onClose}>
      <input
        className="field"
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[at] ? `palette-${at}` : undefined}
        aria-label={words.searchOrCommand}
        placeholder={words.searchOrCommand}
        value={sought}
        onChange={(event) => {
          setSought(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") setAt(Math.min(found.length - 1, at + 1));
          else if (event.key === "ArrowUp") setAt(Math.max(0, at - 1));
          else if (event.key === "Enter") run(found[at]);
          else return;
          event.preventDefault();
        }}
      />
      <ul id="palette-list" role="listbox" aria-label={words.commandPalette}>
        {found.map((one, i) => (
          <li
            key={`${i}${one.name}`}
            id={`palette-${i}`}
            role="option"
            aria-selected={i === at}
            onMouseDown={(event) => {
              event.preventDefault();
              run(one);
            }}
          >
            <span>{one.name}</span>
            <span className="quiet">{one.hint}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="quiet">{words.nothingFound}</p>}
    </dialog>
  );
}
