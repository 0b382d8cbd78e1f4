// One persona: who they are, what they want, need and fear, their own words, and who in the data is one of them.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { createOnePersona, removeOnePersona } from "../api/generated/sdk.gen";
import { answered, Refused } from "../api/http";
import { mayOn, useMe } from "../app/me";
import { useTitle } from "../app/title";
import { Chosen } from "../fields/Chosen";
import { TextInPlace } from "../fields/TextInPlace";
import { textOf } from "../map/board";
import { isListOfTexts, type Value } from "../map/valueMerge";
import { Alone } from "../pages/Alone";
import { Bar } from "../pages/Bar";
import { Until } from "../pages/Until";
import { useCommands } from "../palette/PaletteContext";
import { useLogWords } from "../rules/known";
import { words as allWords } from "../words/en";
import { personaWords as words } from "../words/personas";
import { ClaimList } from "./ClaimList";
import { Face } from "./Face";
import { SegmentOfPersona } from "./SegmentOfPersona";
import { usePersona } from "./usePersona";

const LISTS = ["goals", "needs", "expectations", "frustrations"] as const;

export function PersonaPage() {
  const { personaId } = useParams({ from: "/personas/$personaId" });
  return <OnePersona key={personaId} id={personaId} />;
}

function OnePersona({ id }: { readonly id: string }) {
  const canEdit = mayOn(useMe(), "", "editor");
  const { answer, persona, fields, error, isSaving, set, undo } = usePersona(id);
  const known = useLogWords(canEdit);
  useTitle(textOf(fields.name));
  const text = (name: string) => (typed: string) => {
    set(name, typed === "" ? undefined : typed);
  };
  const keep = (name: string) => (value: Value) => {
    set(name, value);
  };
  if (!persona) {
    if (error instanceof Refused && error.status === 404) {
      return (
        <Alone title={allWords.notFound} says={error.message}>
          <Link to="/personas">{words.all}</Link>
        </Alone>
      );
    }
    return (
      <>
        <Bar />
        <main className="page">
          <Until answer={answer} />
        </main>
      </>
    );
  }
  const name = textOf(fields.name);
  const channels = isListOfTexts(fields.channels) ? fields.channels : [];
  const offered = new Set(
    (known?.activities ?? []).flatMap((one) => one.channels.map(([channel]) => channel)),
  );
  return (
    <>
      <Bar />
      <main className="page persona">
        <header>
          <Face name={name} isLarge />
          <div className="panel-title">
            <h1 className="hidden">{name}</h1>
            <TextInPlace
              label={words.name}
              isUnlabelled
              isNeeded
              value={name}
              canEdit={canEdit}
              onKeep={text("name")}
            />
            <Link to="/personas" className="small">
              {words.all}
            </Link>
          </div>
          {canEdit && (
            <Actions
              id={id}
              name={name}
              fields={fields}
              undo={undo}
              says={isSaving ? words.savingNow : undo ? words.saved : ""}
            />
          )}
        </header>
        {error && (
          <p role="alert" className="nobody">
            {error.message} {error instanceof Refused && error.status === 409 ? words.changedMeanwhile : ""}
          </p>
        )}
        <div className="persona-grid">
          <div className="fields">
            <TextInPlace
              label={words.role}
              value={textOf(fields.role)}
              canEdit={canEdit}
              onKeep={text("role")}
            />
            <TextInPlace
              label={words.description}
              value={textOf(fields.description)}
              canEdit={canEdit}
              onKeep={text("description")}
            />
            {(canEdit || channels.length > 0) && (
              <div className="in-place">
                <span className="label" aria-hidden>
                  {words.channels}
                </span>
                {canEdit ? (
                  <Chosen
                    label={words.channels}
                    adds={words.addChannel}
                    values={channels}
                    read={(typed) => typed.trim()}
                    groups={[
                      {
                        value: "",
                        items: [...offered].sort().map((value) => ({ value, label: value, hint: "" })),
                      },
                    ]}
                    onChange={(values) => {
                      set("channels", values.length > 0 ? [...values] : undefined);
                    }}
                  />
                ) : (
                  <p>{channels.join(", ")}</p>
                )}
              </div>
            )}
            <SegmentOfPersona persona={persona} canEdit={canEdit} onKeep={text("segment")} />
            <section>
              <h2>{words.usedBy}</h2>
              {persona.maps.length === 0 ? (
                <p className="quiet">{words.notUsed}</p>
              ) : (
                <ul className="plain">
                  {persona.maps.map((map) => (
                    <li key={map.id}>
                      <Link to="/maps/$mapId" params={{ mapId: map.id }}>
                        {map.title}
                      </Link>
                    </li>
                  ))}
                </ul>
              )}
            </section>
          </div>
          <div className="persona-lists">
            {LISTS.map((list) => (
              <ClaimList
                key={list}
                label={words.lists[list][0]}
                hint={words.lists[list][1]}
                value={fields[list]}
                canEdit={canEdit}
                onKeep={keep(list)}
              />
            ))}
            <ClaimList
              label={words.quotes}
              hint={words.quoteHint}
              value={fields.quotes}
              canEdit={canEdit}
              hasSource
              onKeep={keep("quotes")}
            />
            <ClaimList
              label={words.lists.notes[0]}
              hint={words.lists.notes[1]}
              value={fields.notes}
              canEdit={canEdit}
              onKeep={keep("notes")}
            />
          </div>
        </div>
      </main>
    </>
  );
}

interface ActionsProps {
  readonly id: string;
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly undo: (() => void) | null;
  readonly says: string;
}

function Actions({ id, name, fields, undo, says }: ActionsProps) {
  const go = useNavigate();
  const queries = useQueryClient();
  const copy = useMutation({
    mutationFn: () => {
      const { id: _, format: __, ...rest } = fields;
      return answered(createOnePersona({ body: { fields: { ...rest, name: words.copyOf(name) } } }));
    },
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ["personas"] });
      await go({ to: "/personas/$personaId", params: { personaId: made.id } });
    },
  });
  const remove = useMutation({
    mutationFn: () => answered(removeOnePersona({ path: { persona_id: id } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["personas"] });
      await go({ to: "/personas" });
    },
  });
  const askToRemove = () => {
    if (window.confirm(words.reallyRemove(name))) remove.mutate();
  };
  useCommands(() => [
    ...(undo ? [{ name: words.undo, hint: name, run: undo }] : []),
    {
      name: words.copy,
      hint: name,
      run: () => {
        copy.mutate();
      },
    },
    { name: words.removeIt, hint: name, run: askToRemove },
  ]);
  const error = copy.error ?? remove.error;
  return (
    <div className="persona-actions">
      <span className="quiet small" role="status">
        {says}
      </span>
      <button type="button" className="button" disabled={!undo} onClick={undo ?? undefined}>
        {words.undo}
      </button>
      <button
        type="button"
        className="button"
        disabled={copy.isPending}
        onClick={() => {
          copy.mutate();
        }}
      >
        {words.copy}
      </button>
      <button type="button" className="button" disabled={remove.isPending} onClick={askToRemove}>
        {words.removeIt}
      </button>
      {error && <p role="alert">{error.message}</p>}
    </div>
  );
}
