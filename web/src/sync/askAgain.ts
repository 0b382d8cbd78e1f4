// What was asked of the server is asked again, because something came that an answer on its way may not know.

import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Ask again for everything under a key. An answer that is still on its way, also the very first one, is not
 * waited for: it may have been read before what came now (to mark it stale alone would keep it).
 */
export async function askAgain(queries: QueryClient, queryKey: QueryKey): Promise<void> {
  await queries.cancelQueries({ queryKey });
  await queries.invalidateQueries({ queryKey });
}
