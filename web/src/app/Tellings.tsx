// Shows what was told, until it is dismissed or has stood long enough to be read.

import { useEffect, useSyncExternalStore } from "react";
import { words } from "../words/en";
import { forget, onTold, type Told, told } from "./told";

const STANDS_MS = 9000;

export function Tellings() {
  const all = useSyncExternalStore(onTold, told);
  return (
    <div className="notices tellings" role="status" aria-live="polite">
      {all.map((one) => (
        <Telling key={one.id} one={one} />
      ))}
    </div>
  );
}

function Telling({ one }: { readonly one: Told }) {
  useEffect(() => {
    const timer = setTimeout(() => {
      forget(one.id);
    }, STANDS_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [one.id]);
  return (
    <div className="notice">
      <span>{one.says}</span>
      <span className="notice-actions">
        {one.action && (
          <button
            type="button"
            className="button"
            onClick={() => {
              one.action?.run();
              forget(one.id);
            }}
          >
            {one.action.name}
          </button>
        )}
        <button
          type="button"
          className="button"
          onClick={() => {
            forget(one.id);
          }}
        >
          {words.ok}
        </button>
      </span>
    </div>
  );
}
