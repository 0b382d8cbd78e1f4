// Attaches to a claim what shows it: something a customer did or said here, a number, a file, a link.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { atStep, attachEvidence, uploadAttachment } from "../api/generated/sdk.gen";
import type { NewEvidence } from "../api/generated/types.gen";
import { answered, Refused } from "../api/http";
import { ownId } from "../map/nodes";
import { sayActivity } from "../rules/sentence";
import { claimWords as words, MEASURES } from "../words/claims";
import { sayWhen } from "../words/figures";

type Proof = NewEvidence["proof"];
type What = keyof typeof words.proofs;

export interface AttachEvidenceProps {
  readonly mapId: string;
  /** The step it is about; null: none (then nothing that happened there is offered). */
  readonly step: string | null;
  readonly node: string;
  readonly property: string;
  readonly about: string;
  readonly onDone: () => void;
}

const WAITS_MS = 1500;
const MOST_WAITS = 40;

export function AttachEvidence({ mapId, step, node, property, about, onDone }: AttachEvidenceProps) {
  const queries = useQueryClient();
  const [what, setWhat] = useState<What>(step === null ? "link" : "interaction");
  const [proof, setProof] = useState<Proof | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const [isMeasuring, setMeasuring] = useState(false);
  const [confidence, setConfidence] = useState("");
  const [note, setNote] = useState("");
  const noteId = useId();
  const sureId = useId();
  const attach = useMutation({
    mutationFn: async () => {
      const shown = what === "upload" ? await upload(mapId, file) : proof;
      if (shown === null) return;
      const body: NewEvidence = {
        node,
        property,
        proof: shown,
        note: note.trim(),
        ...(confidence === "" ? {} : { confidence: Number(confidence) }),
      };
      for (let tries = 0; ; tries += 1) {
        try {
          await answered(attachEvidence({ path: { map_id: mapId }, body }));
          return;
        } catch (error) {
          const isComing = error instanceof Refused && error.status === 409 && what === "measure";
          if (!isComing || tries >= MOST_WAITS) throw error;
          setMeasuring(true);
          await new Promise((resolve) => setTimeout(resolve, WAITS_MS));
        }
      }
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["evidence", mapId] });
      onDone();
    },
    onSettled: () => {
      setMeasuring(false);
    },
  });
  const isReady = what === "upload" ? file !== null : proof !== null;
  return (
    <form
      className="fields boxed"
      aria-label={words.attachTo(about)}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) attach.mutate();
      }}
    >
      <select
        className="field"
        aria-label={words.attach}
        value={what}
        onChange={(event) => {
          setWhat(event.target.value as What);
          setProof(null);
        }}
      >
        {(Object.keys(words.proofs) as What[])
          .filter((one) => one !== "interaction" || step !== null)
          .map((one) => (
            <option key={one} value={one}>
              {words.proofs[one]}
            </option>
          ))}
      </select>
      {what === "interaction" && step !== null && (
        <PickInteraction mapId={mapId} step={step} onPick={setProof} />
      )}
      {what === "measure" && <PickMeasure step={step} onPick={setProof} />}
      {what === "upload" && (
        <label className="in-place">
          <span className="label field-label">{words.file}</span>
          <input
            type="file"
            onChange={(event) => {
              setFile(event.target.files?.[0] ?? null);
            }}
          />
        </label>
      )}
      {what === "link" && <PickLink onPick={setProof} />}
      <div className="in-place">
        <label htmlFor={noteId}>{words.noteLabel}</label>
        <input
          id={noteId}
          className="field"
          maxLength={500}
          value={note}
          onChange={(event) => {
            setNote(event.target.value);
          }}
        />
      </div>
      <div className="in-place">
        <label htmlFor={sureId}>{words.certainty}</label>
        <select
          id={sureId}
          className="field"
          value={confidence}
          onChange={(event) => {
            setConfidence(event.target.value);
          }}
        >
          {words.certainties.map(([value, says]) => (
            <option key={value} value={value}>
              {says}
            </option>
          ))}
        </select>
      </div>
      {isMeasuring && <p role="status">{words.stillMeasured}</p>}
      {attach.error && <p role="alert">{attach.error.message}</p>}
      <div className="actions">
        <button type="submit" className="button first" disabled={!isReady || attach.isPending}>
          {words.attachIt}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {words.cancel}
        </button>
      </div>
    </form>
  );
}

async function upload(mapId: string, file: File | null): Promise<Proof | null> {
  if (file === null) return null;
  const kept = await answered(uploadAttachment({ path: { map_id: mapId }, body: { file } }));
  return { what: "upload", file: kept.file };
}

interface PickProps {
  readonly onPick: (proof: Proof | null) => void;
}

function PickInteraction({ mapId, step, onPick }: PickProps & { mapId: string; step: string }) {
  const [isWithWords, setWithWords] = useState(true);
  const [sought, setSought] = useState("");
  const [picked, setPicked] = useState<number | null>(null);
  const name = useId();
  const found = useQuery({
    queryKey: ["said", mapId, step, isWithWords],
    queryFn: () =>
      answered(
        atStep({
          path: { map_id: mapId, step_id: ownId(step) },
          query: { with_text: isWithWords, limit: 100 },
        }),
      ),
  });
  const parts = sought.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = (found.data?.items ?? []).filter((one) => {
    const text =
      `${one.text ?? ""} ${sayActivity(one.activity)} ${one.account ?? ""} ${one.customer ?? ""}`.toLowerCase();
    return parts.every((part) => text.includes(part));
  });
  return (
    <>
      <input
        className="field"
        type="search"
        aria-label={words.searchSaid}
        placeholder={words.searchSaid}
        value={sought}
        onChange={(event) => {
          setSought(event.target.value);
        }}
      />
      <label className="yes small">
        <input
          type="checkbox"
          checked={isWithWords}
          onChange={(event) => {
            setWithWords(event.target.checked);
          }}
        />
        <span>{words.withWords}</span>
      </label>
      {found.isPending && <p className="quiet small">{words.looking}</p>}
      {found.error && <p role="alert">{found.error.message}</p>}
      {found.data && shown.length === 0 && (
        <p className="quiet small">{found.data.total === 0 ? words.noneAtStep : words.noneSaid}</p>
      )}
      <ul className="picks">
        {shown.slice(0, 30).map((one) => (
          <li key={one.arrival}>
            <label>
              <input
                type="radio"
                name={name}
                checked={picked === one.arrival}
                onChange={() => {
                  setPicked(one.arrival);
                  onPick({ what: "interaction", source: one.source, key: one.key });
                }}
              />
              <span>
                {one.text ? <q>{one.text}</q> : <b>{sayActivity(one.activity)}</b>}{" "}
                <span className="quiet">
                  {[
                    one.text ? sayActivity(one.activity) : "",
                    one.account ?? one.customer ?? "",
                    sayWhen(one.occurred_at),
                  ]
                    .filter((part) => part !== "")
                    .join(", ")}
                </span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </>
  );
}

function PickMeasure({ step, onPick }: PickProps & { step: string | null }) {
  const [measure, setMeasure] = useState("");
  return (
    <select
      className="field"
      aria-label={words.whichNumber}
      value={measure}
      onChange={(event) => {
        const id = event.target.value;
        setMeasure(id);
        onPick(id === "" ? null : { what: "measure", measure: id, step: step === null ? null : ownId(step) });
      }}
    >
      <option value="">{words.whichNumber}…</option>
      {MEASURES.map(([id, says]) => (
        <option key={id} value={id}>
          {says}
        </option>
      ))}
    </select>
  );
}

function PickLink({ onPick }: PickProps) {
  const [url, setUrl] = useState("");
  const [title, setTitle] = useState("");
  const tell = (address: string, says: string) => {
    onPick(
      /^https?:\/\/\S+$/.test(address.trim()) ? { what: "link", url: address.trim(), title: says } : null,
    );
  };
  return (
    <>
      <input
        className="field"
        type="url"
        aria-label={words.address}
        placeholder="https://"
        maxLength={2000}
        value={url}
        onChange={(event) => {
          setUrl(event.target.value);
          tell(event.target.value, title);
        }}
      />
      <input
        className="field"
        aria-label={words.title}
        placeholder={words.title}
        maxLength={200}
        value={title}
        onChange={(event) => {
          setTitle(event.target.value);
          tell(url, event.target.value);
        }}
      />
    </>
  );
}
