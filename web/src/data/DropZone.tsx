// Where a file is dropped, and how it gets on until it has arrived.

import { useEffect, useRef, useState } from "react";
import type { UploadOut } from "../api/generated/types.gen";
import { dataWords as words } from "../words/data";
import { percent } from "./say";
import { bring, type Arriving } from "./uploading";

export interface DropZoneProps {
  readonly isLarge: boolean;
  /** Half of a file that arrived before: the next file goes on with it where it is the same. */
  readonly half: readonly UploadOut[];
  readonly onArrived: (uploads: readonly UploadOut[]) => void;
}

export function DropZone({ isLarge, half, onArrived }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const abort = useRef<AbortController>(null);
  const [isOver, setOver] = useState(false);
  const [name, setName] = useState("");
  const [arriving, setArriving] = useState<Arriving | null>(null);
  const [error, setError] = useState("");

  const take = async (files: readonly File[]) => {
    if (files.length === 0 || abort.current) return;
    const control = new AbortController();
    abort.current = control;
    setError("");
    const arrived: UploadOut[] = [];
    try {
      for (const file of files) {
        setName(file.name);
        const same = half.find((one) => !one.is_ready && one.name === file.name && one.size === file.size);
        arrived.push(
          ...(await bring({
            file,
            ...(same ? { upload: same } : {}),
            signal: control.signal,
            onProgress: setArriving,
          })),
        );
      }
    } catch (failed) {
      if (!control.signal.aborted) setError(failed instanceof Error ? failed.message : String(failed));
    } finally {
      abort.current = null;
      setArriving(null);
      if (input.current) input.current.value = "";
    }
    if (arrived.length > 0) onArrived(arrived);
  };

  // A file may be dropped anywhere on the page, and nowhere does the browser open it instead.
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setOver(false);
      void latest.current([...event.dataTransfer.files]);
    };
    window.addEventListener("dragover", over);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", over);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
      abort.current?.abort();
    };
  }, []);

  return (
    <div className="drop-zone" data-large={isLarge || undefined} data-over={isOver || undefined}>
      {arriving ? (
        <div className="arriving" role="status">
          <b>{words.arriving(name)}</b>
          <progress max={1} value={arriving.size === 0 ? 0 : arriving.received / arriving.size} />
          <span className="quiet number">
            {arriving.isBroken ? words.lineBroken : words.arrived(percent(arriving.received / arriving.size))}
          </span>
          <button
            type="button"
            className="button"
            onClick={() => {
              abort.current?.abort();
            }}
          >
            {words.stopIt}
          </button>
        </div>
      ) : (
        <>
          <p className="drop-title">{isOver ? words.dropToLook : words.dropHere}</p>
          <p className="quiet small">{words.dropHint}</p>
          <label className="button first choose">
            {words.choose}
            <input
              ref={input}
              type="file"
              multiple
              className="hidden"
              onChange={(event) => {
                void take([...(event.target.files ?? [])]);
              }}
            />
          </label>
        </>
      )}
      {error !== "" && <p role="alert">{error}</p>}
    </div>
  );
}
