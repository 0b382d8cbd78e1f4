// Who passes the customer to whom at a step, with what, and how soon.

import { Chosen } from "../fields/Chosen";
import { ChoiceInPlace } from "../fields/ChoiceInPlace";
import type { OfferGroup } from "../fields/Offer";
import { SpanInPlace } from "../fields/SpanInPlace";
import { textOf } from "../map/board";
import { set } from "../map/intents";
import type { MapNode } from "../map/nodes";
import { isListOfTexts, isMapping, type Json } from "../map/valueMerge";
import { useMapPage } from "../pages/map/page";
import { stepWords as words } from "../words/step";

const CARRIES = ["promises", "goals", "stakeholders", "risks", "history", "contract"];

export interface HandoffFieldProps {
  readonly step: MapNode;
  readonly owners: readonly OfferGroup[];
}

export function HandoffField({ step, owners }: HandoffFieldProps) {
  const { nodes, canEdit, edit } = useMapPage();
  const said = step.properties.handoff;
  const handoff = isMapping(said) ? said : null;
  const keep = (value: Readonly<Record<string, Json>> | undefined) => {
    edit(set(nodes, step, "handoff", value));
  };
  if (!handoff) {
    if (!canEdit) return null;
    return (
      <button
        type="button"
        className="link small begin"
        onClick={() => {
          const owner = textOf(step.properties.owner);
          keep(owner === "" ? {} : { from: owner });
        }}
      >
        {words.addHandoff}
      </button>
    );
  }
  const put = (name: string, value: Json | undefined) => {
    const { [name]: _, ...rest } = handoff;
    keep(value === undefined ? rest : { ...rest, [name]: value });
  };
  const text = (name: string) => (typed: string) => {
    put(name, typed === "" ? undefined : typed);
  };
  const carries = isListOfTexts(handoff.carries) ? handoff.carries : [];
  return (
    <fieldset className="boxed fields">
      <legend>{words.handoff}</legend>
      <div className="two">
        <ChoiceInPlace
          label={words.handoffFrom}
          value={textOf(handoff.from)}
          groups={owners}
          canEdit={canEdit}
          onKeep={text("from")}
        />
        <ChoiceInPlace
          label={words.handoffTo}
          value={textOf(handoff.to)}
          groups={owners}
          canEdit={canEdit}
          onKeep={text("to")}
        />
      </div>
      {textOf(handoff.to) === "" && <p className="nobody">{words.handoffToNobody}</p>}
      <SpanInPlace
        label={words.handoffWithin}
        value={textOf(handoff.within)}
        canEdit={canEdit}
        onKeep={text("within")}
      />
      <div className="in-place">
        <span className="label" aria-hidden>
          {words.handoffCarries}
        </span>
        {canEdit ? (
          <Chosen
            label={words.handoffCarries}
            adds={words.addCarried}
            values={carries}
            read={(typed) => typed.trim()}
            groups={[{ value: "", items: CARRIES.map((value) => ({ value, label: value, hint: "" })) }]}
            onChange={(values) => {
              put("carries", values.length > 0 ? [...values] : undefined);
            }}
          />
        ) : (
          <p>{carries.join(", ")}</p>
        )}
      </div>
      {canEdit && (
        <button
          type="button"
          className="link small begin"
          onClick={() => {
            keep(undefined);
          }}
        >
          {words.removeHandoff}
        </button>
      )}
    </fieldset>
  );
}
