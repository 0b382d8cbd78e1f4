// How long ago something was, kept true while one looks.

import { useEffect, useReducer } from "react";
import { timeNow } from "../app/clock";
import { dataWords as words } from "../words/data";
import { sayMoment } from "../words/figures";

const EVERY_MS = 20_000;

export function Ago({ at }: { readonly at: string }) {
  const [, tick] = useReducer((ticks: number) => ticks + 1, 0);
  useEffect(() => {
    const clock = setInterval(tick, EVERY_MS);
    return () => {
      clearInterval(clock);
    };
  }, []);
  return (
    <time dateTime={at} title={sayMoment(at)}>
      {words.ago(Math.max(0, (timeNow() - Date.parse(at)) / 1000))}
    </time>
  );
}
