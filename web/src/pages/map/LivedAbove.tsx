// Above the board when the lived journey, or its difference from the planned one, is looked at.

import { ofVerdict } from "../../difference/beliefs";
import { LivedBar } from "../../lived/LivedBar";
import { textOf } from "../../map/board";
import { livedWords as words } from "../../words/lived";
import { isGuest, useMe } from "../../app/me";
import { useMapPage } from "./page";

export function LivedAbove() {
  const { lived, difference, board, maySee, look, view, setView, panel, openPanel } = useMapPage();
  const mine = useMe();
  const isDifference = look === "difference";
  // A table has numbers where there are some; to teach is not its place.
  if (look === "table" && !lived.measured?.passages.started) return null;
  return (
    <LivedBar
      measured={lived.measured}
      progress={lived.progress ?? (isDifference ? difference.progress : null)}
      isStopped={lived.isStopped || (isDifference && difference.isStopped)}
      onStop={() => {
        lived.stop();
        difference.stop();
      }}
      onAgain={() => {
        lived.again();
        difference.again();
      }}
      error={lived.error ?? (isDifference ? difference.error : null)}
      board={board}
      view={view}
      subject={textOf(board.map.properties.travels) || "customer"}
      maySee={maySee}
      mayPick={!isGuest(mine)}
      canCompare={!isDifference}
      onView={setView}
      onOpen={openPanel}
    >
      {isDifference && panel !== "difference" && difference.answer && (
        <button
          type="button"
          className="button first"
          onClick={() => {
            openPanel("difference");
          }}
        >
          {words.showList} ({ofVerdict(difference.answer, "contradicted").length})
        </button>
      )}
    </LivedBar>
  );
}
