// The menu of the tools that the bar has no room for, open.

import { Menu } from "@base-ui/react/menu";
import { Icon } from "../../app/Icon";
import { IS_TOUCHED } from "../../app/touched";
import { shellWords } from "../../words/shell";
import type { Tool } from "./tools";

export function MoreToolsMenu({ tools }: { readonly tools: readonly Tool[] }) {
  return (
    <Menu.Root modal={false} defaultOpen>
      <Menu.Trigger
        className="button bare icon"
        aria-label={shellWords.moreTools}
        title={shellWords.moreTools}
      >
        <Icon name="more" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="menu-place" align="end" sideOffset={6}>
          <Menu.Popup className="menu-popup">
            {tools.map((tool) => (
              <Menu.Item
                key={tool.id}
                className="menu-item"
                disabled={tool.isDisabled ?? false}
                onClick={tool.run}
              >
                <span>{tool.name}</span>
                {tool.keys && !IS_TOUCHED && <kbd>{tool.keys}</kbd>}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
