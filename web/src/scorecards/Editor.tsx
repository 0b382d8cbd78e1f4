// One scorecard on the table: its scale, its signals, its segments, the file beside, its test, its versions.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { dropScorecardDraft, logInfo, scorecardNow, withdrawScorecard } from "../api/generated/sdk.gen";
import type { AnswerOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { tell } from "../app/told";
import { UndoRedo } from "../app/UndoRedo";
import { useAnswer } from "../lived/useLived";
import { Until } from "../pages/Until";
import { useCommands } from "../palette/PaletteContext";
import { scorecardWords as said } from "../words/scorecards";
import { BackTest } from "./BackTest";
import { type CardData, cardOf, type Combine, COMBINES, freeId, type Missing, sumOfWeights } from "./card";
import { DryRun } from "./DryRun";
import { FileView } from "./FileView";
import { Levels } from "./Levels";
import type { CardNow } from "./now";
import { Publishing } from "./Publishing";
import { Segments } from "./Segments";
import { MissingOptions, SignalRow } from "./SignalRow";
import { useDraft } from "./useDraft";
import { Versions } from "./Versions";
import { sayWhen } from "../words/figures";

type Tab = "signals" | "test" | "change" | "versions";
const TABS: readonly Tab[] = ["signals", "test", "change", "versions"];

export interface EditorProps {
  readonly id: string;
  readonly onGone: () => void;
}

export function Editor({ id, onGone }: EditorProps) {
  const draft = useDraft(id);
  const queries = useQueryClient();
  const [tab, setTab] = useState<Tab>("signals");
  const [hasFile, setHasFile] = useState(false);
  const [isPublishing, setPublishing] = useState(false);
  const { whole } = draft;
  const gone = async () => {
    await queries.invalidateQueries({ queryKey: ["scorecards"] });
    await draft.query.refetch();
  };
  const discard = useMutation({
    mutationFn: () => answered(dropScorecardDraft({ path: { card_id: id } })),
    onSuccess: async () => {
      const text = whole?.text;
      const isNew = !whole?.version;
      if (isNew) {
        await queries.invalidateQueries({ queryKey: ["scorecards"] });
        onGone();
        return;
      }
      await gone();
      tell({
        says: said.discarded,
        ...(text === undefined
          ? {}
          : {
              action: {
                name: said.undo,
                run: () => {
                  draft.changeText(text);
                },
              },
            }),
      });
    },
  });
  const withdraw = useMutation({
    mutationFn: () => answered(withdrawScorecard({ path: { card_id: id } })),
    onSuccess: async () => {
      await gone();
      tell({ says: said.withdrawn });
    },
  });
  const card = cardOf(draft.data);
  const now = useAnswer<CardNow>(
    ["scorecard-now", whole?.is_readable ? whole.text : ""],
    whole?.is_readable === true,
    () => answered<AnswerOut>(scorecardNow({ body: { text: whole?.text ?? "" } })),
  );
  useCommands(() => [
    ...(whole?.draft && whole.is_readable
      ? [
          {
            name: said.publish,
            hint: said.title,
            run: () => {
              setPublishing(true);
            },
          },
        ]
      : []),
    {
      name: said.file,
      hint: said.title,
      run: () => {
        setHasFile((is) => !is);
      },
    },
    ...TABS.map((one) => ({
      name: said.tabs[one],
      hint: said.title,
      run: () => {
        setTab(one);
      },
    })),
  ]);
  if (!whole) return <Until answer={draft.query} />;
  const isFileShown = hasFile || !card;
  return (
    <div
      className="card-editor"
      data-file={isFileShown || undefined}
      onKeyDown={(event) => {
        const isField =
          event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
        if (isField || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
        event.preventDefault();
        if (event.shiftKey) draft.redo?.();
        else draft.undo?.();
      }}
    >
      <header className="card-head">
        <p className="card-state">
          <b>
            {whole.version && whole.in_force
              ? said.inForce(
                  whole.version.number,
                  said.by(whole.version.by, whole.version.from_folder),
                  sayWhen(whole.version.at),
                )
              : said.notInForce}
          </b>
          {whole.draft && (
            <span className="tag">
              {said.draft(whole.draft.by ?? "")}, {sayWhen(whole.draft.at)}
            </span>
          )}
          {!whole.is_readable && <span className="tag card-wrong">{said.wrong(whole.problems.length)}</span>}
        </p>
        <div className="card-deeds">
          <UndoRedo undo={draft.undo} redo={draft.redo} words={said} />
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
          {whole.draft && (
            <button
              type="button"
              className="button"
              disabled={discard.isPending}
              onClick={() => {
                discard.mutate();
              }}
            >
              {said.discard}
            </button>
          )}
          {!whole.draft && whole.in_force && (
            <button
              type="button"
              className="button"
              title={said.withdrawSays}
              disabled={withdraw.isPending}
              onClick={() => {
                withdraw.mutate();
              }}
            >
              {said.withdraw}
            </button>
          )}
          <button
            type="button"
            className="button first"
            disabled={!whole.draft || !whole.is_readable || draft.isSaving}
            onClick={() => {
              setPublishing(true);
            }}
          >
            {said.publish}
          </button>
        </div>
      </header>
      {draft.error && (
        <p role="alert">
          {draft.error.message}{" "}
          {draft.isConflict && (
            <button type="button" className="link" onClick={draft.reload}>
              {said.conflict}
            </button>
          )}
        </p>
      )}
      <nav className="card-tabs" aria-label={said.one}>
        {TABS.map((one) => (
          <button
            key={one}
            type="button"
            aria-current={one === tab ? "page" : undefined}
            onClick={() => {
              setTab(one);
            }}
          >
            {said.tabs[one]}
          </button>
        ))}
      </nav>
      <div className="card-table">
        <div className="card-main">
          {tab === "signals" &&
            (card ? (
              <Signals card={card} now={now.answer} inForce={whole.levels_in_force} onChange={draft.change} />
            ) : (
              <p className="quiet">{said.mendFirst}</p>
            ))}
          {tab === "test" &&
            (whole.is_readable ? <BackTest text={whole.text} /> : <p className="quiet">{said.mendFirst}</p>)}
          {tab === "change" &&
            (whole.is_readable ? (
              <DryRun text={whole.text} published={whole.published} />
            ) : (
              <p className="quiet">{said.mendFirst}</p>
            ))}
          {tab === "versions" && (
            <Versions
              key={whole.version?.number ?? 0}
              card={id}
              versions={whole.versions}
              isInForce={whole.in_force}
              onPublished={draft.replace}
              onRestore={(text, number) => {
                draft.changeText(text);
                tell({ says: said.restored(number) });
              }}
            />
          )}
        </div>
        {isFileShown && (
          <FileView
            key={whole.text}
            text={whole.text}
            problems={whole.problems}
            onChange={draft.changeText}
          />
        )}
      </div>
      {isPublishing && (
        <Publishing
          whole={whole}
          onPublished={draft.replace}
          onTest={() => {
            setPublishing(false);
            setTab("test");
          }}
          onClose={() => {
            setPublishing(false);
          }}
        />
      )}
    </div>
  );
}

interface SignalsProps {
  readonly card: CardData;
  readonly now: CardNow | null;
  readonly inForce: readonly string[];
  readonly onChange: (card: CardData) => void;
}

function Signals({ card, now, inForce, onChange }: SignalsProps) {
  const activities = useId();
  const info = useQuery({ queryKey: ["log"], queryFn: () => answered(logInfo()) });
  const [chosen, setChosen] = useState<string | null>(null);
  const segment = card.segments?.find((one) => one.id === chosen) ?? null;
  const place = segment ? (card.segments ?? []).indexOf(segment) : -1;
  const names = Object.keys(info.data?.activities ?? {});
  return (
    <>
      <datalist id={activities}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Levels card={card} now={now} inForce={inForce} isSegment={segment !== null} onChange={onChange} />
      <p className="card-how">
        <label>
          {said.combine}{" "}
          <select
            className="field"
            value={card.combine ?? "weighted mean"}
            onChange={(event) => {
              onChange({ ...card, combine: event.target.value as Combine });
            }}
          >
            {COMBINES.map((one) => (
              <option key={one} value={one}>
                {said.combines[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {said.missing}{" "}
          <select
            className="field"
            value={card.when_missing ?? "ignore"}
            onChange={(event) => {
              onChange({ ...card, when_missing: event.target.value as Missing });
            }}
          >
            <MissingOptions />
          </select>
        </label>
        {(card.combine ?? "weighted mean") === "weighted mean" && (
          <span className="quiet">{said.weights(sumOfWeights(card, segment))}</span>
        )}
      </p>
      <Segments card={card} segment={segment} now={now} onChoose={setChosen} onChange={onChange} />
      {card.signals.map((signal) => {
        const told = now?.signals.find((one) => one.id === signal.id) ?? null;
        return (
          <SignalRow
            key={signal.id}
            card={card}
            signal={signal}
            segment={segment}
            now={told}
            counts={(place < 0 ? told?.ranges : told?.in_segments[place]) ?? null}
            activities={activities}
            onChange={onChange}
            onRemoved={(name) => {
              tell({ says: said.removed(name) });
            }}
          />
        );
      })}
      {!segment && (
        <button
          type="button"
          className="button"
          onClick={() => {
            onChange({ ...card, signals: [...card.signals, newSignal(card, names[0] ?? "user.signed_in")] });
          }}
        >
          {said.addSignal}
        </button>
      )}
    </>
  );
}

function newSignal(card: CardData, activity: string): CardData["signals"][number] {
  const low = card.lowest ?? 0;
  const high = card.highest ?? 100;
  return {
    id: freeId(
      "signal",
      card.signals.map((one) => one.id),
    ),
    name: said.newSignal,
    takes: "days_since",
    of: [{ activity }],
    weight: 1,
    scores: [
      { less_than: 14, points: card.combine === "points" ? 10 : high },
      { at_least: 14, points: card.combine === "points" ? -10 : low },
    ],
  };
}
