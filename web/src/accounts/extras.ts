// What people had to do about an account, and how its health went, as lines of its story.

import type { DeskHappenedOut, LevelChangeOut } from "../api/generated/types.gen";
import { accountWords as said, sayDay } from "../words/accounts";
import type { Extra } from "./story";

export function ofDesk(told: readonly DeskHappenedOut[]): readonly Extra[] {
  return told.map((one) => ({
    id: one.id,
    occurred_at: one.at,
    kind: one.kind,
    title: said.onDesk(one.kind, one.what, one.says, one.place?.step_name ?? one.place?.step ?? ""),
    text: [one.put_off_until === null ? "" : said.putOffUntil(sayDay(one.put_off_until)), one.because]
      .filter((words) => words !== "")
      .join(": "),
    who: one.by?.name ?? null,
    isBad: one.kind === "alert" && (one.what === "opened" || one.what === "worse"),
    task: one.kind === "task" ? one.row : null,
  }));
}

export function ofHealth(told: readonly LevelChangeOut[]): readonly Extra[] {
  return told.map((one) => ({
    id: `health ${one.at}`,
    occurred_at: one.at,
    kind: "health",
    title: said.healthBecame(one.before, one.after, one.score.toFixed(0)),
    text: one.is_by_hand
      ? said.healthByHand
      : one.parts
          .map((part) => `${part.name} ${part.moved > 0 ? "+" : "−"}${Math.abs(part.moved).toFixed(0)}`)
          .join(" · "),
    who: null,
    isBad: one.is_worse,
    task: null,
  }));
}
