// One clause of a rule: what happens, through which channel, from which source, and only where.

import { useState } from "react";
import type { CountOut, WordsOut } from "../api/generated/types.gen";
import { ruleWords as words } from "../words/rules";
import { ConditionEditor } from "./ConditionEditor";
import { activitiesOf, besideOf } from "./known";
import { Offer } from "../fields/Offer";
import { type Clause, emptyCondition, readClause, readText, type Wrong } from "./rule";
import { sayClause } from "./sentence";

export interface ClauseEditorProps {
  readonly clause: Clause;
  readonly number: number;
  readonly known: WordsOut | undefined;
  readonly subject: string;
  /** What is not finished, and shown: only after one tried to save, or the clause was left. */
  readonly wrong: readonly Wrong[];
  /** What the server says is wrong with it. */
  readonly refused: readonly string[];
  readonly count: CountOut | undefined;
  readonly onChange: (clause: Clause) => void;
  readonly onRemove: () => void;
}

export function ClauseEditor(props: ClauseEditorProps) {
  const { clause, number, known, subject, wrong, refused, count, onChange, onRemove } = props;
  const [isChannelShown, showChannel] = useState(clause.channel !== "");
  const [isSourceShown, showSource] = useState(clause.source !== "");
  const own = wrong.find((one) => one.condition === null);
  const wrongId = `${clause.key}-wrong`;
  const set = (change: Partial<Clause>) => {
    onChange({ ...clause, ...change });
  };
  const off = (
    <button
      type="button"
      className="button icon bare"
      aria-label={`${words.removeClause} (${number})`}
      title={words.removeClause}
      onClick={onRemove}
    >
      ×
    </button>
  );
  const kept = Object.keys(clause.rest).join(", ");
  return (
    <fieldset className="clause" data-wrong={wrong.length > 0 || refused.length > 0 || undefined}>
      <legend>{words.clause(number)}</legend>
      {clause.text !== null ? (
        <>
          {off}
          <label className="stacked">
            <span>{words.cannotBeClicked}</span>
            <textarea
              className="field code"
              rows={4}
              value={clause.text}
              maxLength={10000}
              aria-invalid={own !== undefined || undefined}
              aria-describedby={own ? wrongId : undefined}
              onChange={(event) => {
                set({ text: event.target.value });
              }}
              onBlur={() => {
                const rule = readText(clause.text ?? "");
                if (rule !== null) onChange({ ...readClause(rule), key: clause.key });
              }}
            />
          </label>
        </>
      ) : (
        <>
          <div className="clause-first">
            <Offer
              label={words.activity}
              placeholder={`${words.activity}: ${words.anyActivity}`}
              value={clause.activity}
              groups={activitiesOf(known)}
              wrong={own ? wrongId : undefined}
              onChange={(activity) => {
                set({ activity });
              }}
            />
            {off}
          </div>
          {isChannelShown && (
            <Offer
              label={words.channel}
              placeholder={`${words.channel}: ${words.anyChannel}`}
              value={clause.channel}
              groups={besideOf(known, clause.activity, "channels")}
              onChange={(channel) => {
                set({ channel });
              }}
            />
          )}
          {isSourceShown && (
            <Offer
              label={words.source}
              placeholder={`${words.source}: ${words.anySource}`}
              value={clause.source}
              groups={besideOf(known, clause.activity, "sources")}
              onChange={(source) => {
                set({ source });
              }}
            />
          )}
          {clause.conditions.length > 0 && <p className="small quiet only">{words.only}</p>}
          {clause.conditions.map((condition, i) => (
            <ConditionEditor
              key={condition.key}
              clause={clause}
              condition={condition}
              number={i + 1}
              known={known}
              subject={subject}
              wrong={wrong.find((one) => one.condition === condition.key)}
              onChange={(changed) => {
                set({
                  conditions: clause.conditions.map((one) => (one.key === changed.key ? changed : one)),
                });
              }}
              onRemove={() => {
                set({ conditions: clause.conditions.filter((one) => one.key !== condition.key) });
              }}
            />
          ))}
          <div className="clause-more">
            <button
              type="button"
              className="link"
              onClick={() => {
                set({ conditions: [...clause.conditions, emptyCondition()] });
              }}
            >
              {words.addCondition}
            </button>
            {!isChannelShown && (
              <button
                type="button"
                className="link"
                onClick={() => {
                  showChannel(true);
                }}
              >
                {words.addChannel}
              </button>
            )}
            {!isSourceShown && (
              <button
                type="button"
                className="link"
                onClick={() => {
                  showSource(true);
                }}
              >
                {words.addSource}
              </button>
            )}
          </div>
        </>
      )}
      {kept !== "" && <p className="quiet small">{words.kept(kept)}</p>}
      {own && (
        <p id={wrongId} className="wrong">
          {words.wrong[own.says]}
        </p>
      )}
      {refused.map((says) => (
        <p key={says} className="wrong" role="alert">
          {says}
        </p>
      ))}
      {own === undefined && clause.text === null && (
        <p className="sentence small">
          {sayClause(clause, subject)}
          {count && <span className="quiet number"> {words.times(count.interactions)}</span>}
        </p>
      )}
    </fieldset>
  );
}
