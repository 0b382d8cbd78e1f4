// A playbook as plain data, and the changes a hand makes to it. Whatever the file says beside stays in it.

import type { ProblemOut } from "../api/generated/types.gen";
import { isMapping, type Json, type Value } from "../map/valueMerge";
import { freeId } from "../scorecards/card";

export type Data = Readonly<Record<string, Json>>;
/** Where something stands in the data: ["moves", 0, "email", "subject"]. */
export type Path = readonly (string | number)[];

export const MOVES = [
  "email",
  "task",
  "wait",
  "branch",
  "wait_until",
  "ask",
  "in_app",
  "chat",
  "webhook",
  "set_trait",
  "start",
  "stop",
] as const;
export type MoveKind = (typeof MOVES)[number];
export const TRIGGERS = [
  "enters",
  "stalls_at",
  "skips",
  "leaves",
  "misses",
  "handoff_late",
  "poor_experience",
  "health_falls_to",
  "renewal_in",
  "does",
] as const;
export type TriggerKind = (typeof TRIGGERS)[number];
export const OF_STEPS: readonly string[] = [
  "enters",
  "stalls_at",
  "skips",
  "leaves",
  "misses",
  "handoff_late",
];
/** Moves whose words can be looked at as they would be. */
export const WITH_WORDS: readonly string[] = [
  "email",
  "task",
  "ask",
  "in_app",
  "chat",
  "webhook",
  "set_trait",
];
const WITHOUT_ID: readonly string[] = ["wait", "wait_until", "branch"];

/** A list, of what may be written as one thing; what is not there is none. */
export function listOf(value: Value): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

export function mappingOf(value: Value): Data {
  return isMapping(value) ? value : {};
}

export function textOf(value: Value): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** What the link to an empty one calls it, where others name a template. */
export const BLANK = "empty";

/** The text of one with nothing in it yet. */
export function blankText(name: string): string {
  return `format: desirepath-playbook/1\nid: our-own\nname: ${name}\nof: account\nwhen: []\nmoves: []\n`;
}

/** The same under an id, and a name, that none of those kept has. */
export function ofItsOwn(data: Data, kept: readonly { readonly id: string; readonly name: string }[]): Data {
  const ids = kept.map((one) => one.id);
  const names = kept.map((one) => one.name);
  const name = textOf(data.name);
  let free = name;
  for (let n = 2; names.includes(free); n += 1) free = `${name} ${String(n)}`;
  return { ...data, id: freeId(textOf(data.id), ids), name: free };
}

/** The one that is kept under the id that the data says: what is saved becomes its next version. */
export function namesakeOf<T extends { readonly id: string }>(
  data: Data | null,
  kept: readonly T[],
): T | undefined {
  const id = textOf(data?.id);
  return kept.find((one) => one.id === id);
}

export function movesOf(value: Value): readonly Data[] {
  return listOf(value).map(mappingOf);
}

export function kindOf(move: Data): MoveKind | null {
  return MOVES.find((kind) => move[kind] !== undefined && move[kind] !== null) ?? null;
}

export function triggerOf(trigger: Data): TriggerKind | null {
  return TRIGGERS.find((kind) => trigger[kind] !== undefined && trigger[kind] !== null) ?? null;
}

export function getAt(data: Value, path: Path): Value {
  return path.reduce<Value>((at, key) => {
    if (typeof key === "number") return listOf(at)[key];
    return isMapping(at) ? at[key] : undefined;
  }, data);
}

/** The data with something else at a place; undefined: it is not said any more. */
export function setAt(data: Data, path: Path, value: Value): Data {
  return changed(data, path, value) as Data;
}

function changed(at: Value, path: Path, value: Value): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value ?? null;
  if (typeof key === "number") {
    const list = listOf(at);
    if (rest.length === 0 && value === undefined) return list.toSpliced(key, 1);
    return list.toSpliced(key, 1, changed(list[key], rest, value));
  }
  const all = mappingOf(at);
  if (rest.length === 0 && value === undefined) {
    return Object.fromEntries(Object.entries(all).filter(([name]) => name !== key));
  }
  return { ...all, [key]: changed(all[key], rest, value) };
}

/** How problems call a place: moves[0].email.subject. */
export function addressOf(path: Path): string {
  return path.reduce<string>(
    (said, key) =>
      typeof key === "number" ? `${said}[${String(key)}]` : said === "" ? key : `${said}.${key}`,
    "",
  );
}

/** The problems of a place and of all that is in it. */
export function problemsIn(problems: readonly ProblemOut[], path: Path): readonly ProblemOut[] {
  const where = addressOf(path);
  return problems.filter(
    ({ address }) => address === where || address.startsWith(`${where}.`) || address.startsWith(`${where}[`),
  );
}

export function insertMove(data: Data, list: Path, at: number, move: Data): Data {
  return setAt(data, list, listOf(getAt(data, list)).toSpliced(at, 0, move));
}

export function removeMove(data: Data, list: Path, at: number): Data {
  const left = listOf(getAt(data, list)).toSpliced(at, 1);
  // A way of a branch that does nothing is not said.
  return setAt(data, list, left.length === 0 && list.length > 1 ? undefined : left);
}

/** The data with a move elsewhere: before what is at `to` of another list, or of the same. Unchanged where it
 *  would come into itself. */
export function carryMove(data: Data, from: Path, at: number, into: Path, to: number): Data {
  const here = [...from, at];
  if (isInside(into, here)) return data;
  const move = mappingOf(getAt(data, here));
  const isSame = addressOf(from) === addressOf(into);
  if (isSame && (to === at || to === at + 1)) return data;
  if (isSame) {
    const without = listOf(getAt(data, from)).toSpliced(at, 1);
    return setAt(data, from, without.toSpliced(to > at ? to - 1 : to, 0, move));
  }
  return removeMove(insertMove(data, into, to, move), ...placeAfter(from, at, into, to));
}

/** Where a move of one list is once something was put into another. */
function placeAfter(from: Path, at: number, into: Path, to: number): [Path, number] {
  const whole = [...from, at];
  if (!isInside(whole, into) || whole.length <= into.length) return [from, at];
  const next = whole[into.length];
  if (typeof next !== "number" || next < to) return [from, at];
  const moved = whole.with(into.length, next + 1);
  return [moved.slice(0, -1), moved[moved.length - 1] as number];
}

function isInside(path: Path, around: Path): boolean {
  return path.length >= around.length && around.every((key, i) => path[i] === key);
}

function idsIn(moves: readonly Data[]): readonly string[] {
  return moves.flatMap((move) => [
    textOf(move.id),
    ...idsIn(movesOf(getAt(move, ["branch", "then"]))),
    ...idsIn(movesOf(getAt(move, ["branch", "otherwise"]))),
  ]);
}

/** All ids of moves, those inside branches too. */
export function idsOf(data: Data): readonly string[] {
  return idsIn(movesOf(data.moves)).filter((id) => id !== "");
}

/** A new move of a kind, with words to begin with. */
export function newMove(kind: MoveKind, data: Data, words: Readonly<Record<string, string>>): Data {
  const to: Data = data.of === "customer" ? {} : { to: 'traits.role == "lead"' };
  const text = words.text ?? "";
  const bodies: Readonly<Record<MoveKind, Json>> = {
    task: { title: words.task ?? "", due: "1d" },
    email: { ...to, subject: words.subject ?? "", text },
    in_app: { ...to, title: words.subject ?? "", text },
    ask: {
      measure: "CSAT",
      survey: "our-question",
      ...to,
      subject: words.subject ?? "",
      text,
      question: words.question ?? "",
    },
    chat: { channel: "team", text },
    webhook: { to: "target", event: "account.noticed" },
    set_trait: { name: "noticed", value: "yes" },
    start: "",
    stop: "",
    wait: "3d",
    wait_until: { time: "09:00", days: ["mon", "tue", "wed", "thu", "fri"] },
    branch: { did: [{ activity: words.activity ?? "" }] },
  };
  const id: Data = WITHOUT_ID.includes(kind) ? {} : { id: freeId(words[kind] ?? kind, idsOf(data)) };
  return { ...id, [kind]: bodies[kind] };
}

/** What messages of this playbook may show. */
export function shownNames(data: Data, isToPerson: boolean): readonly string[] {
  const renewal = movesOf(data.when).some((one) => one.renewal_in !== undefined);
  return [
    "account",
    "account_id",
    ...(isToPerson ? ["person"] : []),
    "company",
    ...(renewal ? ["renewal_on"] : []),
    ...Object.keys(mappingOf(data.variables)),
  ];
}

/** What becomes different about several places at once. */
export function withAll(data: Data, changes: readonly (readonly [Path, Value])[]): Data {
  return changes.reduce((all, [path, value]) => setAt(all, path, value), data);
}
