// A new map: four ways to begin, each with what it makes to be seen before it is made.

import { useNavigate, useSearch } from "@tanstack/react-router";
import type { NewMapSearch } from "../../app/App";
import { mayOn, useMe } from "../../app/me";
import { words as all } from "../../words/en";
import { makingWords as words } from "../../words/maps";
import { Alone } from "../Alone";
import { Bar } from "../Bar";
import { FromData } from "./FromData";
import { FromFile } from "./FromFile";
import { FromQuestions } from "./FromQuestions";
import { FromTemplate } from "./FromTemplate";

const WAYS = [
  { id: "questions", name: words.ways.questions, hint: words.ways.questionsHint, Show: FromQuestions },
  { id: "template", name: words.ways.template, hint: words.ways.templateHint, Show: FromTemplate },
  { id: "data", name: words.ways.data, hint: words.ways.dataHint, Show: FromData },
  { id: "file", name: words.ways.file, hint: words.ways.fileHint, Show: FromFile },
] as const;

export function NewMapPage() {
  const mine = useMe();
  const search: NewMapSearch = useSearch({ from: "/new" });
  const go = useNavigate({ from: "/new" });
  const way = WAYS.find((one) => one.id === search.from) ?? WAYS[1];
  if (!mayOn(mine, "", "editor")) return <Alone title={all.notFound} says={all.notFoundHint} />;
  return (
    <>
      <Bar />
      <main className="page">
        <header>
          <h1>{words.title}</h1>
        </header>
        <div className="ways" role="radiogroup" aria-label={words.lead}>
          {WAYS.map((one) => (
            <label key={one.id} className="way-choice">
              <input
                type="radio"
                name="way"
                autoFocus={one === way}
                checked={one === way}
                onChange={() => void go({ search: { from: one.id } })}
              />
              <b>{one.name}</b>
              <span className="quiet small">{one.hint}</span>
            </label>
          ))}
        </div>
        <way.Show key={way.id} />
      </main>
    </>
  );
}
