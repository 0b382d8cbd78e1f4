// A picture, large, with the words for those who cannot see it: asked for when it comes onto the map.

import { useEffect, useRef, useState } from "react";
import { boardWords } from "../words/board";
import { words } from "../words/en";
import { useBoard } from "./context";
import type { PictureShown } from "./desk";
import { addressOf } from "./Thumbnail";

export interface PictureDialogProps {
  readonly picture: PictureShown;
  readonly onKeep: (picture: PictureShown, alt: string) => void;
  readonly onClose: () => void;
}

export function PictureDialog({ picture, onKeep, onClose }: PictureDialogProps) {
  const { mapId, canEdit } = useBoard();
  const dialog = useRef<HTMLDialogElement>(null);
  const [alt, setAlt] = useState(picture.alt);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const address = addressOf(mapId, picture.src);
  const isNew = picture.card === null;
  return (
    <dialog ref={dialog} className="picture" aria-label={alt || boardWords.addPicture} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (alt.trim() === "") return;
          onKeep(picture, alt.trim());
        }}
      >
        {address === null ? (
          <p>
            {boardWords.noPicture}: {picture.src}
          </p>
        ) : (
          <img className="large" src={address} alt={alt} />
        )}
        {canEdit ? (
          <label className="describe">
            <b>{boardWords.describePicture}</b>
            <input
              className="field"
              autoFocus={isNew}
              required
              maxLength={1000}
              value={alt}
              onFocus={(event) => {
                if (isNew) event.currentTarget.select();
              }}
              onChange={(event) => {
                setAlt(event.target.value);
              }}
            />
            <span className="quiet small">{boardWords.describeWhy}</span>
          </label>
        ) : (
          <p>{alt}</p>
        )}
        <div className="answers">
          {canEdit && (
            <button type="submit" className="button first" disabled={alt.trim() === ""}>
              {isNew ? boardWords.keepPicture : boardWords.keepWords}
            </button>
          )}
          <button type="button" className="button" onClick={onClose}>
            {isNew ? boardWords.cancel : words.close}
          </button>
        </div>
      </form>
    </dialog>
  );
}
