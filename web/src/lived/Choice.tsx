// A button that says what is chosen, with what can be chosen in a popover.

import { Popover } from "@base-ui/react/popover";
import type { ReactNode } from "react";

export interface ChoiceProps {
  readonly label: string;
  readonly says: string;
  readonly isSet?: boolean;
  readonly children: ReactNode;
}

export function Choice({ label, says, isSet, children }: ChoiceProps) {
  return (
    <Popover.Root>
      <Popover.Trigger
        className="button lived-pick"
        data-set={isSet || undefined}
        aria-label={says === label ? label : `${label}: ${says}`}
      >
        <span>{says}</span> <span aria-hidden="true">▾</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="lived-pick-place" sideOffset={6} align="start">
          <Popover.Popup className="lived-pick-popup" aria-label={label}>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
