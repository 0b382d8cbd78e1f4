// From a template: how each looks, what it is for, who has use for it.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { listTemplates } from "../../api/generated/sdk.gen";
import { answered } from "../../api/http";
import { useShownTheme } from "../../app/useTheme";
import { makingWords as words } from "../../words/maps";
import { Until } from "../Until";
import { idOf } from "./ids";
import { useMaking } from "./useMaking";

export function FromTemplate() {
  const theme = useShownTheme();
  const templates = useQuery({ queryKey: ["templates"], queryFn: () => answered(listTemplates()) });
  const make = useMaking();
  const [chosen, setChosen] = useState<string | null>(null);
  const [title, setTitle] = useState("");
  const name = chosen ?? templates.data?.[0]?.name ?? "";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const body = { template: name, title: title.trim(), id: idOf(title, name) };
        make.mutate({ body, isFree: true });
      }}
    >
      <Until answer={templates} />
      <div className="cards templates" role="radiogroup" aria-label={words.ways.template}>
        {templates.data?.map((one) => (
          <label key={one.name} className="template" data-chosen={one.name === name || undefined}>
            <img
              className="thumb"
              src={`/api/v1/templates/${one.name}/thumbnail.svg?theme=${theme}`}
              alt=""
              width={320}
              height={128}
            />
            <span className="text">
              <b>
                <input
                  type="radio"
                  name="template"
                  checked={one.name === name}
                  onChange={() => {
                    setChosen(one.name);
                  }}
                />{" "}
                {one.title}
              </b>
              <span>{one.about}.</span>
              <span className="quiet small">
                {words.for(one.for_whom)} {words.size(one.stages, one.steps)}.
              </span>
            </span>
          </label>
        ))}
      </div>
      <div className="form make">
        <label>
          <span>{words.name}</span>
          <input
            className="field"
            value={title}
            maxLength={200}
            placeholder={words.namePlaceholder}
            onChange={(event) => {
              setTitle(event.target.value);
            }}
          />
        </label>
        <button
          type="submit"
          className="button first"
          disabled={name === "" || title.trim() === "" || make.isPending}
        >
          {words.make}
        </button>
        {make.error && <p role="alert">{make.error.message}</p>}
      </div>
    </form>
  );
}
