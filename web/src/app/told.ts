// What was done, said for a moment at the edge of any page, with a way back where there is one.

export interface Told {
  readonly id: string;
  readonly says: string;
  readonly action?: { readonly name: string; readonly run: () => void };
}

let all: readonly Told[] = [];
const listeners = new Set<() => void>();

export function tell(told: Omit<Told, "id">): void {
  change([...all.filter((one) => one.says !== told.says), { ...told, id: crypto.randomUUID() }].slice(-3));
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
