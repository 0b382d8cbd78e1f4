// A field that offers what is known, and takes anything typed.

import { Autocomplete } from "@base-ui/react/autocomplete";
import { useState } from "react";

export interface Offered {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
}

export interface OfferGroup {
  readonly value: string;
  readonly items: readonly Offered[];
}

export interface OfferProps {
  readonly label: string;
  readonly value: string;
  readonly groups: readonly OfferGroup[];
  readonly placeholder?: string;
  /** What is wrong with it, as the id of where it is said. */
  readonly wrong?: string | undefined;
  readonly onChange: (value: string) => void;
  /** Chosen from the list, or Enter was pressed: what was meant is finished. */
  readonly onChosen?: (value: string) => void;
  readonly onBlur?: () => void;
}

const MOST_SHOWN = 100;

export function Offer({ label, value, groups, placeholder, wrong, onChange, onChosen, onBlur }: OfferProps) {
  // What stands there already does not narrow the list down, and is shown by its name: only what is typed is as typed.
  const [typed, setTyped] = useState<string | null>(null);
  const isTyped = typed !== null;
  const text = typed ?? nameOf(groups, value);
  const { contains } = Autocomplete.useFilter({ sensitivity: "base" });
  const [isOpen, setOpen] = useState(false);
  const fits = (item: Offered, query: string) => !isTyped || contains(`${item.value} ${item.label}`, query);
  const shown = groups
    .filter((group) => group.items.length > 0)
    .map((group) => (isTyped ? { ...group, items: nearestFirst(group.items, text) } : group));
  // An open list hides the rest of the page from readers of screens: it is open only where it has an offer.
  const hasOffer = shown.some((group) => group.items.some((item) => fits(item, text)));
  return (
    <Autocomplete.Root
      items={shown}
      value={text}
      openOnInputClick
      limit={MOST_SHOWN}
      itemToStringValue={(item: Offered) => item.value}
      filter={fits}
      open={isOpen && hasOffer}
      onOpenChange={(opens) => {
        setOpen(opens);
        if (!opens) setTyped(null);
      }}
      onValueChange={(next, { reason }) => {
        // Escape closes what is around; it does not empty the field.
        if (reason === "escape-key") return;
        setTyped(reason === "input-change" ? next : null);
        onChange(reason === "input-change" ? valueOf(groups, next) : next);
        if (reason === "item-press") onChosen?.(next);
      }}
    >
      <Autocomplete.Input
        className="field"
        aria-label={label}
        aria-invalid={wrong !== undefined || undefined}
        aria-describedby={wrong}
        placeholder={placeholder ?? label}
        maxLength={500}
        onBlur={() => {
          setTyped(null);
          onBlur?.();
        }}
        onFocus={(event) => {
          event.currentTarget.select();
        }}
        onKeyDown={(event) => {
          const isPicking = event.currentTarget.getAttribute("aria-activedescendant");
          if (event.key === "Enter" && !isPicking && value.trim() !== "") {
            event.preventDefault();
            onChosen?.(value);
          }
        }}
      />
      <Autocomplete.Portal>
        <Autocomplete.Positioner className="offer-place" sideOffset={4}>
          <Autocomplete.Popup className="offer">
            <Autocomplete.List className="offer-list">
              {(group: OfferGroup) => (
                <Autocomplete.Group key={group.value} items={group.items}>
                  {group.value !== "" && (
                    <Autocomplete.GroupLabel className="offer-group">{group.value}</Autocomplete.GroupLabel>
                  )}
                  <Autocomplete.Collection>
                    {(item: Offered) => (
                      <Autocomplete.Item key={item.value} value={item} className="offer-item">
                        <span>{item.label}</span>
                        <span className="quiet">{item.hint}</span>
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}

/** What begins as it was typed, letter by letter, before what has it within, and what is merely like it. */
export function nearestFirst(items: readonly Offered[], typed: string): readonly Offered[] {
  const sought = typed.trim().toLowerCase();
  const rank = ({ value, label }: Offered) => {
    const names = [value.toLowerCase(), label.toLowerCase()];
    if (names.includes(sought)) return 0;
    if (names.some((name) => name.startsWith(sought))) return 1;
    return names.some((name) => name.includes(sought)) ? 2 : 3;
  };
  return items.toSorted((a, b) => rank(a) - rank(b));
}

/** What a value is called where it is offered; itself where it is not. */
function nameOf(groups: readonly OfferGroup[], value: string): string {
  return groups.flatMap((group) => group.items).find((item) => item.value === value)?.label ?? value;
}

/** What was typed; where it is the name of something offered, that. */
function valueOf(groups: readonly OfferGroup[], typed: string): string {
  const sought = typed.trim().toLowerCase();
  const items = groups.flatMap((group) => group.items);
  return items.find((item) => item.label.toLowerCase() === sought)?.value ?? typed;
}
