// A move as it would be for a real account: the mail as it would go out, with what is missing said.

import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { findCustomers, previewMove, sendLetterToMyself } from "../api/generated/sdk.gen";
import type { PreviewedPerson, PreviewOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Named } from "../app/Named";
import { tell } from "../app/told";
import { Offer } from "../fields/Offer";
import { playbookWords as said } from "../words/playbooks";
import { textOf } from "./book";
import type { Desk } from "./desk";
import { sayValue } from "./sentences";

export interface PreviewProps {
  readonly desk: Desk;
  /** The id of the move. */
  readonly move: string;
}

export function Preview({ desk, move }: PreviewProps) {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const of = textOf(desk.data.of) || "account";
  const offered = useQuery({
    queryKey: ["customers-found", typed],
    queryFn: () => answered(findCustomers({ query: { search: typed, limit: 20 } })),
    enabled: typed.trim() !== "",
    placeholderData: keepPreviousData,
  });
  const isGood = desk.problems.length === 0 && !desk.isChecking;
  const shown = useQuery({
    queryKey: ["playbooks", "preview", desk.text, move, chosen],
    queryFn: () => answered(previewMove({ body: { text: desk.text, move, subject: chosen } })),
    enabled: isGood,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const test = useMutation({
    mutationFn: () =>
      answered(sendLetterToMyself({ body: { text: desk.text, move, subject: shown.data?.subject ?? null } })),
    onSuccess: (sent) => {
      tell({ says: said.testSent(sent.to) });
    },
  });
  const items = (offered.data ?? [])
    .filter((one) => one.type === of)
    .map((one) => ({ value: one.id, label: one.name ?? one.id, hint: one.name ? one.id : "" }));
  return (
    <div className="book-preview" role="group" aria-label={said.preview}>
      <div className="book-row">
        <span className="quiet">{said.asItWouldBe(of)}</span>
        <div className="book-who">
          <Offer
            label={said.previewFor}
            value={typed}
            placeholder={shown.data ? (shown.data.name ?? shown.data.subject) : said.previewFor}
            groups={[{ value: "", items }]}
            onChange={setTyped}
            onChosen={(value) => {
              const meant =
                items.find((one) => one.value === value) ?? (items.length === 1 ? items[0] : null);
              if (meant) setChosen(meant.value);
            }}
          />
        </div>
      </div>
      {!isGood && desk.problems.length > 0 && <p className="quiet">{said.mendToPreview}</p>}
      {shown.error && <p role="alert">{shown.error.message}</p>}
      {shown.data && <Shown found={shown.data} />}
      {shown.data && isLetter(shown.data.kind) && shown.data.people.length > 0 && (
        <p className="inline">
          <button
            type="button"
            className="button"
            disabled={!isGood || test.isPending}
            onClick={() => {
              test.mutate();
            }}
          >
            {said.sendTest}
          </button>
          {test.error && <span role="alert">{test.error.message}</span>}
        </p>
      )}
    </div>
  );
}

function isLetter(kind: string): boolean {
  return kind === "email" || kind === "ask";
}

function Shown({ found }: { readonly found: PreviewOut }) {
  if (found.people.length === 0) return <p className="note">{said.toNobody(found.name ?? found.subject)}</p>;
  return (
    <>
      {found.missing.map((one) => (
        <p key={one.name} className="book-asks">
          {said.isMissingOfAll(sayValue(one.name), one.missing, one.of)}{" "}
          {one.instead === null ? said.leftOutThen : said.saysInstead(one.instead)}
        </p>
      ))}
      {found.people.map((person) => (
        <Letter key={person.person ?? ""} found={found} person={person} />
      ))}
    </>
  );
}

function Letter({ found, person }: { readonly found: PreviewOut; readonly person: PreviewedPerson }) {
  return (
    <article className="book-sheet">
      {person.why_not && <p className="book-asks">{said.wouldNotGo(person.why_not)}</p>}
      {Object.entries(person.stands_in).map(([name, says]) => (
        <p key={name} className="quiet small">
          {said.standsIn(sayValue(name), says)}
        </p>
      ))}
      {person.person !== null && (
        <dl>
          {isLetter(found.kind) && (
            <>
              <dt>{said.fields.from}</dt>
              <dd>{found.sender}</dd>
            </>
          )}
          <dt>{said.fields.recipient}</dt>
          <dd>
            <Named id={person.person} name={person.name} />
          </dd>
        </dl>
      )}
      <h4>{person.title}</h4>
      {person.words !== "" && <div className="book-letter">{person.words}</div>}
    </article>
  );
}
