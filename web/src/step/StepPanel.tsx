// What is known of one step, beside the board: its rule, its numbers, its owner, and what customers said here.
// Each section is a file beside this one.

import { Comments } from "../comments/Comments";
import { EvidenceList } from "../claims/EvidenceList";
import { TextInPlace } from "../fields/TextInPlace";
import { StepHistory } from "../history/StepHistory";
import { type StepColumn, textOf } from "../map/board";
import { setText } from "../map/intents";
import type { MapNode } from "../map/nodes";
import { useMapPage } from "../pages/map/page";
import { claimWords } from "../words/claims";
import { words } from "../words/en";
import { livedWords } from "../words/lived";
import { stepWords } from "../words/step";
import { CardsHere } from "./CardsHere";
import { Definition, More } from "./Definition";
import { Numbers } from "./Numbers";
import { Quotes } from "./Quotes";
import { Rule } from "./Rule";
import { StandingHere } from "./StandingHere";

export interface StepPanelProps {
  readonly mapId: string;
  readonly column: StepColumn;
  readonly canComment: boolean;
  /** Counts up when somebody said something on this map. */
  readonly said: number;
  readonly onClose: () => void;
}

export function StepPanel({ mapId, column, canComment, said, onClose }: StepPanelProps) {
  const { board, nodes, canEdit, edit, openPanel, setVersion, lived } = useMapPage();
  const step = column.node;
  const name = textOf(step.properties.name);
  // Who looks at what was lived came for the numbers.
  const isMeasured = lived.measured !== null;
  return (
    <aside className="panel" aria-label={name}>
      <header>
        <div className="panel-title">
          <h2 className="hidden">{name}</h2>
          <TextInPlace
            label={stepWords.name}
            isUnlabelled
            isNeeded
            value={name}
            canEdit={canEdit}
            onKeep={(typed) => {
              edit(setText(nodes, step, "name", typed));
            }}
          />
        </div>
        <button type="button" className="button icon" aria-label={words.close} onClick={onClose}>
          ×
        </button>
      </header>
      {isMeasured && <Lived step={step} />}
      <Definition column={column} />
      <More column={column} />
      <CardsHere column={column} />
      <Rule step={step} />
      {!isMeasured && <Lived step={step} />}
      <section>
        <h3>{claimWords.evidenceHere}</h3>
        <EvidenceList
          mapId={mapId}
          node={step.id}
          canEdit={canEdit}
          none={claimWords.noEvidence}
          onOpen={openPanel}
        />
      </section>
      <Comments
        mapId={mapId}
        node={step.id}
        board={board}
        nodes={nodes}
        canComment={canComment}
        said={said}
      />
      <StepHistory
        mapId={mapId}
        node={step.id}
        revision={nodes.revision}
        onLook={(shown) => {
          setVersion({ shown, since: null, at: 0 });
        }}
      />
    </aside>
  );
}

/** What customers did and said here. */
function Lived({ step }: { readonly step: MapNode }) {
  const { when } = step.properties;
  if (!Array.isArray(when) || when.length === 0) {
    return (
      <section>
        <h3>{livedWords.numbers}</h3>
        <p className="quiet">{livedWords.notBound}</p>
      </section>
    );
  }
  return (
    <>
      <Numbers step={step.id} />
      <StandingHere step={step.id} list="standing" />
      <StandingHere step={step.id} list="left" />
      <Quotes step={step.id} />
    </>
  );
}
