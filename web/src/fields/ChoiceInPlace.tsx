// A word that is chosen from what is known, or typed.

import { fieldWords as words } from "../words/fields";
import { Offer, type OfferGroup } from "./Offer";
import { useTyped } from "./useTyped";

export interface ChoiceInPlaceProps {
  readonly label: string;
  readonly value: string;
  readonly groups: readonly OfferGroup[];
  readonly canEdit: boolean;
  readonly placeholder?: string;
  readonly onKeep: (text: string) => void;
}

export function ChoiceInPlace({ label, value, groups, canEdit, placeholder, onKeep }: ChoiceInPlaceProps) {
  const typed = useTyped(value, onKeep);
  return (
    <div className="in-place">
      <span className="label" aria-hidden={canEdit || undefined}>
        {label}
      </span>
      {canEdit ? (
        <Offer
          label={label}
          value={typed.text}
          groups={groups}
          placeholder={placeholder ?? words.nothing}
          onChange={typed.type}
          onChosen={typed.finish}
          onBlur={() => {
            typed.finish();
          }}
        />
      ) : (
        <p>{value === "" ? <span className="quiet">{placeholder ?? words.nothing}</span> : value}</p>
      )}
    </div>
  );
}
