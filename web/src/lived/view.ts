// What one looks at, as the address says it, so that a link shows the same: the look, whose journeys, and
// beside whose.

import { EVER, type Period } from "../segments/periods";

export interface Whose {
  /** An expression over traits; empty: everybody. */
  readonly segment: string;
  readonly period: Period;
}

export interface View {
  readonly whose: Whose;
  /** The other side, another segment or another period; null: none. */
  readonly against: Against | null;
}

export type Against =
  { readonly by: "segment"; readonly segment: string } | { readonly by: "period"; readonly period: Period };

/** The part of the address that says it; what is not said is not in it. */
export interface ViewSearch {
  readonly look?: string;
  readonly segment?: string;
  readonly since?: string;
  readonly until?: string;
  readonly against?: string;
  readonly against_since?: string;
  readonly against_until?: string;
}

const NAMES = ["look", "segment", "since", "until", "against", "against_since", "against_until"] as const;
export const EVERYBODY: Whose = { segment: "", period: EVER };
/** Everybody, as an expression. */
export const ALWAYS = "always";

/** What an address says, whatever it says. */
export function readSearch(given: Readonly<Record<string, unknown>>): ViewSearch {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = given[name];
      return typeof value === "string" && value !== "" ? [[name, value] as const] : [];
    }),
  );
}

export function viewOf(search: ViewSearch): View {
  const whose = {
    segment: search.segment ?? "",
    period: { since: search.since ?? "", until: search.until ?? "" },
  };
  if (search.against !== undefined) {
    const segment = search.against === ALWAYS ? "" : search.against;
    return { whose, against: { by: "segment", segment } };
  }
  const period = { since: search.against_since ?? "", until: search.against_until ?? "" };
  return { whose, against: isEver(period) ? null : { by: "period", period } };
}

/** The address of a view, without the look. */
export function searchOf({ whose, against }: View): ViewSearch {
  const other =
    against === null
      ? {}
      : against.by === "segment"
        ? { against: against.segment === "" ? ALWAYS : against.segment }
        : { against_since: against.period.since, against_until: against.period.until };
  return readSearch({ segment: whose.segment, ...whose.period, ...other });
}

/** The view as the server is asked for it. */
export function questionOf(view: View): Omit<ViewSearch, "look"> {
  const { look: _, ...question } = searchOf(isCompared(view) ? view : { ...view, against: null });
  return question;
}

/** Whether another side is chosen, and it is another: nobody is compared with themselves. */
export function isCompared({ whose, against }: View): boolean {
  if (against === null) return false;
  if (against.by === "segment") return against.segment !== whose.segment;
  return against.period.since !== whose.period.since || against.period.until !== whose.period.until;
}

/** Whose passages alone, as the server is asked for them. */
export function whoseQuestion(whose: Whose): { segment?: string; since?: string; until?: string } {
  return questionOf({ whose, against: null });
}

export function isEver(period: Period): boolean {
  return period.since === EVER.since && period.until === EVER.until;
}
