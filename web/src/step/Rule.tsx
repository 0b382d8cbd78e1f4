// What counts as being at a step.

import { textOf } from "../map/board";
import { set } from "../map/intents";
import type { MapNode } from "../map/nodes";
import { useMapPage } from "../pages/map/page";
import { RuleField } from "../rules/RuleField";
import { stepWords as words } from "../words/step";

export function Rule({ step }: { readonly step: MapNode }) {
  const { mapId, nodes, board, canEdit, edit } = useMapPage();
  return (
    <section>
      <h3>{words.rule}</h3>
      <RuleField
        label={words.rule}
        none={words.noRule}
        rules={step.properties.when}
        subject={textOf(board.map.properties.travels) || "customer"}
        place={`${mapId}:${step.id}:when`}
        canEdit={canEdit}
        onSave={(rules) => {
          edit(set(nodes, step, "when", rules ?? undefined));
        }}
      />
    </section>
  );
}
