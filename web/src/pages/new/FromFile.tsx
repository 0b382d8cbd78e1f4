// From a file: what is wrong with it is told with its line and what would work.

import { useState } from "react";
import { Refused } from "../../api/http";
import { makingWords as words } from "../../words/maps";
import { useMaking } from "./useMaking";

const MOST_BYTES = 5_000_000;

export function FromFile() {
  const make = useMaking();
  const [read, setRead] = useState<{ readonly name: string; readonly text: string } | null>(null);
  const [isOver, setOver] = useState(false);
  const [isTooLarge, setTooLarge] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setTooLarge(file.size > MOST_BYTES);
    if (file.size > MOST_BYTES) return;
    const text = await file.text();
    setRead({ name: file.name, text });
    make.mutate({ body: { text } });
  };
  return (
    <section>
      <label
        className="drop"
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => {
          setOver(false);
        }}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer.files[0]);
        }}
      >
        <span>{words.drop}</span>
        <input
          type="file"
          accept=".yaml,.yml"
          aria-label={words.choose}
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </label>
      {isTooLarge && <p role="alert">{words.tooLarge}</p>}
      {make.isPending && read && <p role="status">{words.reading(read.name)}</p>}
      {make.error instanceof Refused && read && (
        <Wrong
          error={make.error}
          name={read.name}
          text={read.text}
          onCopy={() => {
            const id = /^id:\s*([\w.-]+)/m.exec(read.text)?.[1] ?? "map";
            make.mutate({ body: { text: read.text, id }, isFree: true });
          }}
        />
      )}
    </section>
  );
}

interface WrongProps {
  readonly error: Refused;
  readonly name: string;
  readonly text: string;
  readonly onCopy: () => void;
}

function Wrong({ error, name, text, onCopy }: WrongProps) {
  if (error.status === 409) {
    return (
      <div role="alert">
        <p>{words.exists}</p>
        <button type="button" className="button" onClick={onCopy}>
          {words.asCopy}
        </button>
      </div>
    );
  }
  const lines = text.split("\n");
  return (
    <div role="alert" className="file-wrong">
      <p>
        <b>{name}</b>: {words.wrong(error.problems.length)}
      </p>
      <ol>
        {error.problems.map((one) => (
          <li key={`${one.code}${one.address}${one.line ?? ""}`}>
            {one.line != null && <b>{words.line(one.line)}: </b>}
            {one.message}. {one.fix && <span>{one.fix}.</span>}
            {one.line != null && <pre>{lines[one.line - 1]}</pre>}
            <span className="quiet small">
              {one.code} {one.address}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
