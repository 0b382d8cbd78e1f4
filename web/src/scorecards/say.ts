// Numbers of health as people say them.

export function sayScore(score: number): string {
  return (Math.round(score * 10) / 10).toLocaleString("en", {
    maximumFractionDigits: Math.abs(score) < 10 ? 1 : 0,
  });
}

export function sayValue(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 0 });
}

export function sayShare(share: number): string {
  const percent = share * 100;
  return `${percent.toLocaleString("en", { maximumFractionDigits: percent > 0 && percent < 10 ? 1 : 0 })} %`;
}

export function sayMoved(moved: number): string {
  const size = sayScore(Math.abs(moved));
  return size === "0" ? "0" : `${moved > 0 ? "+" : "−"}${size}`;
}

export function sayDay(instant: string): string {
  return new Date(instant).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}

/** An area under the curve as pairs out of a hundred. */
export function hits(area: number): number {
  return Math.round(area * 100);
}
