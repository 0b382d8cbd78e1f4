// What a step is: what the customer wants, what success looks like, who owns it, how long it takes; changed in place.

import { useLogWords } from "../rules/known";
import { Chosen } from "../fields/Chosen";
import { ChoiceInPlace } from "../fields/ChoiceInPlace";
import { useOwners } from "../fields/owners";
import { readSpan, writeSpan } from "../fields/spans";
import { SpanInPlace } from "../fields/SpanInPlace";
import { YesInPlace } from "../fields/YesInPlace";
import { type StepColumn, textOf } from "../map/board";
import { set } from "../map/intents";
import type { MapNode } from "../map/nodes";
import { isListOfTexts, isMapping, type Value } from "../map/valueMerge";
import { useMapPage } from "../pages/map/page";
import { stepWords as words } from "../words/step";
import { ClaimField } from "./ClaimField";
import { Detail } from "./Detail";
import { FeelingField } from "./FeelingField";
import { HandoffField } from "./HandoffField";

export function Definition({ column }: { readonly column: StepColumn }) {
  const { nodes, canEdit, edit } = useMapPage();
  const owners = useOwners(nodes);
  const step = column.node;
  const own = textOf(step.properties.owner);
  const stageOwner = textOf(column.stage.properties.owner);
  return (
    <section className="fields" aria-label={words.about}>
      <ClaimField label={words.goal} step={step} property="goal" />
      <ClaimField label={words.success} step={step} property="success" />
      <ChoiceInPlace
        label={words.owner}
        value={own}
        groups={owners}
        canEdit={canEdit}
        {...(stageOwner === "" ? {} : { placeholder: words.ownedByStage(stageOwner) })}
        onKeep={(typed) => {
          edit(set(nodes, step, "owner", typed === "" ? undefined : typed));
        }}
      />
      {own === "" && stageOwner === "" && <p className="nobody">{words.nobody}</p>}
    </section>
  );
}

/** What else a step says, folded away behind its sentence. */
export function More({ column }: { readonly column: StepColumn }) {
  const { nodes, canEdit, edit, board } = useMapPage();
  const owners = useOwners(nodes);
  const known = useLogWords(canEdit);
  const step = column.node;
  const keep = (name: string, value: Value) => {
    edit(set(nodes, step, name, value));
  };
  const yes = (name: string) => (value: boolean) => {
    keep(name, value ? true : undefined);
  };
  const channels = isListOfTexts(step.properties.channels) ? step.properties.channels : [];
  return (
    <details className="fold-away">
      <summary>
        {words.more}
        <span className="quiet small">{sayMore(step)}</span>
      </summary>
      <div className="fields">
        <SpanInPlace
          label={words.within}
          value={textOf(step.properties.within)}
          canEdit={canEdit}
          onKeep={(typed) => {
            keep("within", typed === "" ? undefined : typed);
          }}
        />
        <div className="yeses">
          <YesInPlace
            label={words.momentOfTruth}
            hint={words.momentOfTruthHint}
            value={step.properties.moment_of_truth === true}
            canEdit={canEdit}
            onKeep={yes("moment_of_truth")}
          />
          <YesInPlace
            label={words.optional}
            hint={words.optionalHint}
            value={step.properties.optional === true}
            canEdit={canEdit}
            onKeep={yes("optional")}
          />
          <YesInPlace
            label={words.repeatable}
            hint={words.repeatableHint}
            value={step.properties.repeatable === true}
            canEdit={canEdit}
            onKeep={yes("repeatable")}
          />
        </div>
        <FeelingField step={step} />
        {(canEdit || channels.length > 0) && (
          <div className="in-place">
            <span className="label" aria-hidden>
              {words.channels}
            </span>
            {canEdit ? (
              <Chosen
                label={words.channels}
                adds={words.addChannel}
                values={channels}
                read={(typed) => typed.trim()}
                groups={channelsOffered(board.steps, known)}
                onChange={(values) => {
                  keep("channels", values.length > 0 ? [...values] : undefined);
                }}
              />
            ) : (
              <p>{channels.join(", ")}</p>
            )}
          </div>
        )}
        <HandoffField step={step} owners={owners} />
        <Detail step={step} />
      </div>
    </details>
  );
}

function saySpan(text: string): string {
  const span = readSpan(text);
  return span ? writeSpan(span) : text;
}

function sayMore(step: MapNode): string {
  const { within, channels, handoff, moment_of_truth: isMoment, optional, repeatable } = step.properties;
  return [
    isMoment === true ? words.momentOfTruth : "",
    saySpan(textOf(within)),
    optional === true ? words.optional : "",
    repeatable === true ? words.repeatable : "",
    isListOfTexts(channels) ? channels.join(", ") : "",
    isMapping(handoff) ? words.handsTo(textOf(handoff.from), textOf(handoff.to)) : "",
  ]
    .filter((one) => one !== "")
    .join(" · ");
}

function channelsOffered(steps: readonly StepColumn[], known: ReturnType<typeof useLogWords>) {
  const named = new Set<string>();
  for (const { node } of steps) {
    if (isListOfTexts(node.properties.channels)) node.properties.channels.forEach((one) => named.add(one));
  }
  for (const activity of known?.activities ?? []) activity.channels.forEach(([one]) => named.add(one));
  return [{ value: "", items: [...named].sort().map((value) => ({ value, label: value, hint: "" })) }];
}
