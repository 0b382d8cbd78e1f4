// A playbook beside a map, under the step at which it acts: what begins it, and its moves, to be changed here.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { onePlaybook, playbookWords, savePlaybook } from "../api/generated/sdk.gen";
import type { PlaybookWhole } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { tell } from "../app/told";
import { UndoRedo } from "../app/UndoRedo";
import { Until } from "../pages/Until";
import { besideWords } from "../words/beside";
import { playbookWords as said } from "../words/playbooks";
import { movesOf, textOf } from "./book";
import { deskOf } from "./desk";
import { Moves } from "./Moves";
import { Wrong } from "./Part";
import { SaveBook, undoByKey } from "./Saving";
import { sayTrigger } from "./sentences";
import { useBook } from "./useBook";
import "../styles/playbooks.css";
import "../styles/playbook.css";

export function MovesAtStep({ id }: { readonly id: string }) {
  const one = useQuery({
    queryKey: ["playbooks", "one", id],
    queryFn: () => answered(onePlaybook({ path: { playbook_id: id } })),
  });
  return (
    <>
      <Until answer={one} />
      {one.data && <Editor key={one.data.latest} kept={one.data} />}
    </>
  );
}

function Editor({ kept }: { readonly kept: PlaybookWhole }) {
  const book = useBook(kept.id, kept.text, kept.id);
  const [opened, open] = useState<string | null>(null);
  const queries = useQueryClient();
  const words = useQuery({
    queryKey: ["playbooks", "words"],
    queryFn: () => answered(playbookWords()),
    staleTime: 60_000,
  }).data;
  const save = useMutation({
    mutationFn: () => answered(savePlaybook({ path: { playbook_id: kept.id }, body: { text: book.text } })),
    onSuccess: (playbook) => {
      book.forget();
      tell({ says: said.saved(playbook.latest) });
      queries.setQueryData(["playbooks", "one", kept.id], playbook);
      void queries.invalidateQueries({ queryKey: ["playbooks"] });
    },
  });
  const isNew = book.text !== kept.text;
  const { data } = book;
  return (
    <div
      className="book-beside"
      onKeyDown={(event) => {
        undoByKey(book, event);
      }}
    >
      {data === null ? (
        !book.isChecking && <p className="quiet">{said.mendFirst}</p>
      ) : (
        <>
          {movesOf(data.when).map((trigger, at) => (
            <p key={at} className="small">
              <b>{said.an(textOf(data.of) || "account")}</b> {sayTrigger(trigger, data, words)}
            </p>
          ))}
          <Moves
            desk={deskOf(book, data, `playbook:${kept.id}:`, opened, open)}
            words={words}
            list={["moves"]}
          />
        </>
      )}
      <Wrong problems={book.problems.filter((one) => !one.address.startsWith("moves"))} />
      {[save.error, book.error].map(
        (error, i) =>
          error && (
            <p key={i} role="alert">
              {error.message}
            </p>
          ),
      )}
      <p className="inline">
        {isNew && (
          <SaveBook
            book={book}
            name={said.save}
            isSaving={save.isPending}
            onSave={() => {
              save.mutate();
            }}
          />
        )}
        {(book.undo ?? book.redo) && <UndoRedo undo={book.undo} redo={book.redo} words={said} />}
        <Link to="/playbooks" search={{ playbook: kept.id }}>
          {besideWords.whole}
        </Link>
      </p>
    </div>
  );
}
