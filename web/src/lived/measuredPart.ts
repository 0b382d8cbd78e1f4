// What of a map measuring reads: where nothing of it changed, the numbers are the same.

import type { MapNodes } from "../map/nodes";

const READ: Readonly<Record<string, readonly string[]>> = {
  map: ["travels", "passage"],
  stage: [],
  step: ["when", "optional", "repeatable", "within", "feeling", "channels"],
};

/** A word for the measured part of a map: another one as soon as a rule, a time or the order of steps is another. */
export function measuredPart(nodes: MapNodes): string {
  const told: unknown[] = [];
  for (const node of nodes.nodes.values()) {
    const names = READ[node.kind];
    if (names && !node.removed)
      told.push([node.id, node.parent, node.rank, names.map((name) => node.properties[name] ?? null)]);
  }
  return JSON.stringify(told);
}
