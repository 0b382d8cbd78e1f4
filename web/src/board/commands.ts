// What can be done at a place of the board, by name: for its menu, and for Ctrl-K.

import { textOf } from "../map/board";
import type { Command } from "../palette/command";
import { boardWords as say } from "../words/board";
import type { Desk } from "./desk";
import { type Doings, laneAt } from "./doings";
import { blockOf, thingsIn } from "./picked";
import { sayings } from "./sayings";
import { HEAD, type Place, RAIL, STAGE } from "./selection";

export interface BoardCommand {
  readonly name: string;
  readonly keys?: string;
  /** Commands of one group stand together. */
  readonly group: "open" | "write" | "new" | "carry" | "move" | "say" | "gone";
  readonly run: () => void;
  /** Instead of running, the command offers these; the one that holds is marked. */
  readonly choices?: readonly { readonly name: string; readonly isOn: boolean; readonly run: () => void }[];
}

/** What is done outside of the doings: the clipboard and pictures. */
export interface CarryEffects {
  readonly copy: () => void;
  readonly cut: () => void;
  readonly paste: () => void;
  readonly lookAt: (card: string) => void;
  readonly addPicture: (step: string) => void;
}

/** The commands at what is picked, in the order of the menu. None where nothing is. */
export function commandsAt(desk: Desk, doings: Doings, effects: CarryEffects): readonly BoardCommand[] {
  const { at } = desk.picked;
  if (!at) return [];
  if (at.step === RAIL) return laneCommands(desk, doings, at.lane);
  if (at.lane === STAGE) return stageCommands(desk, doings, at.step);
  return cellCommands(desk, doings, effects, at);
}

/** How what is picked is called, for the menu's name. */
export function nameOfPlace(desk: Desk): string {
  const { at } = desk.picked;
  if (!at) return "";
  const lane = desk.lanes.find((one) => one.id === at.lane);
  if (at.step === RAIL) return say.laneNamed(lane?.name ?? "");
  const things = thingsIn(desk.board, desk.lanes, desk.picked, desk.folded);
  const count = things.stages.length + things.steps.length + things.cards.length + things.cells.length;
  if (count > 1) return say.several(count);
  const [card] = things.cards;
  if (card) return textOf(card.properties.text);
  const name = textOf(desk.nodes.nodes.get(at.step)?.properties.name);
  return lane ? say.at(lane.name, name) : name;
}

function laneCommands(desk: Desk, doings: Doings, lane: string): readonly BoardCommand[] {
  const isFolded = desk.folded.has(lane);
  const fold: BoardCommand = {
    name: isFolded ? say.unfoldLane : say.foldLane,
    keys: "Space",
    group: "open",
    run: () => {
      doings.fold(lane);
    },
  };
  if (!desk.canEdit) return [fold];
  return [
    fold,
    { name: say.rename, keys: "Enter", group: "write", run: doings.rename },
    ...pair("new", [say.laneBefore, say.laneAfter], ["", "Ctrl+Enter"], (side) => {
      doings.insertLane(lane, side);
    }),
    {
      name: say.moveUp,
      keys: "Alt+↑",
      group: "move",
      run: () => {
        doings.shiftLane(lane, "up");
      },
    },
    {
      name: say.moveDown,
      keys: "Alt+↓",
      group: "move",
      run: () => {
        doings.shiftLane(lane, "down");
      },
    },
    {
      name: say.hideLane,
      keys: "Del",
      group: "gone",
      run: () => {
        doings.hideLane(lane);
      },
    },
  ];
}

function stageCommands(desk: Desk, doings: Doings, stage: string): readonly BoardCommand[] {
  const comment = commenting(doings);
  if (!desk.canEdit) return [comment];
  return [
    comment,
    { name: say.rename, keys: "Enter", group: "write", run: doings.rename },
    {
      name: say.stepInStage,
      group: "new",
      run: () => {
        doings.addStep(stage);
      },
    },
    ...pair("new", [say.stageBefore, say.stageAfter], ["", "Ctrl+Enter"], (side) => {
      doings.insertStage(stage, side);
    }),
    { name: say.duplicate, keys: "Ctrl+D", group: "carry", run: doings.duplicate },
    ...sideways(doings),
    { name: say.remove, keys: "Del", group: "gone", run: doings.clear },
  ];
}

function commenting(doings: Doings): BoardCommand {
  return { name: say.comment, keys: "Ctrl+Alt+M", group: "open", run: doings.comment };
}

function cellCommands(desk: Desk, doings: Doings, effects: CarryEffects, at: Place): readonly BoardCommand[] {
  const lane = laneAt(desk, at);
  const things = thingsIn(desk.board, desk.lanes, desk.picked, desk.folded);
  const isHead = at.lane === HEAD;
  const hasBlock = blockOf(desk.board, desk.lanes, desk.picked, desk.folded) !== null;
  const isSome = things.steps.length + things.cards.length + things.cells.length > 0;
  const looks: BoardCommand[] = [
    {
      name: say.openStep,
      keys: "Space",
      group: "open",
      run: () => {
        doings.open(at.step);
      },
    },
    commenting(doings),
  ];
  const { card } = at;
  if (card !== null && things.cards.length === 1) {
    looks.unshift({
      name: say.openCard,
      keys: "Alt+Enter",
      group: "open",
      run: () => {
        doings.open(card);
      },
    });
  }
  if (lane?.field === "images" && card !== null) {
    looks.unshift({
      name: say.lookAtPicture,
      keys: "Enter",
      group: "open",
      run: () => {
        effects.lookAt(card);
      },
    });
  }
  const copy: readonly BoardCommand[] = hasBlock
    ? [{ name: say.copy, keys: "Ctrl+C", group: "carry", run: effects.copy }]
    : [];
  if (!desk.canEdit) return [...looks, ...copy];
  return [
    ...looks,
    ...writing(doings, effects, at, lane?.shape ?? null, lane?.field ?? ""),
    ...(lane?.field === "images"
      ? []
      : [
          {
            name: say.addPicture,
            group: "write" as const,
            run: () => {
              effects.addPicture(at.step);
            },
          },
        ]),
    ...pair("new", [say.stepBefore, say.stepAfter], ["", "Ctrl+Enter"], (side) => {
      doings.insertStep(at.step, side);
    }),
    ...copy,
    { name: say.cut, keys: "Ctrl+X", group: "carry", run: effects.cut },
    { name: say.paste, keys: "Ctrl+V", group: "carry", run: effects.paste },
    ...(things.cards.length > 0 || things.steps.length > 0
      ? [{ name: say.duplicate, keys: "Ctrl+D", group: "carry" as const, run: doings.duplicate }]
      : []),
    ...(isSome ? sideways(doings) : []),
    ...(things.cards.length > 0
      ? [
          {
            name: say.moveUp,
            keys: "Alt+↑",
            group: "move" as const,
            run: () => {
              doings.shift("up");
            },
          },
          {
            name: say.moveDown,
            keys: "Alt+↓",
            group: "move" as const,
            run: () => {
              doings.shift("down");
            },
          },
        ]
      : []),
    ...sayings(desk, doings),
    ...(isSome
      ? [
          {
            name: isHead || things.cards.length > 0 ? say.remove : say.clear,
            keys: "Del",
            group: "gone" as const,
            run: doings.clear,
          },
        ]
      : []),
  ];
}

function writing(
  doings: Doings,
  effects: CarryEffects,
  at: Place,
  shape: string | null,
  field: string,
): readonly BoardCommand[] {
  if (shape === null) return [{ name: say.rename, keys: "F2", group: "write", run: doings.rename }];
  if (shape === "feeling") return [];
  if (shape === "moment") {
    return [
      {
        name: say.momentHere,
        keys: "Enter",
        group: "write",
        run: () => {
          doings.toggleMoment(at.step);
        },
      },
    ];
  }
  if (field === "images") {
    const add: BoardCommand = {
      name: say.addPicture,
      keys: at.card === null ? "Enter" : "",
      group: "write",
      run: () => {
        effects.addPicture(at.step);
      },
    };
    return at.card === null
      ? [add]
      : [{ name: say.describePicture, keys: "F2", group: "write", run: doings.rename }, add];
  }
  if (shape !== "cards") return [{ name: say.change, keys: "Enter", group: "write", run: doings.rename }];
  const add: BoardCommand = { name: say.cardAfter, keys: "a…z", group: "write", run: doings.newCard };
  return at.card === null
    ? [add]
    : [{ name: say.change, keys: "Enter", group: "write", run: doings.rename }, add];
}

function sideways(doings: Doings): readonly BoardCommand[] {
  return [
    {
      name: say.moveLeft,
      keys: "Alt+←",
      group: "move",
      run: () => {
        doings.shift("left");
      },
    },
    {
      name: say.moveRight,
      keys: "Alt+→",
      group: "move",
      run: () => {
        doings.shift("right");
      },
    },
  ];
}

function pair(
  group: BoardCommand["group"],
  names: readonly [string, string],
  keys: readonly [string, string],
  run: (side: "before" | "after") => void,
): readonly BoardCommand[] {
  return (["before", "after"] as const).map((side, i) => ({
    name: names[i] ?? "",
    keys: keys[i] ?? "",
    group,
    run: () => {
      run(side);
    },
  }));
}

/** The same commands as Ctrl-K lists them: a choice is one entry each. */
export function forPalette(commands: readonly BoardCommand[], place: string): readonly Command[] {
  return commands.flatMap((one): readonly Command[] =>
    one.choices
      ? one.choices.map((choice) => ({ name: `${one.name}: ${choice.name}`, hint: place, run: choice.run }))
      : [{ name: one.name, hint: place, run: one.run, ...(one.keys ? { keys: one.keys } : {}) }],
  );
}
