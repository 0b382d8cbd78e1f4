// Something that is so or not, with a sentence that says what it means.

export interface YesInPlaceProps {
  readonly label: string;
  readonly hint: string;
  readonly value: boolean;
  readonly canEdit: boolean;
  readonly onKeep: (value: boolean) => void;
}

export function YesInPlace({ label, hint, value, canEdit, onKeep }: YesInPlaceProps) {
  return (
    <label className="yes">
      <input
        type="checkbox"
        checked={value}
        disabled={!canEdit}
        onChange={(event) => {
          onKeep(event.target.checked);
        }}
      />
      <span>
        {label} <span className="quiet small">{hint}</span>
      </span>
    </label>
  );
}
