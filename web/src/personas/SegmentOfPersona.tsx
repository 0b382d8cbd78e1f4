// Who in the data is a persona: the segment, put together by clicking, with how many match and some of them.

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { logInfo, mapCards, segmentExamples } from "../api/generated/sdk.gen";
import type { PersonaWhole } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { isGuest, useMe } from "../app/me";
import { textOf } from "../map/board";
import type { Json } from "../map/valueMerge";
import { Until } from "../pages/Until";
import { SegmentBuilder } from "../segments/SegmentBuilder";
import { saySegment } from "../segments/sentence";
import { SegmentCount } from "../segments/SegmentCount";
import { personaWords as words } from "../words/personas";
import { plural } from "../words/rules";

export interface SegmentOfPersonaProps {
  readonly persona: PersonaWhole;
  readonly canEdit: boolean;
  readonly onKeep: (segment: string) => void;
}

const SETTLES_MS = 800;

export function SegmentOfPersona(props: SegmentOfPersonaProps) {
  return isGuest(useMe()) ? <SegmentInWords persona={props.persona} /> : <SegmentCounted {...props} />;
}

/** The same for a guest of a map, to whom nobody is counted. */
function SegmentInWords({ persona }: Pick<SegmentOfPersonaProps, "persona">) {
  const kept = textOf((persona.fields as Record<string, Json>).segment);
  if (kept === "") return null;
  return (
    <section className="segment-of">
      <h2>{words.segment}</h2>
      <p>{saySegment(kept)}</p>
    </section>
  );
}

function SegmentCounted({ persona, canEdit, onKeep }: SegmentOfPersonaProps) {
  const log = useQuery({ queryKey: ["log"], queryFn: () => answered(logInfo()) });
  const types = Object.keys(log.data?.objects ?? {});
  const [chosen, setChosen] = useState<string | null>(null);
  const subject = chosen ?? persona.maps[0]?.travels ?? (types.includes("customer") ? "customer" : types[0]);
  const kept = textOf((persona.fields as Record<string, Json>).segment);
  const [work, setWork] = useSettled(kept, onKeep);
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="segment-of">
      <h2>{words.segment}</h2>
      <Until answer={log} />
      {types.length > 0 && subject !== undefined && (
        <>
          <label className="in-place">
            <span className="label field-label">{words.countOf}</span>
            <select
              className="field"
              value={subject}
              onChange={(event) => {
                setChosen(event.target.value);
              }}
            >
              {types.map((type) => (
                <option key={type} value={type}>
                  {plural(type)}
                </option>
              ))}
            </select>
          </label>
          {canEdit ? (
            <>
              <p className="quiet small">{words.segmentHint}</p>
              <SegmentBuilder key={subject} value={work} subject={subject} onChange={setWork} />
            </>
          ) : (
            <>
              <p>{kept === "" ? words.noSegment : <code>{kept}</code>}</p>
              {kept !== "" && <SegmentCount expression={kept} subject={subject} />}
            </>
          )}
          {canEdit && work !== "" && (
            <button
              type="button"
              className="link small"
              aria-expanded={isOpen}
              onClick={() => {
                setOpen(!isOpen);
              }}
            >
              {isOpen ? words.hideExamples : words.examples}
            </button>
          )}
          {canEdit && isOpen && work !== "" && <Examples expression={work} subject={subject} />}
          {canEdit && work !== "" && <AllOfThem expression={work} subject={subject} maps={persona.maps} />}
        </>
      )}
    </section>
  );
}

/** What is being put together; kept when it has not changed for a moment, and when the page is left. */
function useSettled(kept: string, onKeep: (text: string) => void): [string, (text: string) => void] {
  const [work, setWork] = useState<string | null>(null);
  const latest = useRef({ work, kept, onKeep });
  useEffect(() => {
    latest.current = { work, kept, onKeep };
  });
  useEffect(() => {
    if (work === null) return undefined;
    const timer = setTimeout(() => {
      if (work !== latest.current.kept) latest.current.onKeep(work);
      setWork(null);
    }, SETTLES_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [work]);
  useEffect(
    () => () => {
      const now = latest.current;
      if (now.work !== null && now.work !== now.kept) now.onKeep(now.work);
    },
    [],
  );
  return [work ?? kept, setWork];
}

function Examples({ expression, subject }: { readonly expression: string; readonly subject: string }) {
  const found = useQuery({
    queryKey: ["segment-examples", subject, expression],
    queryFn: () => answered(segmentExamples({ query: { rule: expression, subject } })),
    retry: false,
  });
  if (found.data?.length === 0) return <p className="quiet small">{words.nobody}</p>;
  return (
    <ul className="examples">
      {found.data?.map((one) => (
        <li key={one.subject}>
          <Link to="/accounts/$of/$account" params={{ of: subject, account: one.subject }}>
            {one.name || one.subject}
          </Link>
          <span className="quiet">
            {Object.entries(one.traits)
              .filter(([, value]) => value !== one.name)
              .map(([name, value]) => `${name.replaceAll("_", " ")}: ${String(value)}`)
              .join(" · ") || words.nothingKnown}
          </span>
        </li>
      ))}
    </ul>
  );
}

interface AllOfThemProps {
  readonly expression: string;
  readonly subject: string;
  readonly maps: PersonaWhole["maps"];
}

/** On to the list of those who match, as they travel on a map: one about the persona, else any. */
function AllOfThem({ expression, subject, maps }: AllOfThemProps) {
  const all = useQuery({
    queryKey: ["map-cards", false],
    queryFn: () => answered(mapCards({ query: { limit: 100 } })),
  });
  const map =
    maps.find((one) => one.travels === subject) ?? all.data?.items.find((one) => one.travels === subject);
  if (!map) return null;
  return (
    <Link to="/customers" search={{ map: map.id, segment: expression }} className="small">
      {words.allOfThem(map.title)}
    </Link>
  );
}
