// One comparison of a clause: what, how, with what.

import { useState } from "react";
import type { WordsOut } from "../api/generated/types.gen";
import { ruleWords as words } from "../words/rules";
import { Chosen } from "../fields/Chosen";
import { namesOf, valuesOf } from "./known";
import { Offer, type OfferGroup } from "../fields/Offer";
import { type Clause, type Condition, type Form, FORMS, readScalar, type Scalar, type Wrong } from "./rule";
import { sayName } from "./sentence";

export interface ConditionEditorProps {
  readonly clause: Clause;
  readonly condition: Condition;
  readonly number: number;
  readonly known: WordsOut | undefined;
  /** What can be compared, where it is not what the clause has. */
  readonly names?: readonly OfferGroup[];
  readonly subject: string;
  readonly wrong: Wrong | undefined;
  readonly onChange: (condition: Condition) => void;
  readonly onRemove: () => void;
}

export function ConditionEditor({
  clause,
  condition,
  number,
  known,
  names,
  subject,
  wrong,
  onChange,
  onRemove,
}: ConditionEditorProps) {
  const { name, form, values } = condition;
  const wrongId = wrong ? `${condition.key}-wrong` : undefined;
  const { sort, groups, bounds } = valuesOf(known, clause, subject, name);
  const setForm = (next: Form) => {
    const isExistence = next === "exists" || form === "exists";
    onChange({
      ...condition,
      form: next,
      values: isExistence
        ? next === "exists"
          ? [true]
          : []
        : next === "one_of"
          ? values
          : values.slice(0, 1),
    });
  };
  const chosenForm = form === "exists" && values[0] === false ? "exists_not" : form;
  return (
    <div className="condition" role="group" aria-label={words.condition(number)}>
      <Offer
        label={words.property}
        value={name}
        groups={names ?? namesOf(known, clause, subject)}
        wrong={wrong?.says === "no_name" ? wrongId : undefined}
        onChange={(next) => {
          onChange({ ...condition, name: next });
        }}
      />
      <button
        type="button"
        className="button icon bare"
        aria-label={words.takeAway(name === "" ? words.condition(number) : sayName(name, subject))}
        onClick={onRemove}
      >
        ×
      </button>
      <select
        className="field"
        aria-label={words.comparison}
        value={chosenForm}
        onChange={(event) => {
          if (event.target.value === "exists_not")
            onChange({ ...condition, form: "exists", values: [false] });
          else setForm(event.target.value as Form);
        }}
      >
        {FORMS.map((one) => (
          <option key={one} value={one}>
            {words.forms[one]}
          </option>
        ))}
        <option value="exists_not">{words.isNotKnown}</option>
      </select>
      {form === "one_of" ? (
        <Chosen
          label={words.value}
          adds={values.length > 0 ? words.addValue : words.value}
          values={values}
          read={(text) => readScalar(text, sort, "one_of")}
          groups={groups}
          wrong={wrong?.says === "no_value" ? wrongId : undefined}
          onChange={(next) => {
            onChange({ ...condition, values: next });
          }}
        />
      ) : form === "exists" ? null : sort === "yes_no" && form === "is" ? (
        <select
          className="field"
          aria-label={words.value}
          aria-invalid={wrong?.says === "no_value" || undefined}
          value={String(values[0] ?? "")}
          onChange={(event) => {
            onChange({
              ...condition,
              values: event.target.value === "" ? [] : [event.target.value === "true"],
            });
          }}
        >
          <option value="">…</option>
          <option value="true">{words.yes}</option>
          <option value="false">{words.no}</option>
        </select>
      ) : (
        <One
          value={values[0]}
          sort={sort}
          form={form}
          groups={groups}
          placeholder={bounds}
          wrong={wrong?.says === "no_value" ? wrongId : undefined}
          onChange={(next) => {
            onChange({ ...condition, values: next });
          }}
        />
      )}
      {bounds !== "" && form !== "exists" && values.length > 0 && <p className="quiet small">{bounds}</p>}
      {wrong && (
        <p id={wrongId} className="wrong">
          {words.wrong[wrong.says]}
        </p>
      )}
    </div>
  );
}

interface OneProps {
  readonly value: Scalar | undefined;
  readonly sort: string;
  readonly form: Form;
  readonly groups: readonly OfferGroup[];
  readonly placeholder: string;
  readonly wrong: string | undefined;
  readonly onChange: (values: readonly Scalar[]) => void;
}

function One({ value, sort, form, groups, placeholder, wrong, onChange }: OneProps) {
  // What is typed stays as typed ("2." on the way to 2.5), as long as it means what the condition says.
  const [typed, setTyped] = useState(value === undefined ? "" : String(value));
  const meant = typed.trim() === "" ? undefined : readScalar(typed, sort, form);
  const shown = meant === value || typed === String(value) ? typed : value === undefined ? "" : String(value);
  return (
    <Offer
      label={words.value}
      placeholder={placeholder === "" ? words.value : placeholder}
      value={shown}
      groups={groups}
      wrong={wrong}
      onChange={(next) => {
        setTyped(next);
        onChange(next.trim() === "" ? [] : [readScalar(next, sort, form)]);
      }}
    />
  );
}
