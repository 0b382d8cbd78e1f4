// With the five questions a facilitator would ask. What is left out stays open.

import { useState } from "react";
import { makingWords } from "../../words/maps";
import { useMaking } from "./useMaking";

const { questions: words } = makingWords;
const MOST_MOMENTS = 12;

export function FromQuestions() {
  const make = useMaking();
  const [said, setSaid] = useState({ who: "", goal: "", begins: "", well: "", moments: "" });
  const missing = [
    ...(said.who.trim() === "" ? [words.who] : []),
    ...(said.goal.trim() === "" ? [words.goal] : []),
  ];
  const field = (name: keyof typeof said, label: string, hint: string, most: number) => (
    <label className="question">
      <b>{label}</b>
      <span className="quiet small">{hint}</span>
      {name === "moments" ? (
        <textarea
          className="field"
          rows={4}
          value={said.moments}
          onChange={(event) => {
            setSaid({ ...said, moments: event.target.value });
          }}
        />
      ) : (
        <input
          className="field"
          value={said[name]}
          maxLength={most}
          required={name === "who" || name === "goal"}
          onChange={(event) => {
            setSaid({ ...said, [name]: event.target.value });
          }}
        />
      )}
    </label>
  );
  return (
    <form
      className="form questions"
      onSubmit={(event) => {
        event.preventDefault();
        const moments = said.moments
          .split("\n")
          .map((one) => one.trim())
          .filter((one) => one !== "")
          .slice(0, MOST_MOMENTS);
        const answers = {
          who: said.who.trim(),
          goal: said.goal.trim(),
          begins: said.begins.trim(),
          well: said.well.trim(),
          moments,
        };
        make.mutate({ body: { answers } });
      }}
    >
      {field("who", words.who, words.whoHint, 200)}
      {field("goal", words.goal, words.goalHint, 300)}
      {field("begins", words.begins, words.beginsHint, 300)}
      {field("well", words.well, words.wellHint, 300)}
      {field("moments", words.moments, words.momentsHint, 300)}
      <p className="quiet">{words.becomes}</p>
      <button
        type="submit"
        className="button first"
        disabled={missing.length > 0 || make.isPending}
        aria-describedby={missing.length > 0 ? "questions-missing" : undefined}
      >
        {makingWords.make}
      </button>
      {missing.length > 0 && (
        <p id="questions-missing" className="quiet small">
          {words.missing(missing)}
        </p>
      )}
      {make.error && <p role="alert">{make.error.message}</p>}
    </form>
  );
}
