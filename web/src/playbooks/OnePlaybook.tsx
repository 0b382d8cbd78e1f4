// One playbook on the table: as sentences and cards with the file beside, its simulation, what it did, its mails.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  createPlaybook,
  drainPlaybook,
  pausePlaybook,
  playbookWords,
  resumePlaybook,
  savePlaybook,
  stopPlaybook,
} from "../api/generated/sdk.gen";
import type { PlaybookOut, PlaybookWhole } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Asking } from "../app/Asking";
import { tell } from "../app/told";
import { UndoRedo } from "../app/UndoRedo";
import { useCommands } from "../palette/PaletteContext";
import { FileView } from "../scorecards/FileView";
import { playbookWords as said } from "../words/playbooks";
import { namesakeOf, ofItsOwn } from "./book";
import { BookView } from "./BookView";
import { Outbox } from "./Outbox";
import { Proof } from "./Proof";
import { Runs } from "./Runs";
import { isGood, SaveBook, undoByKey } from "./Saving";
import { Simulating } from "./Simulating";
import { TurningOn } from "./TurningOn";
import { useBook } from "./useBook";
import { Versions } from "./Versions";
import "../styles/scorecards.css";

export interface OnePlaybookProps {
  /** Null: it is new, and not kept yet. */
  readonly kept: PlaybookWhole | null;
  /** What it begins with, where it is new. */
  readonly from?: string;
  /** Those that are kept, where it is new: saved under the id of one, it is that one's next version. */
  readonly others?: readonly PlaybookOut[] | undefined;
  readonly text: string;
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
  readonly onKept: (playbook: PlaybookWhole, tab: Tab) => void;
}

export const TABS = ["book", "simulate", "did", "outbox", "versions"] as const;
export type Tab = (typeof TABS)[number];

export function OnePlaybook({ kept, from = "", others = [], text, tab, onTab, onKept }: OnePlaybookProps) {
  const place = kept?.id ?? `new:${from}`;
  const book = useBook(place, text, kept?.id ?? null);
  const [hasFile, setHasFile] = useState(false);
  const [asked, setAsked] = useState<"on" | "stop" | null>(null);
  const queries = useQueryClient();
  const words = useQuery({
    queryKey: ["playbooks", "words"],
    queryFn: () => answered(playbookWords()),
    staleTime: 60_000,
  });
  const known = (playbook: PlaybookWhole) => {
    onKept(playbook, tab);
    void queries.invalidateQueries({ queryKey: ["playbooks"] });
  };
  const isNew = kept === null || book.text !== kept.text;
  const namesake = kept === null ? namesakeOf(book.data, others) : undefined;
  const toSave = kept === null && namesake === undefined ? said.saveNew : said.save;
  const canSave = isGood(book);
  const save = useMutation({
    mutationFn: () =>
      answered(
        kept === null
          ? createPlaybook({ body: { text: book.text } })
          : savePlaybook({ path: { playbook_id: kept.id }, body: { text: book.text } }),
      ),
    onSuccess: (playbook) => {
      book.forget();
      tell({ says: said.saved(playbook.latest) });
      known(playbook);
    },
  });
  const path = { playbook_id: kept?.id ?? "" };
  const turn = useMutation({
    mutationFn: (how: "pause" | "resume" | "drain" | "stop") =>
      answered(
        how === "pause"
          ? pausePlaybook({ path })
          : how === "resume"
            ? resumePlaybook({ path })
            : how === "drain"
              ? drainPlaybook({ path })
              : stopPlaybook({ path }),
      ),
    onSuccess: known,
  });
  const mayTurnOn =
    kept !== null && !isNew && (kept.how === "off" || kept.asks !== "" || kept.version !== kept.latest);
  const command = (name: string, run: () => void) => ({ name, hint: said.title, run });
  useCommands(() => [
    ...(isNew && canSave
      ? [
          command(toSave, () => {
            save.mutate();
          }),
        ]
      : []),
    ...(mayTurnOn
      ? [
          command(said.turnOn, () => {
            setAsked("on");
          }),
        ]
      : []),
    command(said.file, () => {
      setHasFile((is) => !is);
    }),
    ...TABS.map((one) =>
      command(said.tabs[one], () => {
        onTab(one);
      }),
    ),
  ]);
  const isFileShown = tab === "book" && (hasFile || (book.data === null && !book.isChecking));
  return (
    <div
      className="book-editor"
      data-file={isFileShown || undefined}
      onKeyDown={(event) => {
        undoByKey(book, event);
      }}
    >
      <div className="book-deck">
        <nav className="card-tabs" aria-label={said.one}>
          {TABS.filter((one) => kept !== null || one === "book" || one === "simulate").map((one) => (
            <button
              key={one}
              type="button"
              aria-current={one === tab ? "page" : undefined}
              onClick={() => {
                onTab(one);
              }}
            >
              {said.tabs[one]}
            </button>
          ))}
        </nav>
        <div className="card-deeds">
          {tab === "book" && (
            <>
              <UndoRedo undo={book.undo} redo={book.redo} words={said} />
              <button
                type="button"
                className="button"
                aria-pressed={isFileShown}
                onClick={() => {
                  setHasFile(!hasFile);
                }}
              >
                {said.file}
              </button>
            </>
          )}
          {isNew && (
            <SaveBook
              book={book}
              name={toSave}
              isSaving={save.isPending}
              onSave={() => {
                save.mutate();
              }}
            />
          )}
          {kept?.how === "on" && (
            <>
              <Switching
                name={said.pause}
                onClick={() => {
                  turn.mutate("pause");
                }}
              />
              <Switching
                name={said.drain}
                title={said.drainHint}
                onClick={() => {
                  turn.mutate("drain");
                }}
              />
            </>
          )}
          {kept?.how === "paused" && (
            <Switching
              name={said.resume}
              onClick={() => {
                turn.mutate("resume");
              }}
            />
          )}
          {mayTurnOn && (
            <button
              type="button"
              className="button first"
              onClick={() => {
                setAsked("on");
              }}
            >
              {said.turnOn}
            </button>
          )}
          {kept && kept.how !== "off" && (
            <Switching
              name={said.stop}
              onClick={() => {
                setAsked("stop");
              }}
            />
          )}
        </div>
      </div>
      {[save.error, turn.error, book.error].map(
        (error, i) =>
          error && (
            <p key={i} role="alert">
              {error.message}
            </p>
          ),
      )}
      {namesake && (
        <p className="note">
          {said.isThere(namesake.name, namesake.latest + 1)}{" "}
          <button
            type="button"
            className="link"
            onClick={() => {
              if (book.data) book.change(ofItsOwn(book.data, others));
            }}
          >
            {said.makeOwn}
          </button>
        </p>
      )}
      {kept?.asks && (
        <p role="alert" className="book-asks">
          <strong>{said.asksTitle}</strong>: {kept.asks}
        </p>
      )}
      <div className="book-both">
        <div className="book-main" role="region" aria-label={said.tabs[tab]}>
          {tab === "book" && (
            <>
              <p role="status" className="quiet small book-state">
                {book.problems.length > 0 ? said.problems(book.problems.length) : canSave ? said.fine : ""}
              </p>
              <BookView book={book} words={words.data} place={`playbook:${place}:`} />
            </>
          )}
          {tab === "simulate" && <Simulating text={book.text} data={book.data} isGood={canSave} />}
          {tab === "did" && kept && (
            <>
              <Proof playbook={kept.id} />
              <Runs playbook={kept.id} />
            </>
          )}
          {tab === "outbox" && kept && <Outbox playbook={kept.id} />}
          {tab === "versions" && kept && (
            <Versions
              kept={kept}
              words={words.data}
              onRestore={(number, version) => {
                book.changeText(version);
                onTab("book");
                tell({ says: said.restored(number) });
              }}
            />
          )}
        </div>
        {isFileShown && (
          <FileView key={book.text} text={book.text} problems={book.problems} onChange={book.changeText} />
        )}
      </div>
      {kept && asked === "on" && (
        <TurningOn
          kept={kept}
          onTurned={(playbook) => {
            setAsked(null);
            known(playbook);
            tell({ says: said.isOn(playbook.name) });
          }}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
      {kept && asked === "stop" && (
        <Asking
          title={said.stopTitle(kept.name)}
          says={said.stopSays}
          confirm={said.stop}
          error={turn.error}
          onConfirm={() => {
            turn.mutate("stop", {
              onSuccess: () => {
                setAsked(null);
              },
            });
          }}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
    </div>
  );
}

function Switching({
  name,
  title,
  onClick,
}: {
  readonly name: string;
  readonly title?: string;
  readonly onClick: () => void;
}) {
  return (
    <button type="button" className="button" title={title} onClick={onClick}>
      {name}
    </button>
  );
}
