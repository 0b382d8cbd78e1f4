// All the maps one may see, and a new one.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { createMap, listMaps } from "../api/generated/sdk.gen";
import type { MapOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { mayOn, useMe } from "../app/me";
import templates from "../map/templates.json";
import { words } from "../words/en";
import { Bar } from "./Bar";
import { Loading } from "./Loading";
import { Message } from "./Message";

export function MapsPage() {
  const mine = useMe();
  const maps = useQuery({ queryKey: ["maps"], queryFn: () => answered(listMaps()) });
  const mayCreate = mayOn(mine, "", "editor");
  return (
    <>
      <Bar />
      <main className="page">
        <header>
          <h1>{words.journeyMaps}</h1>
        </header>
        {maps.isPending && <Loading />}
        {maps.error && (
          <Message title={words.broke} says={maps.error.message} onRetry={() => void maps.refetch()} />
        )}
        {maps.data && (
          <>
            {maps.data.items.length === 0 && <p className="quiet">{words.noMapsHint}</p>}
            <ul className="cards">
              {maps.data.items.map((map) => (
                <MapCard key={map.id} map={map} />
              ))}
              {mayCreate && (
                <li>
                  <NewMap />
                </li>
              )}
            </ul>
          </>
        )}
      </main>
    </>
  );
}

function MapCard({ map }: { readonly map: MapOut }) {
  return (
    <li>
      <Link to="/maps/$mapId" params={{ mapId: map.id }}>
        <span className="text">
          <b>{map.title}</b>
          <span className="quiet">
            {words.changed(new Date(map.changed_at).toLocaleDateString("en", { dateStyle: "medium" }))}
          </span>
        </span>
      </Link>
    </li>
  );
}

function NewMap() {
  const go = useNavigate();
  const queries = useQueryClient();
  const [title, setTitle] = useState("");
  const [template, setTemplate] = useState(templates[0]?.name ?? "");
  const create = useMutation({
    mutationFn: () => answered(createMap({ body: { template, title: title.trim() } })),
    onSuccess: async (map) => {
      await queries.invalidateQueries({ queryKey: ["maps"] });
      await go({ to: "/maps/$mapId", params: { mapId: map.id } });
    },
  });
  return (
    <form
      className="new-map"
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim() !== "") create.mutate();
      }}
    >
      <label>
        <span>{words.newMap}</span>
        <input
          className="field"
          value={title}
          maxLength={200}
          placeholder={words.titlePlaceholder}
          onChange={(event) => {
            setTitle(event.target.value);
          }}
        />
      </label>
      <label>
        <span className="quiet">{words.startFrom}</span>
        <select
          className="field"
          value={template}
          onChange={(event) => {
            setTemplate(event.target.value);
          }}
        >
          {templates.map(({ name }) => (
            <option key={name} value={name}>
              {sayName(name)}
            </option>
          ))}
        </select>
        <span className="quiet small">{templates.find((one) => one.name === template)?.about}</span>
      </label>
      <button type="submit" className="button first" disabled={title.trim() === "" || create.isPending}>
        {words.create}
      </button>
      {create.error && <p role="alert">{create.error.message}</p>}
    </form>
  );
}

function sayName(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
