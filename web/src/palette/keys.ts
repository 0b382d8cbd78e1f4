// The keys that are not the keys of one command, as the sheet of keys tells them. Who adds a key adds a line.

import { paletteWords } from "../words/palette";

export interface KeyGroup {
  readonly name: string;
  readonly keys: readonly (readonly [keys: string, says: string])[];
}

export const KEYS: readonly KeyGroup[] = [
  {
    name: paletteWords.keys.everywhere,
    keys: [
      ["Ctrl+K", "Find anything, do anything"],
      ["?", "This sheet"],
      ["Esc", "Close what is open"],
    ],
  },
  {
    name: paletteWords.keys.board,
    keys: [
      ["← / ↑ / ↓ / →", "From cell to cell"],
      ["Tab / Shift+Tab", "The next or the previous cell"],
      ["Home / End", "The first or the last step"],
      ["Enter / F2", "Change what stands there"],
      ["any letter", "Write something new"],
      ["Delete", "Remove it"],
      ["Space", "Open the panel of the step"],
      ["Alt+Enter", "Open the panel of the card"],
      ["Alt+← / Alt+→", "Move the card or the step along"],
      ["Alt+↑ / Alt+↓", "Move the card within its cell"],
      ["Shift+↑ / Shift+↓", "A better or a worse feeling"],
      ["Ctrl+Enter", "A new step, stage or lane after this one"],
      ["Shift+F10", "All that can be done here"],
      ["Ctrl+V", "Paste a table from a spreadsheet"],
      ["Ctrl+Z / Ctrl+Shift+Z", "Undo, do again"],
    ],
  },
  {
    name: paletteWords.keys.typing,
    keys: [
      ["Enter", "Keep it, and go on"],
      ["Tab", "Keep it, and go to the next cell"],
      ["Shift+Enter", "A new line"],
      ["Esc", "Leave it as it was"],
    ],
  },
];
