// What lies on the board's desk at a moment, and the ways to change it. Keys, the menu and drags all read this.

import type { Board } from "../map/board";
import type { Change } from "../map/edits";
import type { LaneView } from "../map/lanes";
import type { MapNodes } from "../map/nodes";
import type { Picked } from "./picked";
import type { Place } from "./selection";

export interface Typing {
  readonly place: Place;
  readonly initial: string | null;
  /** The map as it was when the typing began: what somebody else writes meanwhile is merged, not overwritten. */
  readonly before: MapNodes;
}

/** A question with a few answers, asked over the board. */
export interface Question {
  readonly title: string;
  readonly says: string;
  readonly answers: readonly { readonly name: string; readonly run: () => void }[];
}

/** A picture that is looked at or put on the map. `file` is one that is not on the map yet. */
export interface PictureShown {
  readonly step: string;
  readonly card: string | null;
  readonly src: string;
  readonly alt: string;
}

export interface Desk {
  readonly mapId: string;
  readonly canEdit: boolean;
  readonly board: Board;
  readonly nodes: MapNodes;
  /** The lanes that are shown, folded ones too. */
  readonly lanes: readonly LaneView[];
  readonly folded: ReadonlySet<string>;
  readonly picked: Picked;
  readonly typing: Typing | null;
}

export interface Effects {
  readonly edit: (changes: readonly Change[]) => void;
  readonly pick: (picked: Picked) => void;
  readonly type: (typing: Typing | null) => void;
  readonly tell: (says: string) => void;
  readonly ask: (question: Question | null) => void;
  readonly show: (picture: PictureShown | null) => void;
  readonly open: (step: string) => void;
  readonly comment: () => void;
  readonly fold: (lane: string) => void;
}

/** The desk as it is now, for what is done later: at a key, a click, the end of a drag. */
export interface DeskRef {
  readonly current: Desk;
}
export interface EffectsRef {
  readonly current: Effects;
}
