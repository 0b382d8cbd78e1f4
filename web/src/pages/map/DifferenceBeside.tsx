// The list of differences, beside the board.

import { keyOf, laneOf } from "../../difference/beliefs";
import { DifferencePanel } from "../../difference/DifferencePanel";
import { mend } from "../../difference/mending";
import { textOf } from "../../map/board";
import { plural } from "../../words/rules";
import { useMapPage } from "./page";
import type { PanelProps } from "./panels";

export function DifferenceBeside({ onClose }: PanelProps) {
  const page = useMapPage();
  const { difference, board, nodes, belief, pickBelief } = page;
  const lanes = new Set(board.lanes.map((lane) => lane.id));
  return (
    <DifferencePanel
      difference={difference.answer}
      isStale={difference.progress !== null}
      who={plural(textOf(board.map.properties.travels) || "customer")}
      canEdit={page.canEdit}
      canComment={page.canComment}
      at={belief}
      onShow={(one) => {
        pickBelief(keyOf(one));
        if (one.step === null) return;
        const lane = laneOf(one, lanes);
        page.goTo({ step: `step:${one.step}`, lane, card: null });
        // The rail is as tall as its lane, and always in sight sideways.
        document.querySelector(`[data-lane="${lane}"] > .rail`)?.scrollIntoView({ block: "center" });
      }}
      onMend={(one) => {
        const changes = one.change ? mend(nodes, one.change) : [];
        if (changes.length > 0) page.edit(changes);
        return changes.length > 0;
      }}
      onComment={(one) => {
        if (one.step !== null) page.openPanel(`step:${one.step}`);
      }}
      onClose={onClose}
    />
  );
}
