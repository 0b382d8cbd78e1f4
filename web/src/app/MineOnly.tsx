// Whether a list shows only the accounts that one looks after.

import { bookWords as said } from "../words/books";

export interface MineOnlyProps {
  readonly isMine: boolean;
  readonly onMine: (isMine: boolean) => void;
}

export function MineOnly({ isMine, onMine }: MineOnlyProps) {
  return (
    <label className="inline">
      <input
        type="checkbox"
        checked={isMine}
        onChange={(event) => {
          onMine(event.target.checked);
        }}
      />
      {said.mineOnly}
    </label>
  );
}
