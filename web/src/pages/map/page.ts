// What every part of the map page may know and do: the map, who looks at it, what is looked at, and the ways to
// change each. Given to the parts by context, so that a new part needs no new props; to those around the board by
// hand: where a context changes, React looks through all that lies below it for readers, and the board is a
// thousand cells.

import { createContext, useContext } from "react";
import type { Command } from "../../palette/command";
import type { Place } from "../../board/selection";
import type { Difference } from "../../difference/beliefs";
import type { Version } from "../../history/version";
import type { Answered, Lived } from "../../lived/useLived";
import type { View } from "../../lived/view";
import type { Board } from "../../map/board";
import type { Change } from "../../map/edits";
import type { MapNodes } from "../../map/nodes";
import type { MapState, OpenMap } from "../../sync/useMap";
import type { LookId } from "./looks";
import type { Unmaking } from "./useUnmaking";
import type { Zoom } from "./useZoom";

export interface MapPage {
  readonly mapId: string;
  readonly open: OpenMap;
  readonly state: MapState;
  readonly nodes: MapNodes;
  readonly board: Board;
  readonly canEdit: boolean;
  /** Whether one may see who travels there: the people of the workspace who work on the map. */
  readonly maySee: boolean;
  readonly canComment: boolean;
  readonly look: LookId;
  readonly setLook: (look: LookId) => void;
  /** Which panel is open beside the board: `history`, or the id of a node, such as `step:kickoff`. */
  readonly panel: string | null;
  readonly openPanel: (panel: string | null) => void;
  readonly lived: Lived;
  readonly view: View;
  readonly setView: (view: View) => void;
  readonly difference: Answered<Difference>;
  /** The belief that is looked at in the list of differences, by its key. */
  readonly belief: string | null;
  readonly pickBelief: (key: string | null) => void;
  readonly zoom: Zoom;
  /** What is looked at instead of the map as it is now: an earlier version, or what differs between two. */
  readonly version: Version | null;
  readonly setVersion: (version: Version | null) => void;
  readonly setPresenting: (isPresenting: boolean) => void;
  /** Asks whether to bring a version back, and says what that changes. */
  readonly askToRestore: (revision: number) => void;
  readonly unmaking: Unmaking;
  readonly edit: (changes: readonly Change[]) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** What `goTo` was asked for last. */
  readonly wanted: Place | null;
  /** What can be done at what is picked on the board. */
  readonly boardCommands: () => readonly Command[];
  /** Makes a lane on the board, and has it named; null where no board is shown. */
  readonly newLane: (() => void) | null;
  /** Picks a cell or a card of the board and brings it into sight. */
  readonly goTo: (place: Place) => void;
}

export const MapPageContext = createContext<MapPage | null>(null);

export function useMapPage(): MapPage {
  const page = useContext(MapPageContext);
  if (!page) throw new Error("a part of the map page outside of it");
  return page;
}
