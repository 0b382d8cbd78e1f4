// A back-test as the server sends it (desirepath-back-test/1).

export interface AreaTold {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

export interface LevelTold {
  readonly name: string;
  readonly judgements: number;
  readonly customers: number;
  readonly left: number;
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface BackTestTold {
  readonly days: readonly string[];
  readonly horizon_days: number;
  readonly judgements: number;
  readonly customers: number;
  readonly left: number;
  readonly not_scored: number;
  readonly auc: AreaTold | null;
  readonly baseline: AreaTold | null;
  readonly gain: { readonly by: number; readonly low: number; readonly high: number } | null;
  readonly levels: readonly LevelTold[];
  readonly bands: readonly LevelTold[];
  readonly held: readonly {
    readonly name: string;
    readonly promised: number | null;
    readonly came: number | null;
    readonly low: number | null;
    readonly high: number | null;
    readonly customers: number;
  }[];
  readonly signals: readonly {
    readonly id: string;
    readonly name: string;
    readonly judgements: number;
    readonly auc: AreaTold | null;
    readonly flagged: number;
    readonly precision: number | null;
    readonly lift: number | null;
  }[];
  readonly lead_days: { readonly n: number; readonly median: number | null; readonly missed: number };
}

export type Verdict = "better" | "unsure" | "worse" | null;

/** Whether the scorecard is better than the simplest way; null: it cannot be said. */
export function verdictOf(told: BackTestTold): Verdict {
  if (!told.gain) return null;
  if (told.gain.low > 0) return "better";
  return told.gain.by < 0 ? "worse" : "unsure";
}
