// Above the board when the lived journey is looked at.

import { LivedNote } from "../../lived/LivedNote";
import { useMapPage } from "./page";

export function LivedAbove() {
  const { lived, board, setSegment } = useMapPage();
  return <LivedNote lived={lived} board={board} onSegment={setSegment} />;
}
