// Who is looking, and what they may do.

import { createContext, useContext } from "react";
import type { Me } from "../api/generated/types.gen";

export const MeContext = createContext<Me | null>(null);

export function useMe(): Me {
  const mine = useContext(MeContext);
  if (!mine) throw new Error("a page outside the frame");
  return mine;
}

/** Whether somebody is here for single maps only, and sees nothing else of the workspace. */
export function isGuest(mine: Me): boolean {
  return mine.role === "none";
}

const ROLES = ["none", "viewer", "commenter", "editor", "owner"];

/** Whether somebody has at least this role on a map: the map's own role counts, except for owners. */
export function mayOn(mine: Me, mapId: string, role: string): boolean {
  const own =
    mine.role === "owner" ? mine.role : ((mine.map_roles as Record<string, string>)[mapId] ?? mine.role);
  return ROLES.indexOf(own) >= ROLES.indexOf(role);
}
