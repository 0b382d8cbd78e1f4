// The bar of the map page: what is looked at, undo, lanes, zoom, history, and who else is here.

import { LanesMenu } from "../../board/LanesMenu";
import { useOpenCounts } from "../../comments/useThreads";
import { textOf } from "../../map/board";
import * as intents from "../../map/intents";
import { useShown } from "../../sync/useMap";
import { words } from "../../words/en";
import { talkWords } from "../../words/talk";
import { settingsWords } from "../../words/mapsettings";
import { togetherWords } from "../../words/together";
import { Bar } from "../Bar";
import { LOOKS } from "./looks";
import { useMapPage } from "./page";

const MOST_FACES = 6;

export function Toolbar({ onSeek }: { readonly onSeek: () => void }) {
  const page = useMapPage();
  const { board, canEdit, zoom, panel } = page;
  const title = textOf(board.map.properties.title);
  return (
    <Bar>
      <h1 className="title" title={title}>
        <button
          type="button"
          className="title-button"
          title={`${settingsWords.settings}: ${settingsWords.hint}`}
          aria-pressed={panel === "settings"}
          onClick={() => {
            page.openPanel(panel === "settings" ? null : "settings");
          }}
        >
          {title}
        </button>
      </h1>
      <span className="segmented" role="group" aria-label={words.lookAt}>
        {LOOKS.map((look) => (
          <button
            key={look.id}
            type="button"
            aria-pressed={page.look === look.id}
            title={look.hint}
            onClick={() => {
              page.setLook(look.id);
            }}
          >
            {look.name}
          </button>
        ))}
      </span>
      {canEdit && (
        <span>
          <button
            type="button"
            className="button icon"
            aria-label={words.undo}
            title={`${words.undo} (Ctrl+Z)`}
            onClick={page.undo}
          >
            ↶
          </button>{" "}
          <button
            type="button"
            className="button icon"
            aria-label={words.redo}
            title={`${words.redo} (Ctrl+Shift+Z)`}
            onClick={page.redo}
          >
            ↷
          </button>
        </span>
      )}
      {canEdit && (
        <LanesMenu
          lanes={board.allLanes}
          onChange={(lanes) => {
            page.edit(intents.setLanes(page.nodes, lanes));
          }}
        />
      )}
      <span>
        <button type="button" className="button icon" aria-label={words.zoomOut} onClick={zoom.farther}>
          −
        </button>{" "}
        <button type="button" className="button" onClick={zoom.fit}>
          {Math.round(zoom.value * 100)} % · {words.zoomFit}
        </button>{" "}
        <button type="button" className="button icon" aria-label={words.zoomIn} onClick={zoom.nearer}>
          +
        </button>
      </span>
      <button
        type="button"
        className="button"
        aria-pressed={panel === "history"}
        onClick={() => {
          page.openPanel(panel === "history" ? null : "history");
        }}
      >
        {words.history}
      </button>
      <TalkButton />
      <button type="button" className="button" title="Ctrl+K" onClick={onSeek}>
        {words.searchOrCommand}
      </button>
      <SavedState />
      <Faces />
    </Bar>
  );
}

function TalkButton() {
  const { mapId, state, panel, openPanel } = useMapPage();
  const count = [...useOpenCounts(mapId, state.comments).values()].reduce((sum, one) => sum + one, 0);
  const isOpen = panel?.startsWith("comments") ?? false;
  return (
    <button
      type="button"
      className="button"
      aria-pressed={isOpen}
      title={talkWords.hint}
      onClick={() => {
        openPanel(isOpen ? null : "comments");
      }}
    >
      {talkWords.title}
      {count > 0 && <span className="count"> {count}</span>}
    </button>
  );
}

function SavedState() {
  const { open, canEdit, state } = useMapPage();
  const { waiting, isOnline } = useShown(open.store);
  if (state.isSignedOut) {
    return (
      <span className="state" role="status" data-offline="">
        {togetherWords.signedOutShort}
      </span>
    );
  }
  return (
    <span className="state" role="status" data-offline={isOnline ? undefined : ""}>
      {!canEdit
        ? words.readOnly
        : !isOnline
          ? words.offline(waiting)
          : waiting > 0
            ? words.saving(waiting)
            : words.saved}
    </span>
  );
}

function Faces() {
  const { here } = useMapPage().state;
  return (
    <span className="faces" title={here.map((one) => one.name).join(", ")}>
      {here.slice(0, MOST_FACES).map((one) => (
        <span key={one.session} className="face" style={{ borderColor: one.colour }}>
          {initials(one.name)}
        </span>
      ))}
    </span>
  );
}

function initials(name: string): string {
  return name
    .split(/[\s@.]+/)
    .slice(0, 2)
    .map((part) => part.charAt(0).toUpperCase())
    .join("");
}
