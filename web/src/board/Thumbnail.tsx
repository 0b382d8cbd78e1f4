// A picture on a card, small. Attachments of the map have a thumbnail on the server; other addresses are said.

import { useBoard } from "./context";

export interface ThumbnailProps {
  readonly src: string;
  readonly alt: string;
  readonly card: string;
}

export function Thumbnail({ src, alt, card }: ThumbnailProps) {
  const { mapId, lookAt } = useBoard();
  const address = addressOf(mapId, src);
  if (address === null) return <span className="picture-elsewhere">{src}</span>;
  return (
    <img
      className="thumbnail"
      src={`${address}/thumbnail`}
      alt={alt}
      loading="lazy"
      decoding="async"
      draggable={false}
      onDoubleClick={(event) => {
        event.stopPropagation();
        lookAt(card);
      }}
    />
  );
}

/** Where the server has a picture of this map; null for one that lies elsewhere. */
export function addressOf(mapId: string, src: string): string | null {
  const file = /^attachments\/([0-9a-f]{20}\.[a-z]{3,4})$/.exec(src)?.[1];
  return file === undefined ? null : `/api/v1/maps/${encodeURIComponent(mapId)}/attachments/${file}`;
}
