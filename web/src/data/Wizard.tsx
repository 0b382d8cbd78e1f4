// A file that has arrived: what it is, what is left to decide, what it becomes, and one button.

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { importUpload, lookAtUpload, removeUpload, tryUpload } from "../api/generated/sdk.gen";
import type { LookOut, UploadOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Loading } from "../pages/Loading";
import { dataWords as words } from "../words/data";
import { Columns } from "./Columns";
import { Meanings } from "./Meanings";
import {
  begin,
  howOf,
  questionsOf,
  withDecimal,
  withUsualZone,
  type Decided,
  type Plan,
  type Way,
} from "./plan";
import { Preview } from "./Preview";
import { Questions } from "./Questions";
import { WorkspaceZone } from "./WorkspaceZone";
import { FileZone, useZoneOfFiles } from "./ZoneChoice";

export interface WizardProps {
  readonly upload: UploadOut;
  readonly onImport: (id: number) => void;
  readonly onLeave: () => void;
}

interface Written {
  readonly sheet?: string;
  readonly encoding?: string;
  readonly delimiter?: string;
}

export function Wizard({ upload, onImport, onLeave }: WizardProps) {
  const queries = useQueryClient();
  const [written, setWritten] = useState<Written>({});
  const look = useQuery({
    queryKey: ["data-look", upload.id, written],
    queryFn: () => answered(lookAtUpload({ path: { upload_id: upload.id }, query: written })),
    staleTime: Infinity,
  });
  const away = useMutation({
    mutationFn: () => answered(removeUpload({ path: { upload_id: upload.id } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["data-uploads"] });
      onLeave();
    },
  });
  const leave = (
    <span className="inline">
      <button
        type="button"
        className="button"
        onClick={() => {
          away.mutate();
        }}
      >
        {words.takeAway}
      </button>
      <button type="button" className="button" onClick={onLeave}>
        {words.back}
      </button>
    </span>
  );
  return (
    <section className="wizard" aria-label={upload.name}>
      <header>
        <div>
          <h2>{upload.name}</h2>
          {look.data && (
            <p className="quiet">{words.whatIsIt(words.shapes[look.data.shape] ?? look.data.meaning)}</p>
          )}
        </div>
        {leave}
      </header>
      {look.isPending && (
        <p role="status" className="quiet">
          {words.looking}
        </p>
      )}
      {look.error && <p role="alert">{look.error.message}</p>}
      {look.data && look.data.sheets.length > 0 && (
        <fieldset className="choices">
          <legend>{words.whichSheet}</legend>
          {look.data.sheets.map((sheet) => (
            <button
              key={sheet}
              type="button"
              className="button offered"
              aria-pressed={written.sheet === sheet}
              onClick={() => {
                setWritten({ sheet });
              }}
            >
              {sheet}
            </button>
          ))}
        </fieldset>
      )}
      {look.data && (!look.data.is_table || look.data.header.length > 0) && (
        <Deciding
          key={JSON.stringify(written)}
          upload={upload}
          look={look.data}
          written={written}
          onWritten={setWritten}
          onImport={onImport}
        />
      )}
    </section>
  );
}

interface DecidingProps {
  readonly upload: UploadOut;
  readonly look: LookOut;
  readonly written: Written;
  readonly onWritten: (written: Written) => void;
  readonly onImport: (id: number) => void;
}

function Deciding({ upload, look, written, onWritten, onImport }: DecidingProps) {
  const queries = useQueryClient();
  const usual = useZoneOfFiles();
  const [kept, setDecided] = useState<Decided>(() => begin(look));
  const decided = withUsualZone(kept, look, usual);
  const [remember, setRemember] = useState(true);
  const { plan } = decided;
  const how = howOf(look, decided);
  const questions = questionsOf(look, decided);
  const open = questions.filter((one) => one.isOpen).length;
  const trial = useQuery({
    queryKey: ["data-try", upload.id, how],
    queryFn: () => answered(tryUpload({ path: { upload_id: upload.id }, body: how ?? {} })),
    enabled: how !== null,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  const bringIn = useMutation({
    mutationFn: () =>
      answered(
        importUpload({
          path: { upload_id: upload.id },
          body: { ...(how ?? {}), remember: remember && isWorthRemembering(decided) ? rememberAs(look) : "" },
        }),
      ),
    onSuccess: (record) => {
      void queries.invalidateQueries({ queryKey: ["data-imports"] });
      void queries.invalidateQueries({ queryKey: ["data-uploads"] });
      onImport(record.id);
    },
  });
  const setPlan = (next: Plan) => {
    setDecided({ ...decided, plan: next });
  };
  const shown = how === null ? undefined : trial.data;
  const lacksZone = decided.way !== "plan" && (shown?.needs_zone === true || decided.zone !== "");
  if (shown?.needs_zone === true && decided.way !== "plan" && decided.zone === "" && usual !== "")
    setDecided({ ...decided, zone: usual });
  const why =
    lacksZone && decided.zone === "" ? words.zoneFirst : shown?.kept === 0 ? words.nothingComesIn : "";
  return (
    <>
      <WorkspaceZone />
      {look.is_table && <WayChoice look={look} decided={decided} onChange={setDecided} />}
      {lacksZone && (
        <section className="questions">
          <h2>{decided.zone === "" ? words.questions(1) : words.noQuestions}</h2>
          <ol>
            <li data-open={decided.zone === "" || undefined}>
              <FileZone
                example={exampleWithoutZone(look)}
                zone={decided.zone}
                onChoose={(zone) => {
                  setDecided({ ...decided, zone });
                }}
              />
            </li>
          </ol>
        </section>
      )}
      <Questions
        look={look}
        decided={decided}
        questions={questions}
        onAnswer={(about, next) => {
          setDecided({ ...decided, plan: next, answered: [...new Set([...decided.answered, about])] });
        }}
      />
      {decided.way === "plan" && plan && (
        <>
          <Columns look={look} plan={plan} onChange={setPlan} />
          {!plan.is_traits && <Meanings look={look} plan={plan} onChange={setPlan} />}
          <HowWritten look={look} plan={plan} written={written} onWritten={onWritten} onPlan={setPlan} />
        </>
      )}
      <Preview trial={shown} />
      {trial.error && <p role="alert">{trial.error.message}</p>}
      {trial.isFetching && !shown && how !== null && <Loading />}
      <footer className="wizard-foot">
        {look.is_table && isWorthRemembering(decided) && (
          <label className="check">
            <input
              type="checkbox"
              checked={remember}
              onChange={(event) => {
                setRemember(event.target.checked);
              }}
            />
            {words.remember}
          </label>
        )}
        {why !== "" && (
          <p id="why-not" className="refused small">
            {why}
          </p>
        )}
        {bringIn.error && <p role="alert">{bringIn.error.message}</p>}
        <button
          type="button"
          className="button first large"
          aria-describedby={why === "" ? undefined : "why-not"}
          disabled={how === null || bringIn.isPending || why !== ""}
          onClick={() => {
            bringIn.mutate();
          }}
        >
          {open > 0
            ? words.decideFirst(open)
            : shown && shown.refused > 0 && shown.kept > 0 && !trial.isPlaceholderData
              ? words.importAnd(shown.refused, shown.is_whole)
              : words.importIt}
        </button>
      </footer>
    </>
  );
}

function isWorthRemembering(decided: Decided): boolean {
  return decided.way === "plan" || (decided.way === "ready" && decided.zone !== "");
}

function rememberAs(look: LookOut): string {
  return look.source.slice(0, 120) || "table";
}

function exampleWithoutZone(look: LookOut): string {
  return look.columns.find((one) => one.times?.without_zone)?.times?.without_zone ?? "09:30";
}

interface WayChoiceProps {
  readonly look: LookOut;
  readonly decided: Decided;
  readonly onChange: (decided: Decided) => void;
}

function WayChoice({ look, decided, onChange }: WayChoiceProps) {
  const ways: { way: Way; ready: string; says: string }[] = [
    ...(look.saved ? [{ way: "saved" as const, ready: "", says: words.asSaved(look.saved.name) }] : []),
    ...look.ready.map((one) => ({
      way: "ready" as const,
      ready: one.name,
      says: words.asReady(one.meaning),
    })),
    ...(look.has_own_names ? [{ way: "plain" as const, ready: "", says: words.asItIs }] : []),
    { way: "plan" as const, ready: "", says: words.byColumns },
  ];
  if (ways.length < 2) return null;
  return (
    <fieldset className="data-ways">
      <legend>{words.readAs}</legend>
      {ways.map((one) => (
        <label key={one.way + one.ready} className="check">
          <input
            type="radio"
            name="way"
            checked={decided.way === one.way && (one.way !== "ready" || decided.ready === one.ready)}
            onChange={() => {
              onChange({ ...decided, way: one.way, ready: one.ready || decided.ready, zone: "" });
            }}
          />
          {one.says}
        </label>
      ))}
    </fieldset>
  );
}

const ENCODINGS = ["utf-8", "cp1252", "utf-16", "iso-8859-2", "shift_jis", "gb18030", "cp1251"];
const DELIMITERS: readonly (readonly [string, string])[] = [
  [",", words.comma],
  [";", words.semicolon],
  ["\t", words.tab],
  ["|", words.bar],
];

interface HowWrittenProps {
  readonly look: LookOut;
  readonly plan: Plan;
  readonly written: Written;
  readonly onWritten: (written: Written) => void;
  readonly onPlan: (plan: Plan) => void;
}

function HowWritten({ look, plan, written, onWritten, onPlan }: HowWrittenProps) {
  return (
    <div className="how-written">
      <label>
        <span className="quiet small">{words.askSource}</span>
        <input
          className="field"
          value={plan.source}
          maxLength={200}
          title={words.sourceHint}
          onChange={(event) => {
            onPlan({ ...plan, source: event.target.value });
          }}
        />
      </label>
      {look.shape === "table" && (
        <>
          <label>
            <span className="quiet small">{words.encodingOf}</span>
            <select
              className="field"
              value={plan.encoding ?? "utf-8"}
              onChange={(event) => {
                onWritten({ ...written, encoding: event.target.value });
              }}
            >
              {[...new Set([plan.encoding ?? "utf-8", ...ENCODINGS])].map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
          <label>
            <span className="quiet small">{words.decimalSign}</span>
            <select
              className="field"
              value={plan.decimal ?? "."}
              onChange={(event) => {
                onPlan(withDecimal(plan, event.target.value, look.columns));
              }}
            >
              <option value=".">{words.point}</option>
              <option value=",">{words.decimalIsComma}</option>
            </select>
          </label>
          <label>
            <span className="quiet small">{words.splitBy}</span>
            <select
              className="field"
              value={plan.delimiter ?? ","}
              onChange={(event) => {
                onWritten({ ...written, encoding: plan.encoding ?? "utf-8", delimiter: event.target.value });
              }}
            >
              {DELIMITERS.map(([sign, says]) => (
                <option key={sign} value={sign}>
                  {says}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
    </div>
  );
}
