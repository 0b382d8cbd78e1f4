// The one edit that makes the map say what was lived.

import type { Change } from "../map/edits";
import { newId, set } from "../map/intents";
import { childrenOf, type MapNodes, ROOT } from "../map/nodes";
import { rankBetween } from "../map/ranks";
import { isMapping } from "../map/valueMerge";
import type { Mending } from "./beliefs";

/** The changes; none where the map has no such step any more. */
export function mend(nodes: MapNodes, mending: Mending): Change[] {
  if (mending.step !== null) {
    const step = nodes.nodes.get(`step:${mending.step}`);
    return step && !step.removed ? set(nodes, step, mending.property, mending.value) : [];
  }
  if (!isMapping(mending.value)) return [];
  const children = childrenOf(nodes);
  const after = mending.after === null ? undefined : nodes.nodes.get(`step:${mending.after}`);
  const stage = after?.parent ?? children.get(ROOT)?.[0]?.id;
  if (stage == null || (mending.after !== null && !after)) return [];
  const siblings = children.get(stage) ?? [];
  const index = after ? siblings.indexOf(after) + 1 : 0;
  const rank = rankBetween(siblings[index - 1]?.rank ?? null, siblings[index]?.rank ?? null);
  return [
    { do: "create", node: newId("step"), kind: "step", parent: stage, rank, properties: mending.value },
  ];
}
