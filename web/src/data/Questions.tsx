// What the rows do not say, one question after the other, each answered by a click.

import type { LookOut } from "../api/generated/types.gen";
import { dataWords as words } from "../words/data";
import {
  fits,
  scalesFor,
  timesOf,
  withDecimal,
  withRole,
  type Decided,
  type Plan,
  type Question,
} from "./plan";
import { FileZone } from "./ZoneChoice";
import { Written } from "./Written";

export interface QuestionsProps {
  readonly look: LookOut;
  readonly decided: Decided;
  readonly questions: readonly Question[];
  readonly onAnswer: (about: string, plan: Plan) => void;
}

export function Questions({ look, decided, questions, onAnswer }: QuestionsProps) {
  const { plan } = decided;
  if (!plan || questions.length === 0) return null;
  const open = questions.filter((one) => one.isOpen).length;
  return (
    <section className="questions" aria-labelledby="questions-title">
      <h2 id="questions-title">{open > 0 ? words.questions(open) : words.noQuestions}</h2>
      <ol>
        {questions.map((one) => (
          <li key={one.about} data-open={one.isOpen || undefined}>
            <Asked
              look={look}
              plan={plan}
              question={one}
              onAnswer={(after) => {
                onAnswer(one.about, after);
              }}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}

interface AskedProps {
  readonly look: LookOut;
  readonly plan: Plan;
  readonly question: Question;
  readonly onAnswer: (plan: Plan) => void;
}

function Asked({ look, plan, question, onAnswer }: AskedProps) {
  const { column, example } = question;
  const role = (name: string, as: string) => withRole(plan, name, as, look.columns);
  switch (question.about) {
    case "time": {
      const fitting = look.columns.filter((one) => one.times !== null);
      const offered = fitting.length > 0 ? fitting : look.columns;
      return (
        <Choices
          asks={words.askTime}
          choices={offered.slice(0, 8).map((one) => ({
            says: one.name,
            note: one.cells[0] ?? "",
            isChosen: plan.roles[one.name] === "occurred_at",
            take: () => {
              onAnswer(role(one.name, "occurred_at"));
            },
          }))}
        />
      );
    }
    case "order": {
      const times = timesOf(look, column);
      return (
        <Choices
          asks={words.askOrder(example)}
          hint={words.orderHint}
          choices={(times?.formats ?? []).map((format, at) => ({
            says: times?.days[at] ?? format ?? "",
            isChosen: plan.time_format === format,
            take: () => {
              onAnswer({ ...plan, time_format: format });
            },
          }))}
        />
      );
    }
    case "zone":
      return (
        <FileZone
          example={example}
          zone={plan.zone ?? ""}
          onChoose={(zone) => {
            onAnswer({ ...plan, zone });
          }}
        />
      );
    case "whose": {
      const free = look.columns
        .filter((one) => one.filled > 0 && !["occurred_at", "activity"].includes(plan.roles[one.name] ?? ""))
        .toSorted((a, b) => b.different - a.different)
        .slice(0, 6);
      return (
        <Choices
          asks={words.askWhose}
          hint={words.whoseHint}
          choices={free.map((one) => ({
            says: one.name,
            note: one.cells[0] ?? "",
            isChosen: plan.roles[one.name] === "customer",
            take: () => {
              onAnswer(role(one.name, "customer"));
            },
          }))}
        />
      );
    }
    case "activity": {
      const few = look.columns
        .filter((one) => one.different > 1 && one.different <= 60 && 2 * one.different <= one.filled)
        .filter((one) => one.low === null && one.times === null)
        .filter((one) => !["customer", "account"].includes(plan.roles[one.name] ?? ""))
        .slice(0, 4);
      return (
        <>
          <Choices
            asks={words.askActivity}
            hint={words.activityHint}
            choices={few.map((one) => ({
              says: one.name,
              note: one.cells.slice(0, 2).join(", "),
              isChosen: plan.roles[one.name] === "activity",
              take: () => {
                onAnswer(role(one.name, "activity"));
              },
            }))}
          />
          <Written
            label={words.sameInAll}
            placeholder={words.activityPlaceholder}
            value={plan.activity ?? ""}
            suggestions={look.activities}
            onWritten={(activity) => {
              const roles = Object.fromEntries(
                Object.entries(plan.roles).map(([name, own]) => [
                  name,
                  own === "activity" ? "property" : own,
                ]),
              );
              onAnswer({ ...plan, roles, activity: activity === "" ? null : activity });
            }}
          />
        </>
      );
    }
    case "scale": {
      const about = look.columns.find((one) => one.name === column);
      const isKnown = about?.low !== null && about?.low !== undefined && about.high !== null;
      return (
        <Choices
          asks={
            isKnown
              ? words.askScale(column, String(about.low), String(about.high))
              : words.askScaleAnyway(column)
          }
          choices={scalesFor(about).map((scale) => ({
            says: words.scales[scale] ?? scale,
            note: fits(scale, about) ? "" : words.notAllFit,
            isChosen: plan.scale === scale,
            take: () => {
              onAnswer({ ...plan, scale });
            },
          }))}
        />
      );
    }
    case "currency": {
      const bySign = look.columns.find((one) => one.name === column)?.currency ?? "";
      const offered = [...new Set([...(bySign === "" ? [] : [bySign]), "EUR", "USD", "GBP"])];
      return (
        <>
          <Choices
            asks={words.askCurrency(column)}
            choices={offered.map((currency) => ({
              says: currency,
              note: currency === bySign ? words.byTheSign : "",
              isChosen: plan.currency === currency,
              take: () => {
                onAnswer({ ...plan, currency });
              },
            }))}
          />
          <Written
            label={words.askCurrency(column)}
            placeholder={words.currencyPlaceholder}
            value={offered.includes(plan.currency ?? "") ? "" : (plan.currency ?? "")}
            suggestions={[]}
            onWritten={(text) => {
              const currency = text.trim().toUpperCase();
              if (/^[A-Z]{3}$/.test(currency)) onAnswer({ ...plan, currency });
            }}
          />
        </>
      );
    }
    case "decimal":
      return (
        <Choices
          asks={words.askDecimal(example)}
          choices={[
            { says: words.decimalComma, sign: "," },
            { says: words.decimalPoint, sign: "." },
          ].map(({ says, sign }) => ({
            says,
            isChosen: plan.decimal === sign,
            take: () => {
              onAnswer(withDecimal(plan, sign, look.columns));
            },
          }))}
        />
      );
  }
}

interface Choice {
  readonly says: string;
  readonly note?: string;
  readonly isChosen: boolean;
  readonly take: () => void;
}

function Choices({
  asks,
  hint,
  choices,
}: {
  readonly asks: string;
  readonly hint?: string;
  readonly choices: readonly Choice[];
}) {
  return (
    <fieldset className="choices">
      <legend>{asks}</legend>
      {hint !== undefined && <p className="quiet small">{hint}</p>}
      {choices.map((one) => (
        <button
          key={one.says}
          type="button"
          className="button offered"
          aria-pressed={one.isChosen}
          onClick={one.take}
        >
          {one.isChosen && <span aria-hidden="true">✓ </span>}
          {one.says}
          {one.note !== undefined && one.note !== "" && <span className="quiet small"> {one.note}</span>}
        </button>
      ))}
    </fieldset>
  );
}
