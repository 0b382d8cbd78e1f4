// The pulse: six points by click or by the keys 1 to 6, at most three reasons, and a sentence.

import { useState } from "react";
import { Asking } from "../app/Asking";
import { accountWords as said } from "../words/accounts";
import { useWriting, type Whom } from "./useWriting";

const MOST_REASONS = 3;

export interface PulseDialogProps {
  readonly whom: Whom;
  readonly onClose: () => void;
}

export function PulseDialog({ whom, onClose }: PulseDialogProps) {
  const [points, setPoints] = useState<number | null>(null);
  const [reasons, setReasons] = useState<readonly string[]>([]);
  const [text, setText] = useState("");
  const [id] = useState(() => crypto.randomUUID());
  const { write } = useWriting();
  return (
    <Asking
      title={said.givePulse}
      says={said.pulseHint}
      confirm={said.savePulse}
      isReady={points !== null && !write.isPending}
      error={write.error}
      onConfirm={() => {
        if (points === null) return;
        const body = { pulse: points, reasons: [...reasons], text: text.trim() };
        const says = said.pulseSaid(said.pulses[points - 1] ?? "");
        write.mutate({ whom, deed: { what: "pulse", body, says }, id }, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <div
        className="pulse-choice"
        onKeyDown={(event) => {
          const typed = Number(event.key);
          const isText = event.target instanceof HTMLTextAreaElement;
          if (!isText && Number.isInteger(typed) && typed >= 1 && typed <= 6) {
            event.preventDefault();
            setPoints(typed);
          }
        }}
      >
        <fieldset className="pulse-points">
          <legend className="hidden">{said.pulse}</legend>
          {said.pulses.map((name, i) => (
            <label key={name} data-pulse={i + 1} data-chosen={points === i + 1 || undefined}>
              <input
                type="radio"
                name="pulse"
                autoFocus={i === 3}
                checked={points === i + 1}
                onChange={() => {
                  setPoints(i + 1);
                }}
              />
              <b>{i + 1}</b>
              <span>{name}</span>
            </label>
          ))}
        </fieldset>
        <fieldset className="pulse-reasons">
          <legend>{said.pulseWhy}</legend>
          {Object.entries(said.reasons).map(([code, name]) => (
            <label key={code} data-chosen={reasons.includes(code) || undefined}>
              <input
                type="checkbox"
                checked={reasons.includes(code)}
                disabled={!reasons.includes(code) && reasons.length >= MOST_REASONS}
                onChange={() => {
                  setReasons(
                    reasons.includes(code) ? reasons.filter((one) => one !== code) : [...reasons, code],
                  );
                }}
              />
              {name}
            </label>
          ))}
        </fieldset>
        <textarea
          className="field"
          rows={2}
          maxLength={5000}
          aria-label={said.pulseText}
          placeholder={said.pulseText}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
          }}
        />
      </div>
    </Asking>
  );
}
