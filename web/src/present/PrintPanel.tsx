// How the map leaves the screen: on paper, as a picture, as its file.

import { type ReactNode, useEffect, useRef, useState } from "react";
import { answered } from "../api/http";
import { mapText } from "../api/generated/sdk.gen";
import { useMostWays } from "../lived/mostWays";
import type { View } from "../lived/view";
import type { Board } from "../map/board";
import { words as general } from "../words/en";
import { presentWords as words } from "../words/present";
import { saveFile, toPng } from "./files";
import { livedPicture, plannedPicture, type Theme } from "./picture";
import { keepPaper, layOut, type Paper, type PaperChoice, stepsByStage } from "./sheets";

type Shown = "planned" | "lived";

export interface PrintPanelProps {
  readonly mapId: string;
  readonly board: Board;
  readonly view: View;
  /** Whether the lived journey is looked at: then its picture is proposed. */
  readonly isLived: boolean;
  readonly choice: PaperChoice;
  readonly onChoice: (choice: PaperChoice) => void;
  readonly onClose: () => void;
}

export function PrintPanel({ mapId, board, view, isLived, choice, onChoice, onClose }: PrintPanelProps) {
  const [error, setError] = useState<string | null>(null);
  const [isWaiting, setWaiting] = useState(false);
  const [picked, setPicked] = useState<Shown | null>(null);
  const [theme, setTheme] = useState<Theme>("light");
  const ways = useMostWays();
  const shown = picked ?? (isLived ? "lived" : "planned");
  const wanted = useRef<AbortController>(null);
  useEffect(
    () => () => {
      wanted.current?.abort();
    },
    [],
  );
  const choose = (next: PaperChoice) => {
    keepPaper(next);
    onChoice(next);
  };
  const name = shown === "lived" ? `${mapId}-lived` : mapId;
  const picture = () => {
    if (shown === "planned") return plannedPicture(mapId, theme);
    wanted.current?.abort();
    wanted.current = new AbortController();
    const wait = () => {
      setWaiting(true);
    };
    return livedPicture(mapId, view, { theme, ways }, wait, wanted.current.signal);
  };
  const download = (make: () => Promise<void>) => {
    setError(null);
    make()
      .catch((reason: unknown) => {
        if (wanted.current?.signal.aborted) return;
        setError(reason instanceof Error ? reason.message : words.failed);
      })
      .finally(() => {
        setWaiting(false);
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
      <Choice
        legend={words.paper}
        name="paper"
        all={words.papers}
        picked={choice.paper}
        onPick={(paper: Paper) => {
          choose({ ...choice, paper });
        }}
      />
      <Choice
        legend={words.columns}
        name="columns"
        all={{ split: words.split, fit: words.fit }}
        picked={choice.isFitted ? "fit" : "split"}
        onPick={(columns) => {
          choose({ ...choice, isFitted: columns === "fit" });
        }}
      />
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
        <p className="quiet small">{words.asPdf}</p>
        <Choice
          legend={words.pictureOf}
          name="picture"
          all={words.pictures}
          picked={shown}
          onPick={setPicked}
        />
        {shown === "lived" && view.against && <p className="quiet small">{words.firstSide}</p>}
        <Choice legend={words.colours} name="colours" all={words.themes} picked={theme} onPick={setTheme} />
        <p className="downloads">
          <button
            type="button"
            className="button"
            onClick={() => {
              download(async () => {
                saveFile(`${name}.svg`, new Blob([await picture()], { type: "image/svg+xml" }));
              });
            }}
          >
            {words.asSvg}
          </button>
          <button
            type="button"
            className="button"
            onClick={() => {
              download(async () => {
                saveFile(`${name}.png`, await toPng(await picture()));
              });
            }}
          >
            {words.asPng}
          </button>
          <button
            type="button"
            className="button"
            onClick={() => {
              download(async () => {
                const text = String(
                  await answered<unknown>(mapText({ path: { map_id: mapId }, parseAs: "text" })),
                );
                saveFile(`${mapId}.journey.yaml`, new Blob([text], { type: "application/yaml" }));
              });
            }}
          >
            {words.asYaml}
          </button>
        </p>
        {isWaiting && <p role="status">{words.counting}</p>}
        {error !== null && <p role="alert">{error}</p>}
      </section>
    </aside>
  );
}

interface ChoiceProps<T extends string> {
  readonly legend: string;
  readonly name: string;
  readonly all: Readonly<Record<T, ReactNode>>;
  readonly picked: T;
  readonly onPick: (one: T) => void;
}

/** One of a few. */
function Choice<T extends string>({ legend, name, all, picked, onPick }: ChoiceProps<T>) {
  return (
    <fieldset className="print-choice">
      <legend>{legend}</legend>
      {(Object.keys(all) as T[]).map((one) => (
        <label key={one}>
          <input
            type="radio"
            name={name}
            checked={picked === one}
            onChange={() => {
              onPick(one);
            }}
          />{" "}
          {all[one]}
        </label>
      ))}
    </fieldset>
  );
}
