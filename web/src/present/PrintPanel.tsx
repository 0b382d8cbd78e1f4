// How the map leaves the screen: on paper, as a picture, as its file.

import { useState } from "react";
import { answered } from "../api/http";
import { mapDrawing, mapText } from "../api/generated/sdk.gen";
import type { Board } from "../map/board";
import { words as general } from "../words/en";
import { presentWords as words } from "../words/present";
import { saveFile, toPng } from "./files";
import { keepPaper, layOut, type Paper, type PaperChoice, stepsByStage } from "./sheets";

export interface PrintPanelProps {
  readonly mapId: string;
  readonly board: Board;
  readonly choice: PaperChoice;
  readonly onChoice: (choice: PaperChoice) => void;
  readonly onClose: () => void;
}

export function PrintPanel({ mapId, board, choice, onChoice, onClose }: PrintPanelProps) {
  const [error, setError] = useState<string | null>(null);
  const choose = (next: PaperChoice) => {
    keepPaper(next);
    onChoice(next);
  };
  const path = { map_id: mapId };
  const picture = async () => String(await answered<unknown>(mapDrawing({ path, parseAs: "text" })));
  const download = (make: () => Promise<void>) => () => {
    setError(null);
    make().catch((reason: unknown) => {
      setError(reason instanceof Error ? reason.message : words.failed);
    });
  };
  const { sheets } = layOut(stepsByStage(board), choice);
  return (
    <aside className="panel" aria-label={words.print}>
      <header>
        <h2>{words.print}</h2>
        <button type="button" className="button icon" aria-label={general.close} onClick={onClose}>
          ×
        </button>
      </header>
      <fieldset className="print-choice">
        <legend>{words.paper}</legend>
        {(Object.keys(words.papers) as Paper[]).map((paper) => (
          <label key={paper}>
            <input
              type="radio"
              name="paper"
              checked={choice.paper === paper}
              onChange={() => {
                choose({ ...choice, paper });
              }}
            />{" "}
            {words.papers[paper]}
          </label>
        ))}
      </fieldset>
      <fieldset className="print-choice">
        <legend>{words.columns}</legend>
        {[false, true].map((isFitted) => (
          <label key={String(isFitted)}>
            <input
              type="radio"
              name="columns"
              checked={choice.isFitted === isFitted}
              onChange={() => {
                choose({ ...choice, isFitted });
              }}
            />{" "}
            {isFitted ? words.fit : words.split}
          </label>
        ))}
      </fieldset>
      <p className="quiet small">
        {words.sheets(sheets.length)} {words.livedToo}
      </p>
      <button
        type="button"
        className="button first"
        onClick={() => {
          window.print();
        }}
      >
        {words.printNow}
      </button>
      <section>
        <h3>{words.download}</h3>
        <p className="quiet small">
          {words.asPdf} {words.asPlanned}
        </p>
        <p className="downloads">
          <button
            type="button"
            className="button"
            onClick={download(async () => {
              saveFile(`${mapId}.svg`, new Blob([await picture()], { type: "image/svg+xml" }));
            })}
          >
            {words.asSvg}
          </button>
          <button
            type="button"
            className="button"
            onClick={download(async () => {
              saveFile(`${mapId}.png`, await toPng(await picture()));
            })}
          >
            {words.asPng}
          </button>
          <button
            type="button"
            className="button"
            onClick={download(async () => {
              const text = String(await answered<unknown>(mapText({ path, parseAs: "text" })));
              saveFile(`${mapId}.journey.yaml`, new Blob([text], { type: "application/yaml" }));
            })}
          >
            {words.asYaml}
          </button>
        </p>
        {error !== null && <p role="alert">{error}</p>}
      </section>
    </aside>
  );
}
