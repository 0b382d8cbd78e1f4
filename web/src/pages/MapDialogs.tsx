// The questions before a map is renamed, and before it is deleted for ever.

import { useState } from "react";
import type { MapCard } from "../api/generated/types.gen";
import { Asking } from "../app/Asking";
import { mapsWords as words } from "../words/maps";
import { useMapDeeds } from "./useMapDeeds";

interface DialogProps {
  readonly map: MapCard;
  readonly onClose: () => void;
}

export function Renaming({ map, onClose }: DialogProps) {
  const { rename } = useMapDeeds(map);
  const [title, setTitle] = useState(map.title);
  return (
    <Asking
      title={words.renameTitle}
      confirm={words.rename}
      isReady={title.trim() !== "" && !rename.isPending}
      error={rename.error}
      onConfirm={() => {
        rename.mutate(title.trim(), { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <input
        className="field"
        autoFocus
        aria-label={words.name}
        value={title}
        maxLength={300}
        onFocus={(event) => {
          event.target.select();
        }}
        onChange={(event) => {
          setTitle(event.target.value);
        }}
      />
    </Asking>
  );
}

export function Deleting({ map, onClose }: DialogProps) {
  const { remove } = useMapDeeds(map);
  const [typed, setTyped] = useState("");
  return (
    <Asking
      title={words.deleteTitle(map.title)}
      says={words.deleteSays}
      confirm={words.delete}
      isReady={typed.trim() === map.title.trim() && !remove.isPending}
      error={remove.error}
      onConfirm={() => {
        remove.mutate(undefined, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <label>
        <span>
          {words.deleteType} <b>{map.title}</b>
        </span>
        <input
          className="field"
          autoFocus
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
          }}
        />
      </label>
    </Asking>
  );
}
