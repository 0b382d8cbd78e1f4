// A rating from 1 to 5; the one that is chosen is taken away by choosing it again.

import { fieldWords as words } from "../words/fields";

export interface OneToFiveProps {
  readonly label: string;
  readonly ends: readonly [string, string];
  readonly value: number | null;
  readonly canEdit: boolean;
  readonly onKeep: (value: number | null) => void;
}

const RATINGS = [1, 2, 3, 4, 5] as const;

export function OneToFive({ label, ends, value, canEdit, onKeep }: OneToFiveProps) {
  if (!canEdit) {
    return (
      <div className="in-place">
        <span className="label">{label}</span>
        <p>{value === null ? words.unset : words.ofFive(label, value)}</p>
      </div>
    );
  }
  return (
    <div className="in-place" role="group" aria-label={label}>
      <span className="label" aria-hidden>
        {label}
      </span>
      <span className="rating">
        <span className="segmented">
          {RATINGS.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={value === one}
              aria-label={words.ofFive(label, one)}
              onClick={() => {
                onKeep(value === one ? null : one);
              }}
            >
              {one}
            </button>
          ))}
        </span>
        <span className="quiet small">
          {ends[0]} – {ends[1]}
        </span>
      </span>
    </div>
  );
}
