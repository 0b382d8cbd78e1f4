// A handoff: who passes the account to whom, by when, with what they must know; told, accepted, sent back.

import { useState } from "react";
import type { HandoffOut } from "../api/generated/types.gen";
import { useMe } from "../app/me";
import { todayWords as said } from "../words/today";
import { isReceiver } from "./day";
import type { Deeds } from "./useDeeds";
import { sayMoment } from "../words/figures";

export interface HandoffViewProps {
  readonly handoff: HandoffOut;
  readonly deeds: Deeds;
  readonly onPutOff: () => void;
  readonly onTake: () => void;
}

export function HandoffView({ handoff, deeds, onPutOff, onTake }: HandoffViewProps) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [says, setSays] = useState<string | null>(null);
  const mine = useMe();
  const isMineToAccept = isReceiver(handoff, mine.id);
  const isOpen = handoff.state === "waiting" || handoff.state === "sent back";
  const told = handoff.told;
  const changed = Object.fromEntries(
    Object.entries(typed).filter(([name, text]) => text.trim() !== (told[name] ?? "")),
  );
  const missing = handoff.missing.length;
  const giver = handoff.giving?.name ?? handoff.giver ?? said.someone;
  const receiver = handoff.receiving?.name ?? handoff.receiver ?? said.someone;
  const keep = () => {
    void deeds
      .tellMore(
        handoff,
        Object.fromEntries(Object.entries(changed).map(([name, text]) => [name, text.trim()])),
      )
      .then((isKept) => {
        if (isKept) setTyped({});
      });
  };
  return (
    <div className="handoff">
      <p className="handoff-way">
        <span>
          <b>{giver}</b> <span className="quiet small">{handoff.giver}</span>
        </span>
        <span aria-hidden="true">→</span>
        <span>
          <b>{receiver}</b> <span className="quiet small">{handoff.receiver}</span>
        </span>
      </p>
      <p className="quiet">
        {said.states[handoff.state] ?? handoff.state}
        {handoff.due_at && `, ${said.dueAt(sayMoment(handoff.due_at))}`}
        {isOpen && ` · ${handoff.owner ? said.turn(handoff.owner.name) : said.nobodysTurn}`}
      </p>
      {isOpen && (
        <p className="inline">
          {handoff.nobodys && (
            <button type="button" className="button first" title={said.takeMeans} onClick={onTake}>
              {said.take}
            </button>
          )}
          <button type="button" className="button" title={`${said.putOff} (s)`} onClick={onPutOff}>
            {said.putOff}
          </button>
        </p>
      )}
      {handoff.said !== "" && (
        <blockquote className="handoff-said">
          <p>{handoff.said}</p>
          {handoff.said_by && (
            <footer className="quiet small">{said.sentBackBy(handoff.said_by.name)}</footer>
          )}
        </blockquote>
      )}
      <form
        className="desk-form"
        aria-label={said.mustBeTold}
        onSubmit={(event) => {
          event.preventDefault();
          keep();
        }}
      >
        <h3>
          {said.mustBeTold}{" "}
          <span className="quiet small">{missing > 0 ? said.stillMissing(missing) : said.complete}</span>
        </h3>
        {handoff.carries.length === 0 && <p className="quiet">{said.carriesNothing}</p>}
        {handoff.carries.map((name) => (
          <label key={name}>
            <span>
              {name} {handoff.missing.includes(name) && <span className="missing small">{said.notTold}</span>}
            </span>
            {isOpen ? (
              <textarea
                className="field"
                rows={2}
                maxLength={5000}
                value={typed[name] ?? told[name] ?? ""}
                onChange={(event) => {
                  setTyped({ ...typed, [name]: event.target.value });
                }}
              />
            ) : (
              <span className="told">{told[name] ?? <span className="quiet">–</span>}</span>
            )}
          </label>
        ))}
        {isOpen && handoff.carries.length > 0 && (
          <p className="inline">
            <button
              type="submit"
              className={missing > 0 ? "button first" : "button"}
              disabled={Object.keys(changed).length === 0}
            >
              {said.tell}
            </button>
          </p>
        )}
      </form>
      {isOpen && !isMineToAccept && (
        <p className="quiet small">
          {handoff.receiving ? said.acceptNotYours(handoff.receiving.name) : said.acceptNobodys}
        </p>
      )}
      {isOpen && isMineToAccept && says === null && (
        <>
          <p className="inline">
            <button
              type="button"
              className={missing > 0 ? "button" : "button first"}
              disabled={missing > 0 || Object.keys(changed).length > 0}
              onClick={() => void deeds.accept(handoff.id, handoff.account ?? "")}
            >
              {said.accept}
            </button>
            <button
              type="button"
              className="button"
              onClick={() => {
                setSays("");
              }}
            >
              {said.sendBack}
            </button>
          </p>
          {missing > 0 && <p className="quiet small">{said.acceptFirst}</p>}
        </>
      )}
      {isOpen && isMineToAccept && says !== null && (
        <form
          className="desk-form"
          onSubmit={(event) => {
            event.preventDefault();
            void deeds.sendBack(handoff.id, says.trim()).then((isSent) => {
              if (isSent) setSays(null);
            });
          }}
        >
          <label>
            <span>{said.sendBackWhat}</span>
            <textarea
              className="field"
              rows={3}
              autoFocus
              required
              maxLength={5000}
              value={says}
              onChange={(event) => {
                setSays(event.target.value);
              }}
            />
          </label>
          <p className="inline">
            <button type="submit" className="button first" disabled={says.trim() === ""}>
              {said.sendBack}
            </button>
            <button
              type="button"
              className="button"
              onClick={() => {
                setSays(null);
              }}
            >
              {said.close}
            </button>
          </p>
        </form>
      )}
    </div>
  );
}
