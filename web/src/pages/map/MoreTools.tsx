// The tools that the bar has no room for: a button, and their menu once somebody asks for it.

import { lazy, Suspense, useState } from "react";
import { Icon } from "../../app/Icon";
import { shellWords } from "../../words/shell";
import type { Tool } from "./tools";

const load = () => import("./MoreToolsMenu").then((it) => ({ default: it.MoreToolsMenu }));
const MoreToolsMenu = lazy(load);

export function MoreTools({ tools }: { readonly tools: readonly Tool[] }) {
  const [isAsked, setAsked] = useState(false);
  const button = (
    <button
      type="button"
      className="button bare icon"
      aria-label={shellWords.moreTools}
      aria-haspopup="menu"
      title={shellWords.moreTools}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => {
        setAsked(true);
      }}
    >
      <Icon name="more" />
    </button>
  );
  if (!isAsked) return button;
  return (
    <Suspense fallback={button}>
      <MoreToolsMenu tools={tools} />
    </Suspense>
  );
}
