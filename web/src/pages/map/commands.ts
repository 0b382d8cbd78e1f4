// What can be done on the map page, by name, for Ctrl-K. Each part adds a function of its own to the list.

import { tell } from "../../app/told";
import { HEAD } from "../../board/selection";
import { EVERYBODY } from "../../lived/view";
import { textOf } from "../../map/board";
import * as intents from "../../map/intents";
import type { Command } from "../../palette/command";
import { boardWords } from "../../words/board";
import { words } from "../../words/en";
import { livedWords } from "../../words/lived";
import { paletteWords } from "../../words/palette";
import { talkWords } from "../../words/talk";
import { keyOfLook } from "./keys";
import { LOOKS } from "./looks";
import type { MapPage } from "./page";
import { panelHere } from "./TalkAround";
import { toolsOf } from "./tools";

export type CommandsOf = (page: MapPage) => readonly Command[];

const COMMANDS: readonly CommandsOf[] = [
  placeCommands,
  lookCommands,
  livedCommands,
  toolCommands,
  talkCommands,
  editCommands,
  placesOnMap,
];

export function commandsOf(page: MapPage): readonly Command[] {
  return COMMANDS.flatMap((of) => of(page));
}

/** What can be done at what is picked on the board. */
function placeCommands(page: MapPage): readonly Command[] {
  return page
    .boardCommands()
    .map((one) => (one.name === boardWords.addPicture ? { ...one, also: paletteWords.alsoPicture } : one));
}

function lookCommands(page: MapPage): readonly Command[] {
  return LOOKS.map((look) => ({
    name: look.name,
    hint: look.hint,
    also: paletteWords.alsoLooks[look.id] ?? "",
    keys: keyOfLook(look.id),
    run: () => {
      page.setLook(look.id);
    },
  }));
}

function livedCommands(page: MapPage): readonly Command[] {
  if (page.look === "planned") return [];
  return [
    {
      name: livedWords.atEverybody,
      hint: livedWords.journeyOf,
      run: () => {
        page.setView({ whose: EVERYBODY, against: null });
      },
    },
    ...(page.look === "difference"
      ? [
          {
            name: livedWords.showList,
            hint: livedWords.differenceHint,
            run: () => {
              page.openPanel("difference");
            },
          },
        ]
      : [
          {
            name: livedWords.compareEverybody,
            hint: livedWords.compare,
            run: () => {
              page.setView({ ...page.view, against: { by: "segment", segment: "" } });
            },
          },
        ]),
  ];
}

function toolCommands(page: MapPage): readonly Command[] {
  return toolsOf(page)
    .filter((tool) => !tool.isDisabled)
    .map((tool) => ({
      name: tool.name,
      hint: tool.hint ?? "",
      also: paletteWords.alsoTools[tool.id] ?? "",
      ...(tool.keys ? { keys: tool.keys } : {}),
      run: tool.run,
    }));
}

function talkCommands(page: MapPage): readonly Command[] {
  return [
    {
      name: talkWords.commentHere,
      hint: talkWords.hint,
      keys: "Ctrl+Alt+M",
      run: () => {
        page.openPanel(panelHere(page.open.where()));
      },
    },
  ];
}

/** Where the bar has room for them. */
function lanesCommand(): readonly Command[] {
  const button = document.querySelector<HTMLElement>(".bar .menu > button");
  if (!button) return [];
  return [
    {
      name: words.lanes,
      hint: words.lanesHint,
      run: () => {
        button.click();
      },
    },
  ];
}

function editCommands(page: MapPage): readonly Command[] {
  if (!page.canEdit) return [];
  return [
    {
      name: words.addStage,
      hint: words.newStage,
      run: () => {
        page.edit(intents.addStage(page.nodes, words.newStage, words.newStep, null));
      },
    },
    ...lanesCommand(),
    ...(page.boardCommands().some((one) => one.name === boardWords.addPicture)
      ? []
      : [
          {
            name: boardWords.addPicture,
            hint: "",
            also: paletteWords.alsoPicture,
            run: () => {
              tell({ says: boardWords.pictureWhere });
            },
          },
        ]),
  ];
}

/** The steps and cards: to go there. */
function placesOnMap(page: MapPage): readonly Command[] {
  return page.board.steps.flatMap((step): Command[] => {
    const name = textOf(step.node.properties.name);
    const cards = page.board.lanes.flatMap((lane) =>
      (step.cards.get(lane.field) ?? []).map((card): Command => ({
        name: textOf(card.properties.text),
        hint: `${lane.name}, ${name}`,
        group: "cards",
        id: card.id,
        run: () => {
          page.goTo({ step: step.node.id, lane: lane.id, card: card.id });
        },
      })),
    );
    const go: Command = {
      name,
      hint: textOf(step.stage.properties.name),
      group: "steps",
      id: step.node.id,
      run: () => {
        page.openPanel(step.node.id);
        page.goTo({ step: step.node.id, lane: HEAD, card: null });
      },
    };
    return [go, ...cards.filter((one) => one.name !== "")];
  });
}
