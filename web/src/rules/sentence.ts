// A rule in plain words: “feature.used” where feature is “approvals” and distinct users is at least 5.

import type { Value } from "../map/valueMerge";
import { ACTIVITIES } from "../words/customers";
import { ruleWords as words } from "../words/rules";
import { type Clause, type Condition, OWN_FIELDS, readClauses, type Scalar } from "./rule";
import { sayNumber } from "../words/figures";

/** What the rules say, a sentence each; of a list of none: no sentence. */
export function sayRules(rules: Value, subject: string): readonly string[] {
  return readClauses(rules).map((clause) => sayClause(clause, subject));
}

/** One clause as a sentence; what is not finished is left out. */
export function sayClause(clause: Clause, subject: string): string {
  if (clause.text !== null) return clause.text;
  const conditions = clause.conditions
    .filter((one) => one.name.trim() !== "" && one.values.length > 0)
    .map((one) => sayCondition(one, subject));
  return [
    clause.activity === "" ? words.anything : words.happens(clause.activity),
    clause.channel === "" ? "" : words.through(clause.channel),
    clause.source === "" ? "" : words.from(clause.source),
    conditions.length === 0 ? "" : `${words.where} ${conditions.join(` ${words.and} `)}`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function sayCondition({ name, form, values }: Condition, subject: string): string {
  const said = sayName(name, subject);
  if (form === "exists") return `${said} ${values[0] === false ? words.isNotKnown : words.isKnown}`;
  return `${said} ${words.forms[form]} ${values.map((one) => sayValue(one, name)).join(` ${words.valueOr} `)}`;
}

/** What the rules ask for as people tell it, a line each: used a feature, where feature is “approvals” and at least 5
 *  different users. For those who read; who changes a rule sees the log's own names. */
export function sayDeeds(rules: Value, subject: string): readonly string[] {
  return readClauses(rules).map((clause) => {
    if (clause.text !== null) return clause.text;
    const conditions = clause.conditions
      .filter((one) => one.name.trim() !== "" && one.values.length > 0)
      .map((one) => sayAsked(one, subject));
    const told = [
      clause.activity === "" ? words.anything : sayActivity(clause.activity),
      clause.channel === "" ? "" : words.through(clause.channel),
      clause.source === "" ? "" : words.from(clause.source),
    ].filter((part) => part !== "");
    const where = conditions.length === 0 ? "" : `, ${words.where} ${conditions.join(` ${words.and} `)}`;
    return `${told.join(" ")}${where}`;
  });
}

/** What happened, in words: that of everybody else's activities is their name with spaces. */
export function sayActivity(activity: string): string {
  const said = ACTIVITIES[activity];
  if (said === undefined) return plain(activity.replaceAll(".", " "));
  return /^We /.test(said) ? said : `${said.charAt(0).toLowerCase()}${said.slice(1)}`;
}

function sayAsked(condition: Condition, subject: string): string {
  const { name, form, values } = condition;
  const amount = words.amounts[form];
  const [value] = values;
  if (amount === undefined || typeof value !== "number" || values.length !== 1) {
    const called = words.called[name];
    return called === undefined
      ? sayCondition(condition, subject)
      : sayCondition(condition, subject).replace(sayName(name, subject), called);
  }
  if ((OWN_FIELDS as readonly string[]).includes(name)) return sayCondition(condition, subject);
  return `${amount} ${sayValue(value, name)} ${words.called[name] ?? sayName(name, subject)}`;
}

/** What a name in a comparison means: a property, a trait of who travels, or a field of the interaction. */
export function sayName(name: string, subject: string): string {
  if ((OWN_FIELDS as readonly string[]).includes(name)) return words.ownField[name] ?? name;
  const trait = /^traits\.(.+)$/s.exec(name)?.[1];
  if (trait !== undefined) return words.traitOf(plain(trait), subject);
  return plain(/^properties\.(.+)$/s.exec(name)?.[1] ?? name);
}

function sayValue(value: Scalar, name: string): string {
  if (typeof value === "number") return sayNumber(value, 6);
  if (typeof value === "boolean") return words.own[String(value)] ?? String(value);
  return name === "direction" ? (words.own[value] ?? value) : words.quoted(value);
}

function plain(name: string): string {
  return name.replaceAll("_", " ");
}
