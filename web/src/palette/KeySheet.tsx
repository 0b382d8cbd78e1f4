// All keys on one sheet: those of the page, told by their commands, and those of the board, told here.

import { useEffect, useRef } from "react";
import { words } from "../words/en";
import { paletteWords } from "../words/palette";
import type { Command } from "./command";
import { KEYS } from "./keys";

export interface KeySheetProps {
  readonly commands: readonly Command[];
  readonly onClose: () => void;
}

export function KeySheet({ commands, onClose }: KeySheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const known = new Set(KEYS.flatMap(({ keys }) => keys.map(([, says]) => says)));
  const more = commands.filter((one) => one.keys && !known.has(one.name));
  return (
    <dialog ref={dialog} className="sheet" aria-label={paletteWords.keysTitle} onClose={onClose}>
      <header>
        <h2>{paletteWords.keysTitle}</h2>
        <form method="dialog">
          <button className="button icon" aria-label={words.close}>
            ×
          </button>
        </form>
      </header>
      <p className="quiet">{paletteWords.keysHint}</p>
      <div className="key-groups">
        {KEYS.map(({ name, keys }) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl>
              {keys.map(([key, says]) => (
                <div key={says}>
                  <dt>
                    <Keys of={key} />
                  </dt>
                  <dd>{says}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        {more.length > 0 && (
          <section>
            <h3>{paletteWords.groups.do}</h3>
            <dl>
              {more.map((one) => (
                <div key={one.name}>
                  <dt>
                    <Keys of={one.keys ?? ""} />
                  </dt>
                  <dd>{one.name}</dd>
                </div>
              ))}
            </dl>
          </section>
        )}
      </div>
    </dialog>
  );
}

function Keys({ of }: { readonly of: string }) {
  return of.split(" / ").map((one, i) => (
    <span key={one}>
      {i > 0 && " / "}
      <kbd>{one}</kbd>
    </span>
  ));
}
