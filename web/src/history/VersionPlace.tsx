// An earlier version in the place of the board, or two versions compared on it. To be looked at only.

import { useEffect, useMemo, useState } from "react";
import { Board } from "../board/Board";
import { MarksContext, type ShownMarks } from "./MarksContext";
import { useVersion, type Version } from "./version";
import type { MapNodes } from "../map/nodes";
import "../styles/history.css";

export interface VersionPlaceProps {
  readonly mapId: string;
  readonly nodes: MapNodes;
  readonly version: Version;
  readonly zoom: number;
  readonly onVersion: (version: Version | null) => void;
}

const nothing = () => undefined;

export function VersionPlace({ mapId, nodes: now, version, zoom, onVersion }: VersionPlaceProps) {
  const { board, nodes, marks, error } = useVersion(mapId, version, now);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const place = marks?.list[version.at]?.place ?? null;
  useEffect(() => {
    if (place === null) return;
    const found =
      document.querySelector(`[data-mark-place="${CSS.escape(place)}"]`) ??
      document.getElementById(place.split(".")[0] ?? "");
    found?.scrollIntoView({ block: "center", inline: "center" });
  }, [place, board]);
  const shown: ShownMarks | null = useMemo(
    () =>
      marks && {
        marks,
        at: place,
        onPick: (picked) => {
          onVersion({ ...version, at: marks.list.findIndex((mark) => mark.place === picked) });
        },
      },
    [marks, place, onVersion, version],
  );
  if (error) return <p role="alert">{error.message}</p>;
  if (!board || !nodes) return null;
  return (
    <MarksContext value={shown}>
      <Board
        mapId={mapId}
        board={board}
        nodes={nodes}
        canEdit={false}
        zoom={zoom}
        measured={null}
        folded={folded}
        onEdit={nothing}
        onPlace={nothing}
        onOpen={nothing}
        onComment={nothing}
        onFold={(lane) => {
          setFolded((before) => {
            const next = new Set(before);
            if (!next.delete(lane)) next.add(lane);
            return next;
          });
        }}
        onUndo={nothing}
        onRedo={nothing}
      />
    </MarksContext>
  );
}
