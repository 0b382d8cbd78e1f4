// A question with a few answers, asked over the board. Escape is no answer: nothing happens.

import { useEffect, useRef } from "react";
import { boardWords } from "../words/board";
import type { Question } from "./desk";

export interface QuestionDialogProps {
  readonly question: Question;
  readonly onClose: () => void;
}

export function QuestionDialog({ question, onClose }: QuestionDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="question" aria-labelledby="question-title" onClose={onClose}>
      <h2 id="question-title">{question.title}</h2>
      <p>{question.says}</p>
      <div className="answers">
        {question.answers.map((answer, i) => (
          <button
            key={answer.name}
            type="button"
            className={i === 0 ? "button first" : "button"}
            autoFocus={i === 0}
            onClick={() => {
              onClose();
              answer.run();
            }}
          >
            {answer.name}
          </button>
        ))}
        <button type="button" className="button" onClick={onClose}>
          {boardWords.cancel}
        </button>
      </div>
    </dialog>
  );
}
