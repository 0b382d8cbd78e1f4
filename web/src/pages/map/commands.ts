// What can be done on the map page, by name, for Ctrl-K. Each part adds a function of its own to the list.

import type { Command } from "../../board/Palette";
import * as intents from "../../map/intents";
import { words } from "../../words/en";
import { talkWords } from "../../words/talk";
import { settingsWords } from "../../words/mapsettings";
import { LOOKS } from "./looks";
import type { MapPage } from "./page";
import { panelHere } from "./TalkAround";

export type CommandsOf = (page: MapPage) => readonly Command[];

const COMMANDS: readonly CommandsOf[] = [lookCommands, pageCommands, talkCommands, editCommands];

export function commandsOf(page: MapPage): readonly Command[] {
  return COMMANDS.flatMap((of) => of(page));
}

function lookCommands(page: MapPage): readonly Command[] {
  return LOOKS.map((look) => ({
    name: look.name,
    hint: look.hint,
    run: () => {
      page.setLook(look.id);
    },
  }));
}

function pageCommands(page: MapPage): readonly Command[] {
  return [
    {
      name: words.history,
      hint: words.sinceThen,
      run: () => {
        page.openPanel("history");
      },
    },
    {
      name: settingsWords.settings,
      hint: settingsWords.hint,
      run: () => {
        page.openPanel("settings");
      },
    },
    { name: words.zoomFit, hint: words.zoomOut, run: page.zoom.fit },
  ];
}

function talkCommands(page: MapPage): readonly Command[] {
  return [
    {
      name: talkWords.title,
      hint: talkWords.hint,
      run: () => {
        page.openPanel("comments");
      },
    },
    {
      name: talkWords.commentHere,
      hint: "Ctrl+Alt+M",
      run: () => {
        page.openPanel(panelHere(page.open.where()));
      },
    },
  ];
}

function editCommands(page: MapPage): readonly Command[] {
  if (!page.canEdit) return [];
  return [
    { name: words.undo, hint: "Ctrl+Z", run: page.undo },
    { name: words.redo, hint: "Ctrl+Shift+Z", run: page.redo },
    {
      name: words.addStage,
      hint: words.newStage,
      run: () => {
        page.edit(intents.addStage(page.nodes, words.newStage, words.newStep, null));
      },
    },
  ];
}
