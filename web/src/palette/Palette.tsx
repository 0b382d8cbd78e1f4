// Ctrl-K: everything and every command, by name.

import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { paletteWords } from "../words/palette";
import { type Command, idOf } from "./command";
import type { Early } from "./early";
import { find } from "./matching";
import { recent, used } from "./recent";
import { usePlaces } from "./usePlaces";
import { IS_TOUCHED } from "../app/touched";

export interface PaletteProps {
  /** What the page that is open offers. */
  readonly commands: readonly Command[];
  /** What was typed before this was there; to be taken once it is. */
  readonly takeEarly: () => Early;
  readonly onKeys: () => void;
  readonly onClose: () => void;
}

export function Palette({ commands, takeEarly, onKeys, onClose }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [sought, setSought] = useState("");
  const [at, setAt] = useState(0);
  const [lately] = useState(recent);
  // Enter was pressed after these letters, before anything was found: what they find first is done once it is.
  const [meant, setMeant] = useState<string | null>(null);
  const { commands: places, isLooking, broken } = usePlaces(sought, onKeys);
  // Opened before anything else may happen: until the field has the focus, the letters go on being kept for it.
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    const { letters, isMeant } = takeEarly();
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the letters come from the keyboard, not from React
    if (letters) setSought(letters);
    if (isMeant) setMeant(letters);
    return () => {
      if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
    };
  }, [takeEarly]);
  const groups = find([...commands, ...places], sought, lately);
  const flat = groups.flatMap((one) => one.commands);
  const chosen = Math.min(at, flat.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const run = (command: Command | undefined) => {
    if (!command) return;
    used(idOf(command));
    dialog.current?.close();
    onClose();
    command.run();
  };
  const isFound = meant !== null && meant === sought && flat.length > 0;
  useEffect(() => {
    if (isFound) run(flat[0]);
    // Once, as soon as something is found.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isFound]);
  return (
    <dialog ref={dialog} className="palette" aria-label={paletteWords.title} onClose={onClose}>
      <input
        className="field"
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={flat[chosen] ? `palette-${chosen}` : undefined}
        aria-label={paletteWords.title}
        placeholder={
          commands.some((one) => one.group === "steps")
            ? paletteWords.placeholderOnMap
            : paletteWords.placeholder
        }
        value={sought}
        onChange={(event) => {
          setSought(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "ArrowDown") setAt((chosen + 1) % Math.max(flat.length, 1));
          else if (event.key === "ArrowUp") setAt((chosen - 1 + flat.length) % Math.max(flat.length, 1));
          else if (event.key === "Enter") {
            if (flat[chosen]) run(flat[chosen]);
            else if (isLooking) setMeant(sought);
          } else return;
          event.preventDefault();
        }}
      />
      <div ref={list} id="palette-list" role="listbox" aria-label={paletteWords.title}>
        {groups.map(({ group, commands: of }) => (
          <div key={group} role="group" aria-label={paletteWords.groups[group]}>
            <div className="palette-group" aria-hidden="true">
              {paletteWords.groups[group]}
            </div>
            {of.map((one) => {
              const place = flat.indexOf(one);
              return (
                <div
                  key={idOf(one)}
                  id={`palette-${place}`}
                  className="palette-item"
                  role="option"
                  aria-selected={place === chosen}
                  onMouseMove={() => {
                    setAt(place);
                  }}
                  onMouseDown={(event) => {
                    event.preventDefault();
                    run(one);
                  }}
                >
                  <span className="palette-name">{one.name}</span>
                  {one.keys && !IS_TOUCHED ? (
                    <kbd>{one.keys}</kbd>
                  ) : (
                    <span className="quiet">{one.hint}</span>
                  )}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {flat.length === 0 && (
        <p className="quiet" role="status">
          {isLooking
            ? meant === sought
              ? paletteWords.goesOnceFound
              : paletteWords.looking
            : broken === null
              ? paletteWords.nothing
              : paletteWords.broken(broken)}
        </p>
      )}
      <p className="palette-foot quiet">{paletteWords.foot}</p>
    </dialog>
  );
}
