// What a step is: who owns it, and what success looks like here.

import { type StepColumn, textOf } from "../map/board";
import { words } from "../words/en";

export function Definition({ column }: { readonly column: StepColumn }) {
  const owner = textOf(column.node.properties.owner);
  const success = textOf(column.node.properties.success);
  return (
    <dl>
      <dt>{words.owner}</dt>
      <dd>{owner === "" ? <span className="quiet">{words.nobodyOwns}</span> : owner}</dd>
      {success !== "" && (
        <>
          <dt>{words.success}</dt>
          <dd>{success}</dd>
        </>
      )}
    </dl>
  );
}
