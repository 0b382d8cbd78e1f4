// The others on the board: whose cell is framed in their colour, with their name and what they are typing.

import { createContext, useContext } from "react";
import type { HereOut } from "../api/generated/types.gen";
import { togetherWords as words } from "../words/together";

/** Who is where, by place (`step:kickoff` for its head, `step:kickoff.goal` for a cell). */
export const OthersContext = createContext<ReadonlyMap<string, readonly HereOut[]> | null>(null);

export function Others({ node, property }: { readonly node: string; readonly property: string }) {
  const here = useContext(OthersContext)?.get(property === "" ? node : `${node}.${property}`);
  if (!here) return null;
  return here.map((one) => (
    <span key={one.session} className="other" style={{ ["--who" as string]: one.colour }}>
      <span className="presence">{one.name}</span>
      {one.typing !== "" && (
        <span className="other-typing">
          <span className="hidden">{words.isTyping(one.name)} </span>
          {one.typing}
        </span>
      )}
    </span>
  ));
}
