// The menu at a place of the board: what can be done there, each with its key. Loaded when it is first opened.

import { Menu } from "@base-ui/react/menu";
import { Fragment } from "react";
import { boardWords } from "../words/board";
import type { BoardCommand } from "./commands";
import { IS_TOUCHED } from "../app/touched";

export interface BoardMenuProps {
  readonly name: string;
  readonly commands: readonly BoardCommand[];
  /** Where it opens, on the screen. */
  readonly at: { readonly x: number; readonly y: number };
  /** It is closed; `run` is what was chosen, if anything was. */
  readonly onClose: (run: (() => void) | null) => void;
}

export function BoardMenu({ name, commands, at, onClose }: BoardMenuProps) {
  const anchor = { getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) };
  return (
    <Menu.Root
      open
      modal={false}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose(null);
      }}
    >
      <Menu.Portal>
        <Menu.Positioner
          anchor={anchor}
          side="bottom"
          align="start"
          className="menu-holder"
          collisionPadding={8}
        >
          <Menu.Popup
            className="board-menu"
            tabIndex={0}
            aria-label={boardWords.menuOf(name)}
            finalFocus={false}
            onContextMenu={(event) => {
              event.preventDefault();
            }}
          >
            {commands.map((one, i) => (
              <Fragment key={`${one.group}${one.name}`}>
                {i > 0 && commands[i - 1]?.group !== one.group && <Menu.Separator className="menu-line" />}
                {one.choices ? (
                  <Menu.SubmenuRoot>
                    <Menu.SubmenuTrigger className="menu-item">
                      {one.name}
                      <span className="menu-keys" aria-hidden="true">
                        ▸
                      </span>
                    </Menu.SubmenuTrigger>
                    <Menu.Portal>
                      <Menu.Positioner className="menu-holder" collisionPadding={8}>
                        <Menu.Popup className="board-menu" aria-label={one.name}>
                          <Menu.RadioGroup value={one.choices.findIndex((choice) => choice.isOn)}>
                            {one.choices.map((choice, j) => (
                              <Menu.RadioItem
                                key={choice.name}
                                value={j}
                                className="menu-item"
                                onClick={() => {
                                  onClose(choice.run);
                                }}
                              >
                                {choice.name}
                                <Menu.RadioItemIndicator className="menu-keys">✓</Menu.RadioItemIndicator>
                              </Menu.RadioItem>
                            ))}
                          </Menu.RadioGroup>
                        </Menu.Popup>
                      </Menu.Positioner>
                    </Menu.Portal>
                  </Menu.SubmenuRoot>
                ) : (
                  <Menu.Item
                    className="menu-item"
                    data-group={one.group}
                    onClick={() => {
                      onClose(one.run);
                    }}
                  >
                    {one.name}
                    {one.keys !== undefined && one.keys !== "" && !IS_TOUCHED && (
                      <kbd className="menu-keys">{one.keys}</kbd>
                    )}
                  </Menu.Item>
                )}
              </Fragment>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
