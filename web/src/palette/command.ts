// One thing that can be done, or gone to, by its name.

export type Group = "recent" | "do" | "steps" | "cards" | "maps" | "pages" | "personas" | "customers";

export interface Command {
  readonly name: string;
  readonly hint: string;
  readonly run: () => void;
  /** Other words for it, which are not shown. */
  readonly also?: string;
  /** What it stands among; "do" where it is not said. */
  readonly group?: Group;
  /** The keys that do the same, such as `Ctrl+Z`. */
  readonly keys?: string;
  /** What it is known by, to be offered again as used last. The name and group where it is not said. */
  readonly id?: string;
}

export function idOf(command: Command): string {
  return command.id ?? `${command.group ?? "do"}:${command.name}`;
}
