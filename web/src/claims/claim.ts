// How we know what the map says at one place: read from a card or a property, and changed. What it means is said
// in src/desirepath/model/claim.py and evidence.py.

import { daysOf, readSpan } from "../fields/spans";
import { set } from "../map/intents";
import type { Change } from "../map/edits";
import { type MapNode, type MapNodes, ROOT } from "../map/nodes";
import { isMapping, type Json, type Value } from "../map/valueMerge";

/** Where a claim stands: a card (`property` is empty), or a property of a step or a stage. */
export interface ClaimPlace {
  readonly node: MapNode;
  readonly property: string;
}

export interface Source {
  readonly kind: string;
  readonly id?: string;
  readonly n?: number;
  readonly on?: string;
  readonly url?: string;
  readonly note?: string;
}

export interface Known {
  readonly isEvidence: boolean;
  readonly sources: readonly Source[];
  readonly confidence: number | null;
  readonly confirmedOn: string | null;
  readonly by: string;
}

type Field = "basis" | "sources" | "confidence" | "confirmed_on" | "by";
const FIELDS: readonly Field[] = ["basis", "sources", "confidence", "confirmed_on", "by"];
const UNSAID_CONFIDENCE = 0.5;
const USUAL_REVIEW = "12 months";
export const USUAL = { every: USUAL_REVIEW, days: 360 } as const;

/** Fields of knowledge and what each becomes; undefined: it is not said. */
export type KnownChange = Partial<Record<Field, Value>>;

/** How the claim is known that a value says: a bare text, or a mapping. */
export function knownOf(value: Value): Known {
  const said: Readonly<Record<string, Json>> = isMapping(value) ? value : {};
  return {
    isEvidence: said.basis === "evidence",
    sources: Array.isArray(said.sources)
      ? (said.sources as readonly Json[]).filter(isMapping).map((one) => one as unknown as Source)
      : [],
    confidence: typeof said.confidence === "number" ? said.confidence : null,
    confirmedOn: typeof said.confirmed_on === "string" ? said.confirmed_on : null,
    by: typeof said.by === "string" ? said.by : "",
  };
}

export function knownAt({ node, property }: ClaimPlace): Known {
  return knownOf(property === "" ? node.properties : node.properties[property]);
}

/** The value of a claim that is known in these ways: bare again, where nothing is left to say. */
export function withKnown(was: Json, said: "text" | "value", known: KnownChange): Json {
  const value: Record<string, Json> = isMapping(was) ? { ...was } : { [said]: was };
  for (const field of FIELDS.filter((one) => one in known)) {
    const next = known[field];
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
    if (next === undefined) delete value[field];
    else value[field] = next;
  }
  const bare = value[said];
  return Object.keys(value).length === 1 && bare !== undefined ? bare : value;
}

/** What a claim says is known in these ways from now on; undefined takes one away, all else stays. */
export function setKnown(nodes: MapNodes, { node, property }: ClaimPlace, known: KnownChange): Change[] {
  if (property === "") {
    return FIELDS.filter((field) => field in known).flatMap((field) => set(nodes, node, field, known[field]));
  }
  const was = node.properties[property];
  if (was === undefined) return [];
  return set(nodes, node, property, withKnown(was, property === "feeling" ? "value" : "text", known));
}

/** How often the map is reviewed, which is how fast its evidence fades by half. */
export function reviewOf(nodes: MapNodes): { readonly every: string; readonly days: number } {
  const review = nodes.nodes.get(ROOT)?.properties.review;
  const every = isMapping(review) && typeof review.every === "string" ? review.every : USUAL_REVIEW;
  const span = readSpan(every);
  const days = span ? daysOf(span) : 0;
  return days > 0 ? { every, days } : USUAL;
}

export interface Freshness {
  /** What it weighs today, 0 to 1. */
  readonly weight: number;
  readonly isStale: boolean;
  readonly hasDay: boolean;
}

/** What evidence weighs today: its confidence, halved with every half-life since it was confirmed. */
export function freshnessOf(known: Known, today: string, halfLifeDays: number): Freshness {
  const days = known.sources.flatMap((one) => (typeof one.on === "string" ? [one.on] : [])).sort();
  const day = known.confirmedOn ?? days.at(-1) ?? null;
  const age = day === null ? halfLifeDays : Math.max(0, daysBetween(day, today));
  const weight = (known.confidence ?? UNSAID_CONFIDENCE) * 0.5 ** (age / halfLifeDays);
  return { weight, isStale: day !== null && age > halfLifeDays, hasDay: day !== null };
}

function daysBetween(since: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(since)) / 86_400_000);
}
