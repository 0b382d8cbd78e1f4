// A map as a set of nodes: what edits change. See src/desirepath/model/nodes.py and docs/guide/edits.md.

import { compareCodePoints } from "./textMerge";
import type { Json } from "./valueMerge";

export type NodeKind = "map" | "stage" | "step" | "card";
export const ROOT = "map";
export const PARENT_KIND: Readonly<Record<NodeKind, NodeKind | null>> = {
  map: null,
  stage: "map",
  step: "stage",
  card: "step",
};

/** Which revision wrote last, and who. */
export interface Written {
  readonly revision: number;
  readonly by: string;
}

export interface MapNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly parent: string | null;
  readonly rank: string;
  readonly properties: Readonly<Record<string, Json>>;
  readonly written?: Readonly<Record<string, Written>>;
  readonly removed?: Written;
}

/** All nodes by id, tombstones among them, and the revision they stand at. */
export interface MapNodes {
  readonly nodes: ReadonlyMap<string, MapNode>;
  readonly revision: number;
}

/** What the server sends, and the vectors hold. */
export interface MapNodesJson {
  readonly revision: number;
  readonly nodes: readonly MapNode[];
}

export function nodesFromJson(data: MapNodesJson): MapNodes {
  return { nodes: new Map(data.nodes.map((node) => [node.id, node])), revision: data.revision };
}

/** The living children of each node, in order: by rank, then by id. */
export function childrenOf(nodes: MapNodes): ReadonlyMap<string, readonly MapNode[]> {
  const children = new Map<string, MapNode[]>();
  for (const node of nodes.nodes.values()) {
    if (node.parent === null || node.removed) continue;
    const siblings = children.get(node.parent);
    if (siblings) siblings.push(node);
    else children.set(node.parent, [node]);
  }
  for (const siblings of children.values()) siblings.sort(compareNodes);
  return children;
}

export function compareNodes(one: MapNode, other: MapNode): number {
  return compareCodePoints(one.rank, other.rank) || compareCodePoints(one.id, other.id);
}

/** The part of a node's id that is its own: what a stage or a step is called in the file. */
export function ownId(nodeId: string): string {
  return nodeId.slice(nodeId.indexOf(":") + 1);
}
