// Pictures that come onto the board: pasted, dropped, or chosen; sent to the server, then described and placed.

import { uploadAttachment } from "../api/generated/sdk.gen";
import { answered, Refused } from "../api/http";
import type { Change } from "../map/edits";
import * as intents from "../map/intents";
import { lanesOf, type LaneView } from "../map/lanes";
import { addCards } from "../map/manyIntents";
import { boardWords } from "../words/board";
import { words } from "../words/en";
import { pickedAt } from "./picked";
import type { Desk, DeskRef, EffectsRef, PictureShown } from "./desk";

/** The status of what is more than the server takes. */
const TOO_LARGE = 413;

export interface Pictures {
  /** Send this file; then its words are asked for. */
  readonly send: (file: File, step: string) => void;
  /** Say of a file that is no picture why it is not taken. */
  readonly refuse: (file: File) => void;
  readonly choose: (step: string) => void;
  readonly lookAt: (card: string) => void;
  readonly keep: (picture: PictureShown, alt: string) => void;
}

export function makePictures(desk: DeskRef, effects: EffectsRef): Pictures {
  const send = async (file: File, step: string) => {
    effects.current.tell(boardWords.uploading(file.name));
    try {
      const path = { map_id: desk.current.mapId };
      const kept = await answered(uploadAttachment({ path, body: { file } }));
      effects.current.tell("");
      effects.current.show({ step, card: null, src: kept.src, alt: wordsOfName(kept.name) });
    } catch (error) {
      const isTooLarge = error instanceof Refused && error.status === TOO_LARGE;
      if (isTooLarge) effects.current.tell(boardWords.pictureTooLarge(file.name, file.size));
      else effects.current.tell(error instanceof Refused ? error.message : words.broke);
    }
  };
  return {
    send: (file, step) => void send(file, step),
    refuse: (file) => {
      effects.current.tell(boardWords.onlyPictures(file.name));
    },
    choose: (step) => {
      const input = document.createElement("input");
      input.type = "file";
      input.accept = "image/*";
      input.addEventListener("change", () => {
        const [file] = input.files ?? [];
        if (file) void send(file, step);
      });
      input.click();
    },
    lookAt: (card) => {
      const node = desk.current.nodes.nodes.get(card);
      if (!node) return;
      const { src, text } = node.properties;
      effects.current.show({
        step: node.parent ?? "",
        card,
        src: typeof src === "string" ? src : "",
        alt: typeof text === "string" ? text : "",
      });
    },
    keep: (picture, alt) => {
      effects.current.show(null);
      const changes = keptPicture(desk.current, picture, alt);
      effects.current.edit(changes);
      // It lies in a lane of its own, which may be far from where it was let go.
      const [made] = changes;
      if (made?.do !== "create") return;
      effects.current.pick(pickedAt({ step: picture.step, lane: "images", card: made.node }));
      effects.current.tell(boardWords.pictureIsIn(laneOfImages(desk.current.board)?.name ?? ""));
    },
  };
}

/** A picture with its words comes onto the map; a lane of images that is hidden, or missing, is shown with it. */
export function keptPicture(
  desk: Pick<Desk, "board" | "nodes">,
  picture: PictureShown,
  alt: string,
): Change[] {
  const { nodes, board } = desk;
  if (picture.card !== null) {
    const card = nodes.nodes.get(picture.card);
    return card ? intents.setText(nodes, card, "text", alt) : [];
  }
  const lane = laneOfImages(board);
  if (!lane) return [];
  const isShown = board.lanes.some((one) => one.id === "images");
  const others = board.allLanes.filter((one) => one.id !== "images");
  const shown = board.allLanes.includes(lane)
    ? board.allLanes.map((one) => (one === lane ? { ...lane, hidden: false } : one))
    : [...others, lane];
  return [
    ...addCards(nodes, picture.step, lane, [{ text: alt, src: picture.src }]),
    ...(isShown ? [] : intents.setLanes(nodes, shown)),
  ];
}

/** Where pictures lie on a map; the house's own lane where the map has none yet. */
function laneOfImages(board: Desk["board"]): LaneView | undefined {
  return board.allLanes.find((one) => one.id === "images") ?? lanesOf(["images"])[0];
}

/** The pictures among files. */
export function picturesIn(files: Iterable<File>): readonly File[] {
  return [...files].filter((file) => file.type.startsWith("image/"));
}

/** What a file's name says of the picture; of one from the clipboard, which browsers call "image", nothing. */
function wordsOfName(name: string): string {
  const says = name.replace(/\.[a-z0-9]{1,5}$/i, "").replaceAll(/[_-]+/g, " ");
  return says === "image" ? "" : says;
}
