// Numbers and instants in words.

export function percent(share: number): string {
  return `${String(Math.floor(100 * (Number.isFinite(share) ? share : 0)))} %`;
}

export function day(instant: string): string {
  return new Date(instant).toLocaleDateString("en", { dateStyle: "medium", timeZone: "UTC" });
}

export function moment(instant: string): string {
  return new Date(instant).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
}

export function seconds(n: number): string {
  if (n < 0.95) return "under a second";
  return n < 90 ? `${String(Math.round(n))} s` : `${String(Math.round(n / 60))} min`;
}

export function bytes(n: number): string {
  if (n < 1000) return `${String(n)} bytes`;
  if (n < 1_000_000) return `${String(Math.round(n / 1000))} kB`;
  return n < 1e9 ? `${(n / 1e6).toFixed(1)} MB` : `${(n / 1e9).toFixed(1)} GB`;
}

export function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
