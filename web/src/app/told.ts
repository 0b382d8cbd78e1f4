// What was done, said for a moment at the edge of any page, with a way back where there is one.

export interface Told {
  readonly id: string;
  readonly says: string;
  readonly action?: { readonly name: string; readonly run: () => void };
}

let all: readonly Told[] = [];
const listeners = new Set<() => void>();

/** Says it, in the place of what was said before: two would cover what one works at. Its id, to be forgotten by. */
export function tell(told: Omit<Told, "id">): string {
  const id = crypto.randomUUID();
  change([{ ...told, id }]);
  return id;
}

export function forget(id: string): void {
  change(all.filter((one) => one.id !== id));
}

export function told(): readonly Told[] {
  return all;
}

export function onTold(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function change(next: readonly Told[]): void {
  all = next;
  for (const listener of listeners) listener();
}
