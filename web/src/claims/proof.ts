// What shows a claim, in a sentence for whoever reads the map: not as the log and the file write it.

import type { EvidenceOut } from "../api/generated/types.gen";
import type { Estimate } from "../lived/measured";
import { sayPlainly } from "../lived/tips";
import { sayActivity } from "../rules/sentence";
import { claimWords as words } from "../words/claims";
import { sayDay } from "../words/figures";
import type { Source } from "./claim";

type Thing = Readonly<Record<string, unknown>>;

/** One piece of evidence as a sentence; nothing that only a program knows it by. */
export function sayProof({ what, thing }: Pick<EvidenceOut, "what" | "thing">): string {
  const text = (name: string) => (typeof thing[name] === "string" ? thing[name] : "");
  if (Object.keys(thing).length === 0) return words.outOfSight;
  if (what === "interaction") return words.happened(sayActivity(text("activity")), sayDay(text("on")));
  if (what === "measure") return sayMeasure(thing);
  return text("name") || text("title") || text("url");
}

function sayMeasure(thing: Thing): string {
  const said = sayPlainly(thing.estimate as Estimate);
  const { segment, since, until } = thing;
  return [
    said,
    typeof segment === "string" ? words.inSegment(segment) : "",
    typeof since === "string" ? words.since(sayDay(since)) : "",
    typeof until === "string" ? words.before(sayDay(until)) : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** A source as the map names it: the name that we gave evidence means nothing to anybody. */
export function saySource({ note, id, n, on }: Source): string {
  const name = id === undefined || /^evidence-\d+$/.test(id) ? "" : id;
  return [note ?? "", name, n === undefined ? "" : words.nOf(n), on ? sayDay(on) : ""]
    .filter((part) => part !== "")
    .join(" · ");
}
