// Whose journeys are looked at, and beside whose, in words.

import { sayPeriod, saySegment } from "../segments/sentence";
import { livedWords as words } from "../words/lived";
import { segmentWords } from "../words/segments";
import type { Against, View } from "./view";

export function saySide(view: View): string {
  const when = sayPeriod(view.whose.period);
  const who = view.whose.segment === "" ? segmentWords.everybody : saySegment(view.whose.segment);
  return when === "" ? who : `${who}, ${when}`;
}

export function sayAgainst(against: Against): string {
  if (against.by === "segment") return saySegment(against.segment);
  return sayPeriod(against.period) || words.anotherPeriod.toLowerCase();
}
