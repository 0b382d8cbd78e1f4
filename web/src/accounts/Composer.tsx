// Where one writes a note, a promise or a call down.

import { type Ref, useState } from "react";
import { accountWords as said } from "../words/accounts";
import { useWriting, type Whom } from "./useWriting";

const KINDS = ["note", "promise", "call"] as const;

export interface ComposerProps {
  readonly whom: Whom;
  readonly field: Ref<HTMLTextAreaElement>;
}

export function Composer({ whom, field }: ComposerProps) {
  const [kind, setKind] = useState<(typeof KINDS)[number]>("note");
  const [text, setText] = useState("");
  const [due, setDue] = useState("");
  const [id, setId] = useState(() => crypto.randomUUID());
  const { write } = useWriting();
  const isReady = text.trim() !== "" && !write.isPending;
  const save = () => {
    if (!isReady) return;
    const body = {
      kind,
      text: text.trim(),
      ...(kind === "promise" && due !== "" ? { due_on: due } : {}),
    };
    write.mutate(
      { whom, deed: { what: "note", body, says: said.saved[kind] }, id },
      {
        onSuccess: () => {
          setText("");
          setDue("");
          setId(crypto.randomUUID());
        },
      },
    );
  };
  return (
    <form
      className="composer"
      aria-label={said.write}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="composer-kinds" role="radiogroup" aria-label={said.write}>
        {KINDS.map((one) => (
          <label key={one} data-chosen={one === kind || undefined}>
            <input
              type="radio"
              name="kind"
              checked={one === kind}
              onChange={() => {
                setKind(one);
              }}
            />
            {said.writeKinds[one]}
          </label>
        ))}
      </div>
      <textarea
        ref={field}
        className="field"
        rows={text === "" ? 2 : 4}
        maxLength={5000}
        aria-label={said.writeHints[kind]}
        placeholder={said.writeHints[kind]}
        aria-keyshortcuts="N"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            save();
          }
        }}
      />
      {(text !== "" || kind === "promise") && (
        <div className="composer-foot">
          {kind === "promise" && (
            <label>
              {said.due}{" "}
              <input
                type="date"
                className="field"
                value={due}
                onChange={(event) => {
                  setDue(event.target.value);
                }}
              />
            </label>
          )}
          <span className="grow" />
          <span className="quiet small">{said.saveKeys}</span>
          <button type="submit" className="button first" disabled={!isReady}>
            {said.save}
          </button>
        </div>
      )}
      {write.error && <p role="alert">{write.error.message}</p>}
    </form>
  );
}
