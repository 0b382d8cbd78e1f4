// Health: the workspace's scorecards, one of them on the table.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { createScorecard, listScorecards } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { Asking } from "../app/Asking";
import { Bar } from "../pages/Bar";
import { Until } from "../pages/Until";
import { useCommands } from "../palette/PaletteContext";
import { scorecardWords as said } from "../words/scorecards";
import { Editor } from "./Editor";
import "../styles/scorecards.css";

export interface ScorecardsSearch {
  readonly card?: string;
}

export function ScorecardsPage() {
  const search: ScorecardsSearch = useSearch({ from: "/scorecards" });
  const go = useNavigate({ from: "/scorecards" });
  const [isMaking, setMaking] = useState(false);
  const cards = useQuery({ queryKey: ["scorecards"], queryFn: () => answered(listScorecards()) });
  const chosen = cards.data?.find((one) => one.id === search.card) ?? cards.data?.[0];
  const make = () => {
    setMaking(true);
  };
  useCommands(() => [{ name: said.create, hint: said.title, run: make }]);
  return (
    <>
      <Bar />
      <main className="page scorecards">
        <header>
          <h1>{chosen?.name ?? said.title}</h1>
          <div className="inline">
            {cards.data && cards.data.length > 1 && (
              <select
                className="field narrow"
                aria-label={said.list}
                value={chosen?.id}
                onChange={(event) => void go({ search: { card: event.target.value } })}
              >
                {cards.data.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                    {one.in_force ? "" : `, ${said.notInForce.toLowerCase()}`}
                    {one.is_readable ? "" : `, ${said.unreadable}`}
                  </option>
                ))}
              </select>
            )}
            <button type="button" className="button" onClick={make}>
              {said.create}
            </button>
          </div>
        </header>
        <Until answer={cards} />
        {cards.data?.length === 0 && (
          <section className="empty">
            <h2>{said.none}</h2>
            <p className="quiet">{said.noneHint}</p>
          </section>
        )}
        {chosen && (
          <Editor
            key={chosen.id}
            id={chosen.id}
            onGone={() => {
              void go({ search: {} });
            }}
          />
        )}
      </main>
      {isMaking && (
        <Making
          onMade={(id) => {
            setMaking(false);
            void go({ search: { card: id } });
          }}
          onClose={() => {
            setMaking(false);
          }}
        />
      )}
    </>
  );
}

interface MakingProps {
  readonly onMade: (id: string) => void;
  readonly onClose: () => void;
}

function Making({ onMade, onClose }: MakingProps) {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [of, setOf] = useState("account");
  const make = useMutation({
    mutationFn: () => answered(createScorecard({ body: { name: name.trim(), of } })),
    onSuccess: async (made) => {
      queries.setQueryData(["scorecard", made.id], made);
      await queries.invalidateQueries({ queryKey: ["scorecards"] });
      onMade(made.id);
    },
  });
  return (
    <Asking
      title={said.create}
      says={said.noneHint}
      confirm={said.make}
      isReady={name.trim() !== "" && !make.isPending}
      error={make.error}
      onConfirm={() => {
        make.mutate();
      }}
      onClose={onClose}
    >
      <div className="form">
        <label>
          <span>{said.name}</span>
          <input
            className="field"
            autoFocus
            maxLength={120}
            value={name}
            onChange={(event) => {
              setName(event.target.value);
            }}
          />
        </label>
        <label>
          <span>{said.about}</span>
          <select
            className="field narrow"
            value={of}
            onChange={(event) => {
              setOf(event.target.value);
            }}
          >
            <option>account</option>
            <option>customer</option>
          </select>
        </label>
      </div>
    </Asking>
  );
}
