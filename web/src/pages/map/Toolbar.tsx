// The bar of the map page: what is looked at, the tools, whether all is saved, and who else is here.

import { initials } from "../../app/AccountMenu";
import { Icon } from "../../app/Icon";
import { IS_TOUCHED } from "../../app/touched";
import { useTitle } from "../../app/title";
import { LanesMenu } from "../../board/LanesMenu";
import { textOf } from "../../map/board";
import * as intents from "../../map/intents";
import { useShown } from "../../sync/useMap";
import { words } from "../../words/en";
import { settingsWords } from "../../words/mapsettings";
import { togetherWords } from "../../words/together";
import { shellWords } from "../../words/shell";
import { Bar } from "../Bar";
import { keyOfLook } from "./keys";
import { LOOKS } from "./looks";
import { MoreTools } from "./MoreTools";
import { useMapPage } from "./page";
import { type Tool, toolsOf } from "./tools";
import { useRoom } from "./useRoom";

const MOST_FACES = 6;

export function Toolbar() {
  const page = useMapPage();
  const room = useRoom();
  const title = textOf(page.board.map.properties.title);
  useTitle(title);
  const tools = toolsOf(page);
  const isButton = (tool: Tool) => tool.from !== null && room >= tool.from;
  const more = tools.filter((tool) => !isButton(tool));
  return (
    <Bar>
      <h1 className="title">
        <button
          type="button"
          className="title-button"
          lang={textOf(page.board.map.properties.language) || undefined}
          title={`${settingsWords.settings}: ${settingsWords.hint}`}
          aria-pressed={page.panel === "settings"}
          onClick={() => {
            page.openPanel(page.panel === "settings" ? null : "settings");
          }}
        >
          {title}
        </button>
      </h1>
      <SavedState isShort={room < 3} />
      <span className="grow" />
      <span className="bar-break" />
      <span className="segmented looks" role="group" aria-label={words.lookAt}>
        {LOOKS.map((look) => (
          <button
            key={look.id}
            type="button"
            aria-pressed={page.look === look.id}
            data-look={look.id}
            title={`${look.hint} (${keyOfLook(look.id)})`}
            onClick={() => {
              page.setLook(look.id);
            }}
          >
            {look.name}
          </button>
        ))}
      </span>
      {room > 0 && page.canEdit && (
        <LanesMenu
          lanes={page.board.allLanes}
          onChange={(lanes) => {
            page.edit(intents.setLanes(page.nodes, lanes));
          }}
          onNew={page.newLane}
        />
      )}
      <span className="tools" role="group" aria-label={shellWords.tools}>
        {tools.filter(isButton).map((tool) => (
          <button
            key={tool.id}
            type="button"
            className="button bare"
            aria-label={["undo", "redo", "zoom-in", "zoom-out"].includes(tool.id) ? tool.name : undefined}
            aria-pressed={tool.isPressed}
            aria-disabled={tool.isDisabled}
            title={tool.keys ? `${tool.hint ?? tool.name} (${tool.keys})` : (tool.hint ?? tool.name)}
            onClick={() => {
              if (!tool.isDisabled) tool.run();
            }}
          >
            {tool.sign ?? tool.name}
          </button>
        ))}
        {more.length > 0 && <MoreTools tools={more} />}
      </span>
      {room > 0 && <Faces />}
    </Bar>
  );
}

function SavedState({ isShort }: { readonly isShort: boolean }) {
  const { open, canEdit, canComment, state } = useMapPage();
  const { waiting, isOnline } = useShown(open.store);
  if (state.isSignedOut) {
    return (
      <span className="state" role="status" data-offline="">
        {togetherWords.signedOutShort}
      </span>
    );
  }
  const [sign, says, hint] = !canEdit
    ? canComment
      ? ([
          "lock",
          shellWords.commentOnly,
          IS_TOUCHED ? shellWords.commentOnlyTouched : shellWords.commentOnlyHint,
        ] as const)
      : (["lock", shellWords.readOnly, words.readOnly] as const)
    : !isOnline
      ? ([
          "cloud",
          isShort ? shellWords.offlineShort(waiting) : words.offline(waiting),
          shellWords.offlineHint,
        ] as const)
      : waiting > 0
        ? (["cloud", words.saving(waiting), shellWords.savingHint] as const)
        : (["check", words.saved, shellWords.savedHint] as const);
  return (
    <span
      className="state"
      role="status"
      title={hint}
      data-offline={isOnline ? undefined : ""}
      data-usual={canEdit && isOnline ? "" : undefined}
    >
      <Icon name={sign} />
      <span className="state-words">{says}</span>
    </span>
  );
}

function Faces() {
  const { here } = useMapPage().state;
  if (here.length === 0) return null;
  return (
    <span className="faces" title={here.map((one) => one.name).join(", ")}>
      {here.slice(0, MOST_FACES).map((one) => (
        <span key={one.session} className="face" style={{ borderColor: one.colour }}>
          {initials(one.name)}
        </span>
      ))}
      {here.length > MOST_FACES && <span className="face">+{here.length - MOST_FACES}</span>}
    </span>
  );
}
