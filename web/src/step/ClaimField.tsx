// A claim inside a property (a goal, what success looks like): its words, how it is known, and what shows it.

import { useState } from "react";
import { AttachEvidence } from "../claims/AttachEvidence";
import { knownAt, reviewOf, setKnown } from "../claims/claim";
import { EvidenceList, useEvidence } from "../claims/EvidenceList";
import { KnownEditor } from "../claims/KnownEditor";
import { TextInPlace } from "../fields/TextInPlace";
import { textOf } from "../map/board";
import { setText } from "../map/intents";
import type { MapNode } from "../map/nodes";
import { useMapPage } from "../pages/map/page";
import { claimWords } from "../words/claims";

export interface ClaimFieldProps {
  readonly label: string;
  readonly step: MapNode;
  readonly property: "goal" | "success";
}

export function ClaimField({ label, step, property }: ClaimFieldProps) {
  const { nodes, canEdit, edit } = useMapPage();
  const text = textOf(step.properties[property]);
  return (
    <div>
      <TextInPlace
        label={label}
        value={text}
        canEdit={canEdit}
        onKeep={(typed) => {
          edit(setText(nodes, step, property, typed));
        }}
      />
      {text !== "" && <HowKnown node={step} property={property} about={text} step={step.id} />}
    </div>
  );
}

export interface HowKnownProps {
  readonly node: MapNode;
  readonly property: string;
  readonly about: string;
  /** The step whose interactions can show it. */
  readonly step: string | null;
  readonly isOpen?: boolean;
  readonly hasEvidence?: boolean;
}

/** How a claim is known, folded away behind what it is: an assumption, or evidence. */
export function HowKnown({ node, property, about, step, isOpen, hasEvidence = true }: HowKnownProps) {
  const { mapId, nodes, canEdit, edit } = useMapPage();
  const [isAttaching, setAttaching] = useState(false);
  const place = { node, property };
  const known = knownAt(place);
  const evidence = useEvidence(mapId, hasEvidence && known.sources.length > 0 ? node.id : "");
  const shownBelow = new Set(evidence.data?.items.map((one) => String(one.source.id)));
  return (
    <details className="how-known" open={isOpen}>
      <summary>
        <span className="basis" data-basis={known.isEvidence ? "evidence" : "assumption"}>
          {known.isEvidence ? claimWords.evidence : claimWords.assumption}
        </span>
      </summary>
      <KnownEditor
        known={known}
        review={reviewOf(nodes)}
        shownElsewhere={shownBelow}
        canEdit={canEdit}
        onChange={(fields) => {
          edit(setKnown(nodes, place, fields));
        }}
      />
      {hasEvidence && (
        <>
          <EvidenceList mapId={mapId} node={node.id} property={property} canEdit={canEdit} />
          {canEdit &&
            (isAttaching ? (
              <AttachEvidence
                mapId={mapId}
                step={step}
                node={node.id}
                property={property}
                about={about}
                onDone={() => {
                  setAttaching(false);
                }}
              />
            ) : (
              <button
                type="button"
                className="button"
                aria-label={claimWords.attachTo(about)}
                onClick={() => {
                  setAttaching(true);
                }}
              >
                {claimWords.attach}
              </button>
            ))}
        </>
      )}
    </details>
  );
}
