// The personas of the workspace: who the maps are about, and how many customers each stands for.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { createOnePersona, listPersonas, segment } from "../api/generated/sdk.gen";
import type { PersonaOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { isGuest, mayOn, useMe } from "../app/me";
import { Bar } from "../pages/Bar";
import { Until } from "../pages/Until";
import { useCommands } from "../palette/PaletteContext";
import { personaWords as words } from "../words/personas";
import { plural } from "../words/rules";
import { Face } from "./Face";

export function PersonasPage() {
  const canEdit = mayOn(useMe(), "", "editor");
  const personas = useQuery({ queryKey: ["personas"], queryFn: () => answered(listPersonas()) });
  const [isMaking, setMaking] = useState(false);
  const isEmpty = personas.data?.length === 0;
  useCommands(() =>
    canEdit
      ? [
          {
            name: words.create,
            hint: words.personas,
            run: () => {
              setMaking(true);
            },
          },
        ]
      : [],
  );
  return (
    <>
      <Bar />
      <main className="page">
        <header>
          <h1>{words.personas}</h1>
          {canEdit && !isMaking && personas.data && !isEmpty && (
            <button
              type="button"
              className="button first"
              onClick={() => {
                setMaking(true);
              }}
            >
              {words.create}
            </button>
          )}
        </header>
        <Until answer={personas} />
        {isEmpty && (
          <div className="message begin-here">
            <h2>{words.none}</h2>
            <p>{words.noneHint}</p>
          </div>
        )}
        {canEdit && (isMaking || isEmpty) && (
          <MakePersona
            onCancel={
              isEmpty
                ? undefined
                : () => {
                    setMaking(false);
                  }
            }
          />
        )}
        <ul className="cards personas">
          {personas.data?.map((one) => (
            <li key={one.id}>
              <Link to="/personas/$personaId" params={{ personaId: one.id }}>
                <Face name={one.name} />
                <span className="text">
                  <b>{one.name}</b>
                  {one.role && <span>{one.role}</span>}
                  <Matching persona={one} />
                  <span className="quiet small" title={one.maps.map((map) => map.title).join("\n")}>
                    {one.maps.length === 0 ? words.noMaps : words.maps(one.maps.length)}
                  </span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </main>
    </>
  );
}

/** How many match the persona's segment, of the type that its map counts. */
function Matching({ persona }: { readonly persona: PersonaOut }) {
  const subject = persona.maps[0]?.travels ?? "customer";
  const rule = persona.segment;
  const isOurs = !isGuest(useMe());
  const found = useQuery({
    queryKey: ["segment", subject, rule],
    queryFn: () => answered(segment({ query: { rule: rule ?? "", subject } })),
    enabled: rule !== null && isOurs,
    retry: false,
  });
  if (!isOurs) return null;
  if (rule === null) return <span className="quiet small">{words.noSegment}</span>;
  if (found.error) return <span className="small">{found.error.message}</span>;
  return (
    <span className="small number">
      {found.data ? words.matching(found.data.matching, found.data.subjects, plural(subject)) : "…"}
    </span>
  );
}

function MakePersona({ onCancel }: { readonly onCancel: (() => void) | undefined }) {
  const go = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const make = useMutation({
    mutationFn: () => answered(createOnePersona({ body: { fields: { name: name.trim() } } })),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ["personas"] });
      await go({ to: "/personas/$personaId", params: { personaId: made.id } });
    },
  });
  return (
    <form
      className="inline"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "") make.mutate();
      }}
    >
      <input
        className="field grow"
        autoFocus
        required
        maxLength={300}
        aria-label={words.name}
        placeholder={words.namePlaceholder}
        value={name}
        onChange={(event) => {
          setName(event.target.value);
        }}
      />
      <button type="submit" className="button first" disabled={make.isPending}>
        {words.make}
      </button>
      {onCancel && (
        <button type="button" className="button" onClick={onCancel}>
          {words.cancel}
        </button>
      )}
      {make.error && <p role="alert">{make.error.message}</p>}
    </form>
  );
}
