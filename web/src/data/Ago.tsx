// How long ago something was, kept true while one looks.

import { useEffect, useState } from "react";
import { dataWords as words } from "../words/data";
import { sayMoment } from "../words/figures";

const EVERY_MS = 20_000;

export function Ago({ at }: { readonly at: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const tick = () => {
      setNow(Date.now());
    };
    const clock = setInterval(tick, EVERY_MS);
    return () => {
      clearInterval(clock);
    };
  }, []);
  return (
    <time dateTime={at} title={sayMoment(at)}>
      {words.ago(Math.max(0, (now - Date.parse(at)) / 1000))}
    </time>
  );
}
