// The pictures of a map that the server draws: as it is planned, and as it was lived.

import { livedDrawing, mapDrawing } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { questionOf, type View } from "../lived/view";
import { presentWords as words } from "../words/present";

export type Theme = "light" | "dark";

const BETWEEN_LOOKS_MS = 1000;
const MOST_LOOKS = 600;

export async function plannedPicture(mapId: string, theme: Theme): Promise<string> {
  return String(
    await answered<unknown>(mapDrawing({ path: { map_id: mapId }, query: { theme }, parseAs: "text" })),
  );
}

/** What was lived, with the numbers of the page; where they are not known yet, `onWait` is told, and it
 * waits: until `signal` says that nobody wants it any more. */
export async function livedPicture(
  mapId: string,
  view: View,
  { theme, ways }: { readonly theme: Theme; readonly ways: number },
  onWait: () => void,
  signal: AbortSignal,
): Promise<string> {
  const query = { ...questionOf(view), theme, ways };
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const asking = livedDrawing({ path: { map_id: mapId }, query, parseAs: "text", signal });
    const text = String(await answered<unknown>(asking));
    if ((await asking).response?.status !== 202) return text;
    onWait();
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
  }
  throw new Error(words.notYet);
}
