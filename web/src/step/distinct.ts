// The same words once, however often they were said.

import type { InteractionOut } from "../api/generated/types.gen";

export interface Quote {
  /** The newest that says it. */
  readonly one: InteractionOut;
  readonly times: number;
}

/** Of interactions in order, the newest first: each text once, with how often; what differs in case or spaces only
 * is the same. */
export function distinct(said: readonly InteractionOut[]): readonly Quote[] {
  const byText = new Map<string, { one: InteractionOut; times: number }>();
  for (const one of said) {
    const text = one.text?.trim().replace(/\s+/g, " ").toLocaleLowerCase() ?? "";
    if (text === "") continue;
    const known = byText.get(text);
    if (known) known.times += 1;
    else byText.set(text, { one, times: 1 });
  }
  return [...byText.values()];
}
