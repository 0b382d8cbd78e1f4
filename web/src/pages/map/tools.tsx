// The tools of the bar, in their order: a button where there is room for it, an entry of the menu of tools
// where there is not. A new tool is one entry here, and stands in Ctrl-K by that.

import type { ReactNode } from "react";
import { Icon } from "../../app/Icon";
import { useOpenCounts } from "../../comments/useThreads";
import { boardWords } from "../../words/board";
import { words } from "../../words/en";
import { presentWords } from "../../words/present";
import { settingsWords } from "../../words/mapsettings";
import { sharingWords } from "../../words/sharing";
import { shellWords } from "../../words/shell";
import { talkWords } from "../../words/talk";
import { FIT_KEYS, HISTORY_KEYS, PRESENT_KEYS } from "./keys";
import { type MapPage, useMapPage } from "./page";
import type { Room } from "./useRoom";

export interface Tool {
  readonly id: string;
  readonly name: string;
  /** What stands on the button; the name where there is none. */
  readonly sign?: ReactNode;
  readonly hint?: string;
  readonly keys?: string;
  /** The least room in which it is a button; null: it is always in the menu. */
  readonly from: Room | null;
  readonly isPressed?: boolean;
  readonly isDisabled?: boolean;
  readonly run: () => void;
}

export type ToolsOf = (page: MapPage) => readonly Tool[];

const TOOLS: readonly ToolsOf[] = [unmaking, adding, zooming, panels];

export function toolsOf(page: MapPage): readonly Tool[] {
  return TOOLS.flatMap((of) => of(page));
}

function unmaking(page: MapPage): readonly Tool[] {
  if (!page.canEdit) return [];
  const { canUndo, canRedo } = page.unmaking;
  return [
    {
      id: "undo",
      name: words.undo,
      sign: <Icon name="undo" />,
      keys: shellWords.undoKeys,
      hint: canUndo ? words.undo : shellWords.nothingToUndo,
      from: 1,
      isDisabled: !canUndo,
      run: page.undo,
    },
    {
      id: "redo",
      name: words.redo,
      sign: <Icon name="redo" />,
      keys: shellWords.redoKeys,
      hint: canRedo ? words.redo : shellWords.nothingToRedo,
      from: 1,
      isDisabled: !canRedo,
      run: page.redo,
    },
  ];
}

function adding(page: MapPage): readonly Tool[] {
  const { canEdit, newLane } = page;
  if (!canEdit || !newLane) return [];
  return [{ id: "new-lane", name: boardWords.newLane, from: null, run: newLane }];
}

function zooming({ zoom }: MapPage): readonly Tool[] {
  return [
    { id: "zoom-out", name: words.zoomOut, sign: "−", keys: "Ctrl+−", from: 2, run: zoom.farther },
    {
      id: "zoom-fit",
      name: words.zoomFit,
      hint: words.zoomFitHint,
      keys: FIT_KEYS,
      sign: `${Math.round(zoom.aim * 100)} % · ${words.zoomFit}`,
      from: 2,
      run: zoom.fit,
    },
    {
      id: "zoom-full",
      name: words.zoomFull,
      hint: words.zoomFullHint,
      keys: "Ctrl+0",
      from: null,
      run: zoom.full,
    },
    { id: "zoom-in", name: words.zoomIn, sign: "+", keys: "Ctrl++", from: 2, run: zoom.nearer },
  ];
}

function panels(page: MapPage): readonly Tool[] {
  const panelTool = (
    panel: string,
    from: Room | null,
    tool: Pick<Tool, "name" | "hint" | "sign" | "keys">,
  ): Tool => {
    const isOpen = page.panel?.split(":", 1)[0] === panel;
    return {
      ...tool,
      id: panel,
      from,
      isPressed: isOpen,
      run: () => {
        page.openPanel(isOpen ? null : panel);
      },
    };
  };
  const present = () => {
    page.setPresenting(true);
  };
  return [
    panelTool("comments", 3, { name: talkWords.title, hint: talkWords.hint, sign: <TalkSign /> }),
    panelTool("history", 3, {
      name: words.history,
      hint: words.historyHint,
      keys: HISTORY_KEYS,
    }),
    {
      id: "present",
      name: presentWords.present,
      hint: presentWords.presentHint,
      keys: PRESENT_KEYS,
      from: null,
      run: present,
    },
    panelTool("share", null, { name: sharingWords.share, hint: sharingWords.hint }),
    panelTool("print", null, { name: presentWords.print, hint: presentWords.printHint }),
    panelTool("settings", null, { name: settingsWords.settings, hint: settingsWords.hint }),
  ];
}

function TalkSign() {
  const { mapId, state } = useMapPage();
  const count = [...useOpenCounts(mapId, state.comments).values()].reduce((sum, one) => sum + one, 0);
  return (
    <>
      {talkWords.title}
      {count > 0 && <span className="count"> {count}</span>}
    </>
  );
}
