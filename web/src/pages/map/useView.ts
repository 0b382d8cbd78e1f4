// What is looked at on the map page, kept in the address: a link shows the same.

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { searchOf, type View, viewOf } from "../../lived/view";
import type { LookId } from "./looks";

export function useView() {
  const search = useSearch({ from: "/maps/$mapId" });
  const navigate = useNavigate({ from: "/maps/$mapId" });
  const view = useMemo(() => viewOf(search), [search]);
  const setLook = useCallback(
    (look: LookId) => {
      void navigate({
        search: ({ look: _, ...rest }) => (look === firstLook() ? rest : { ...rest, look }),
        replace: true,
      });
    },
    [navigate],
  );
  const setView = useCallback(
    (next: View) => {
      void navigate({
        search: ({ look }) => ({ ...searchOf(next), ...(look === undefined ? {} : { look }) }),
        replace: true,
      });
    },
    [navigate],
  );
  return { lookId: search.look ?? firstLook(), setLook, view, setView };
}

/** What is looked at where the address says nothing: on a small screen the map is read, not drawn. */
function firstLook(): LookId {
  return window.matchMedia("(max-width: 40rem)").matches ? "read" : "planned";
}

/** The view without another side beside it. */
export function alone(view: View): View {
  return view.against === null ? view : { ...view, against: null };
}
