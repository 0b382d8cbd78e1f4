// The others on the board: whose cell is framed in their colour, with their name and what they are typing.

import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import { togetherWords as words } from "../words/together";
import type { WhoIsWhere } from "./whoIsWhere";

/** Who is where; null: nobody is to be seen, as in an earlier version. */
export const OthersContext = createContext<WhoIsWhere | null>(null);

const nobody = () => undefined;

export function Others({ node, property }: { readonly node: string; readonly property: string }) {
  const places = useContext(OthersContext);
  const place = property === "" ? node : `${node}.${property}`;
  const subscribe = useCallback(
    (listener: () => void) => places?.subscribe(place, listener) ?? nobody,
    [places, place],
  );
  const here = useSyncExternalStore(subscribe, () => places?.at(place));
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
