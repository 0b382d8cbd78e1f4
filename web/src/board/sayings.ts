// What the things that are picked can say of themselves: how we know it, how bad it is, through which channel.

import { textOf } from "../map/board";
import { isMapping, type Json } from "../map/valueMerge";
import { boardWords as say } from "../words/board";
import type { BoardCommand } from "./commands";
import type { Desk } from "./desk";
import type { Doings } from "./doings";
import { thingsIn } from "./picked";

/** How we know it, how bad it is, through which channel: what a lane's cards can say. */
export function sayings(desk: Desk, doings: Doings): readonly BoardCommand[] {
  const { cards, cells } = thingsIn(desk.board, desk.lanes, desk.picked, desk.folded);
  const claims = cells.filter(
    ({ step, lane }) =>
      ["goal", "success", "feeling"].includes(lane.field) && step.properties[lane.field] !== undefined,
  );
  const commands: BoardCommand[] = [];
  const isClaims = cards.length > 0 ? cards.every((card) => card.properties.lane !== "images") : true;
  if (isClaims && (cards.length > 0 || (claims.length > 0 && claims.length === cells.length))) {
    const said: readonly Json[] = [
      ...cards.map((card) => card.properties.basis ?? null),
      ...claims.map(({ step, lane }) => {
        const value = step.properties[lane.field];
        return (isMapping(value) ? value.basis : undefined) ?? null;
      }),
    ];
    if (said.some((basis) => basis !== "evidence")) {
      commands.push({
        name: say.isEvidence,
        group: "say",
        run: () => {
          doings.setBasis("evidence");
        },
      });
    }
    if (said.some((basis) => basis === "evidence")) {
      commands.push({
        name: say.isAssumption,
        group: "say",
        run: () => {
          doings.setBasis("assumption");
        },
      });
    }
  }
  const lanes = new Set(cards.map((card) => card.properties.lane));
  const [lane] = lanes.size === 1 ? [...lanes] : [];
  const choice = (name: string, title: string, options: readonly (readonly [string, Json | undefined])[]) => {
    const value = cards.every((card) => card.properties[name] === cards[0]?.properties[name])
      ? cards[0]?.properties[name]
      : null;
    commands.push({
      name: title,
      group: "say",
      run: () => undefined,
      choices: options.map(([shown, option]) => ({
        name: shown,
        isOn: value === option,
        run: () => {
          doings.setOnCards(name, option);
        },
      })),
    });
  };
  const fives = [1, 2, 3, 4, 5].map((n) => [say.ofFive(n), n] as const);
  const none = [say.notSaid, undefined] as const;
  if (lane === "pain_points") {
    choice("severity", say.severity, [none, ...fives]);
    choice("importance", say.importance, [none, ...fives]);
  } else if (lane === "opportunities") {
    choice("impact", say.impact, [none, ...fives]);
    choice("effort", say.effort, [none, ...fives]);
  } else if (lane === "touchpoints") {
    choice("channel", say.channel, [none, ...channelsOf(desk).map((one) => [one, one] as const)]);
  }
  return commands;
}

/** The channels that this map names anywhere, and the usual ones. */
function channelsOf(desk: Desk): readonly string[] {
  const found = new Set<string>();
  for (const step of desk.board.steps) {
    const { channels } = step.node.properties;
    if (Array.isArray(channels)) for (const one of channels) found.add(textOf(one as Json));
    for (const card of step.cards.get("touchpoints") ?? []) found.add(textOf(card.properties.channel));
  }
  found.delete("");
  for (const usual of ["email", "phone", "web", "in_app", "chat"]) found.add(usual);
  return [...found].sort();
}
