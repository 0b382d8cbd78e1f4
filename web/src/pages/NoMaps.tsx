// What a page that is about a map says while there is none.

import { Link } from "@tanstack/react-router";
import { mapsWords } from "../words/maps";
import { words } from "../words/en";
import { Message } from "./Message";

export function NoMaps() {
  return (
    <Message title={mapsWords.none} says={words.noMapsHint}>
      <Link to="/new" className="button first">
        {mapsWords.newMap}
      </Link>
    </Message>
  );
}
