// Above the board when the lived journey is looked at: whose it is, beside whose, how it ended, as of when; and
// while it is measured, how far that is.

import type { ReactNode } from "react";
import type { Board } from "../map/board";
import { isMapping } from "../map/valueMerge";
import { PeriodPicker } from "../segments/PeriodPicker";
import { SegmentBuilder } from "../segments/SegmentBuilder";
import { sayPeriod, saySegment } from "../segments/sentence";
import { livedWords as words } from "../words/lived";
import { segmentWords } from "../words/segments";
import { Choice } from "./Choice";
import { Compare } from "./Compare";
import { type MeasuredMap, type Passages, say } from "./measured";
import { ProgressLine } from "./ProgressLine";
import { sayNames } from "./sayView";
import { Teach } from "./Teach";
import { TipHost } from "./TipHost";
import { tipOf } from "./tips";
import type { Progress } from "./useLived";
import { EVERYBODY, isCompared, type View } from "./view";
import { sayDay, sayMoment } from "../words/figures";

export interface LivedBarProps {
  readonly measured: MeasuredMap | null;
  readonly progress: Progress | null;
  readonly error: string | null;
  readonly isStopped: boolean;
  readonly onStop: () => void;
  readonly onAgain: () => void;
  readonly board: Board;
  readonly view: View;
  readonly subject: string;
  /** Whether one may see the words of the log. */
  readonly maySee: boolean;
  /** Whether one may ask for the numbers of some only. */
  readonly mayPick: boolean;
  /** Whether two sides can be looked at here. */
  readonly canCompare: boolean;
  readonly onView: (view: View) => void;
  readonly onOpen: (step: string) => void;
  readonly children?: ReactNode;
}

export function LivedBar(props: LivedBarProps) {
  const { measured, progress, error, isStopped, board, view, subject, maySee, canCompare, onView, onOpen } =
    props;
  const { whose, against } = view;
  const there = measured?.against ?? null;
  const names = measured && there && sayNames(measured);
  const isFresh = measured !== null && progress === null && (measured.segment ?? "") === whose.segment;
  const { passage } = board.map.properties;
  const canArrive = isMapping(passage) && passage.succeeds !== undefined;
  return (
    <section
      className="lived-bar"
      aria-label={words.journeyOf}
      data-stale={progress !== null || error !== null || isStopped || undefined}
    >
      <TipHost />
      <div className="lived-choices">
        {props.mayPick && (
          <Choice
            label={words.whom}
            says={whose.segment === "" ? segmentWords.everybody : saySegment(whose.segment)}
            isSet={whose.segment !== ""}
          >
            <SegmentBuilder
              value={whose.segment}
              subject={subject}
              hasPersonas
              maySee={maySee}
              besideCount={words.countedAtSetOut(isFresh ? measured.passages.subjects : null)}
              onChange={(segment) => {
                onView({ ...view, whose: { ...whose, segment } });
              }}
            />
          </Choice>
        )}
        <Choice
          label={words.when}
          says={sayPeriod(whose.period) || segmentWords.presets.ever}
          isSet={sayPeriod(whose.period) !== ""}
        >
          <PeriodPicker
            value={whose.period}
            onChange={(period) => {
              onView({ ...view, whose: { ...whose, period } });
            }}
          />
        </Choice>
        {canCompare && props.mayPick && (
          <Compare
            against={against}
            isCompared={isCompared(view)}
            subject={subject}
            maySee={maySee}
            onChange={(other) => {
              onView({ ...view, against: other });
            }}
          />
        )}
        {props.children}
        {progress && <ProgressLine progress={progress} onStop={props.onStop} />}
        {isStopped && (
          <span role="status">
            {words.cancelled}{" "}
            <button type="button" className="button small" onClick={props.onAgain}>
              {words.tryAgain}
            </button>
          </span>
        )}
        {error && (
          <span className="wrong" role="alert">
            {error}
          </span>
        )}
      </div>
      {measured && measured.passages.started > 0 && (
        <div className="lived-sums">
          <Side
            passages={measured.passages}
            side={there ? "here" : null}
            name={names?.here ?? ""}
            canArrive={canArrive}
          >
            {!canArrive && maySee && (
              <button
                type="button"
                className="link"
                onClick={() => {
                  onOpen("settings");
                }}
              >
                {words.sayArriving}
              </button>
            )}
            {measured.overall.success_rate?.value != null && (
              <span
                data-tip={tipOf(measured.overall.success_rate, words.successMay(measured.passages.open))}
                tabIndex={0}
              >
                {words.successSoFar(say(measured.overall.success_rate.value, "share"))}
              </span>
            )}
          </Side>
          {there && names && (
            <Side passages={there.passages} side="there" name={names.there} canArrive={canArrive}>
              {there.overall.success_rate?.value != null && (
                <span data-tip={tipOf(there.overall.success_rate)} tabIndex={0}>
                  {words.successSoFar(say(there.overall.success_rate.value, "share"))}
                </span>
              )}
            </Side>
          )}
          {(!there || there.as_of === measured.as_of) && (
            <span className="as-of">{words.asOf(sayMoment(measured.as_of))}</span>
          )}
          {there && names && (
            <p className="lived-read">
              {there.as_of !== measured.as_of && (
                <>{words.sameAge(names.here, sayDay(measured.as_of), names.there, sayDay(there.as_of))} </>
              )}
              {measured.same_age === false && <>{words.notSameAge} </>}
              {words.apartMeans(names.here, names.there)}
            </p>
          )}
        </div>
      )}
      {measured && measured.notes.length > 0 && (
        <details className="lived-notes" open={measured.passages.started === 0 || undefined}>
          <summary>{words.notes(measured.notes.length)}</summary>
          <ul>
            {measured.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </details>
      )}
      {measured?.passages.started === 0 && !progress && (
        <Teach
          board={board}
          hasData={measured.log_interactions !== 0}
          isPart={whose.segment !== "" || sayPeriod(whose.period) !== ""}
          onOpen={onOpen}
          onEverybody={() => {
            onView({ whose: EVERYBODY, against: null });
          }}
        />
      )}
    </section>
  );
}

interface SideProps {
  readonly passages: Passages;
  /** Which of two sides; null: there is one. */
  readonly side: "here" | "there" | null;
  readonly name: string;
  /** Whether the map says what counts as arriving. */
  readonly canArrive: boolean;
  readonly children: ReactNode;
}

function Side({ passages, side, name, canArrive, children }: SideProps) {
  const ends = [
    canArrive ? words.arrived(passages.succeeded) : words.noArriving,
    ...(passages.failed > 0 ? [words.failed(passages.failed)] : []),
    ...(passages.expired > 0 ? [words.ranOut(passages.expired)] : []),
    ...(canArrive || passages.failed > 0 ? [words.open(passages.open)] : []),
  ].join(", ");
  return (
    <span className="lived-side" data-side={side ?? undefined}>
      {side && (
        <>
          <svg width="30" height="10" aria-hidden="true">
            <line x1="1" x2="29" y1="5" y2="5" className={side === "here" ? "lived-line" : "there-line"} />
          </svg>
          <b>{name}</b>
        </>
      )}
      <span>
        {words.setOut(passages.started)}: {ends}
      </span>
      {children}
    </span>
  );
}
