// What time it is in the workspace: the server's, which goes on here as this computer's clock does. In the demo it stands
// still, until somebody lets a day pass.

import { useQuery } from "@tanstack/react-query";
import { workspace } from "../api/generated/sdk.gen";
import type { WorkspaceOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { isoDay, tellIn } from "../words/figures";

type Told = Pick<WorkspaceOut, "now" | "is_demo" | "time_zone">;

let told: Told | null = null;
let toldAt = 0;

export const WORKSPACE = ["workspace"] as const;

/** How the workspace is set up. The frame asks before any page is shown: so the clock is right on all of them. */
export function useWorkspace() {
  return useQuery({
    queryKey: WORKSPACE,
    queryFn: async () => {
      const found = await answered(workspace());
      keepTime(found, Date.now());
      return found;
    },
    retry: false,
    staleTime: 60_000,
  });
}

/** Keeps what the workspace said its time was, at an instant of this computer; times are told in its zone from now on. */
export function keepTime(said: Told | null, at: number): void {
  told = said;
  toldAt = at;
  tellIn(said?.time_zone);
}

/** What time it is, in milliseconds since 1970; whom the workspace does not tell has this computer's. */
export function timeNow(here = Date.now()): number {
  if (!told) return here;
  return Date.parse(told.now) + (told.is_demo ? 0 : here - toldAt);
}

/** The workspace's day: 2026-09-29. */
export function today(): string {
  return isoDay(timeNow());
}
