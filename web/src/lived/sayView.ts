// Whose journeys are looked at, and beside whose, in words.

import { sayPeriod, saySegment } from "../segments/sentence";
import { isoDay } from "../words/figures";
import { livedWords as words } from "../words/lived";
import { segmentWords } from "../words/segments";
import type { MeasuredMap, MeasuredSide } from "./measured";
import { type Against, ALWAYS, type View } from "./view";

export function saySide(view: View): string {
  const when = sayPeriod(view.whose.period);
  const who = view.whose.segment === "" ? segmentWords.everybody : saySegment(view.whose.segment);
  return when === "" ? who : `${who}, ${when}`;
}

export function sayAgainst(against: Against): string {
  if (against.by === "segment") return saySegment(against.segment);
  return sayPeriod(against.period) || words.anotherPeriod.toLowerCase();
}

export interface Names {
  readonly here: string;
  readonly there: string;
}

/** What the two sides of an answer are called: by whom, and by when where that is what differs. */
export function sayNames(measured: MeasuredMap): Names {
  const there = measured.against ?? measured;
  const [ours, theirs] = [sayWhenOf(measured), sayWhenOf(there)];
  const [here, other] = [sayWhoOf(measured), sayWhoOf(there)];
  if (ours === theirs) return { here, there: other };
  return { here: `${here}, ${ours}`, there: `${other}, ${theirs}` };
}

function sayWhoOf({ segment }: MeasuredSide): string {
  return segment === null || segment === ALWAYS ? segmentWords.everybody : saySegment(segment);
}

function sayWhenOf({ period }: MeasuredSide): string {
  // An answer names instants: its days are those of the workspace, in whose zone they began.
  const dayOf = (at: string | null) => (at === null ? "" : isoDay(at));
  return (
    sayPeriod({ since: dayOf(period.since), until: dayOf(period.until) }) ||
    segmentWords.presets.ever.toLowerCase()
  );
}
