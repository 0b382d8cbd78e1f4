// What a scorecard says of everybody now, as the server sends it (desirepath-scorecard-now/1).

export interface SignalNow {
  readonly id: string;
  readonly known: number;
  readonly missing: number;
  /** How many are in each range, of those in no segment. */
  readonly ranges: readonly number[];
  /** The same of each segment. */
  readonly in_segments: readonly (readonly number[])[];
}

export interface CardNow {
  readonly of: string;
  readonly as_of: string;
  readonly meant: number;
  readonly without_score: number;
  readonly levels: readonly { readonly name: string; readonly now: number; readonly before: number }[];
  readonly bins: readonly number[];
  readonly signals: readonly SignalNow[];
  readonly segments: readonly { readonly id: string; readonly subjects: number }[];
}
