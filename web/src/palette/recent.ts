// What somebody used last in Ctrl-K, kept in this browser.

const KEY = "desirepath:recent";
const MOST = 12;

export function recent(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

export function used(id: string): void {
  const now = [id, ...recent().filter((one) => one !== id)].slice(0, MOST);
  localStorage.setItem(KEY, JSON.stringify(now));
}
