// What hangs at a place on the board beside what is said there: that it changed, that it is talked about,
// that playbooks act there.

import { Dot } from "../comments/Dot";
import { BeliefBadge } from "../difference/BeliefBadge";
import { MarkBadge } from "../history/Marked";
import { MovesBadge } from "../playbooks/MovesBadge";
import { Others } from "../sync/Others";

export interface BesideProps {
  readonly node: string;
  /** Which property or lane of the node; "" for the node itself. */
  readonly property?: string;
}

export function Beside({ node, property = "" }: BesideProps) {
  return (
    <>
      <MarkBadge node={node} property={property} />
      <BeliefBadge node={node} property={property} />
      <Dot node={node} property={property} />
      {property === "" && <MovesBadge node={node} />}
      <Others node={node} property={property} />
    </>
  );
}
